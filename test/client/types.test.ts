/** What the types of the example API's clients say: `npm run typecheck` fails where they do not. */
import { hc, type InferResponseType } from "hono/client";
import { expectTypeOf, test } from "vitest";
import type * as client from "../../src/client";
import type { Api } from "../../src/generated/client.ts";
import type { AppType } from "../../src/generated/routes.ts";
import type { JobBody } from "../../src/jobs/views.ts";
import type { Burger, NewBurger } from "../../src/models/burger.ts";
import type { Matrix } from "../../src/models/matrix.ts";
import type { Serving } from "../../src/models/order.ts";
import type { Problem } from "../../src/operations/problem.ts";

type ArgumentsOf<Name extends keyof Api> = Parameters<Api[Name]>[0];
type AnswerOf<Name extends keyof Api> = Awaited<ReturnType<Api[Name]>>;

test("arguments have the names and types of the stub's parameters, and of its dependencies'", () => {
  expectTypeOf<ArgumentsOf<"readBurger">>().toEqualTypeOf<{ burgerId: number }>();
  expectTypeOf<ArgumentsOf<"createBurger">>().toEqualTypeOf<{ burger: NewBurger }>();
  expectTypeOf<ArgumentsOf<"listBurgers">>().toEqualTypeOf<
    { search?: string; patty?: Burger["patty"][]; limit?: number; offset?: number } | undefined
  >();
  expectTypeOf<ArgumentsOf<"multiply">>().toEqualTypeOf<{ left: Matrix; right: Matrix }>();
  expectTypeOf<ArgumentsOf<"readOrder">>().toEqualTypeOf<{ orderId: string }>();
  expectTypeOf<ArgumentsOf<"thumbnail">>().toEqualTypeOf<{ image: client.Bytes; size?: number }>();
  expectTypeOf<ArgumentsOf<"ping">>().toEqualTypeOf<client.NoArguments | undefined>();
});

test("answers have the type of what arrives", () => {
  expectTypeOf<AnswerOf<"readBurger">>().toEqualTypeOf<Burger>();
  expectTypeOf<AnswerOf<"deleteBurger">>().toEqualTypeOf<void>();
  expectTypeOf<AnswerOf<"readBurgerPhoto">>().toEqualTypeOf<Blob>();
  expectTypeOf<AnswerOf<"multiply">>().toEqualTypeOf<Matrix>();
  expectTypeOf<AnswerOf<"placeOrder">["placedAt"]>().toEqualTypeOf<string>();
  expectTypeOf<ReturnType<Api["followOrder"]>>().toEqualTypeOf<AsyncIterable<Serving>>();
});

test("only what runs as a job has tickets, and these have its answer", () => {
  expectTypeOf<Api["multiply"]["submit"]>().returns.resolves.toEqualTypeOf<client.Ticket<Matrix>>();
  expectTypeOf<Api["multiply"]["ticket"]>().returns.toEqualTypeOf<client.Ticket<Matrix>>();
  expectTypeOf<keyof Api["readBurger"] | keyof Api["followOrder"]>().toEqualTypeOf<"response">();
});

test("jobs and problems are those of the API", () => {
  expectTypeOf<client.Job>().toExtend<JobBody>();
  expectTypeOf<JobBody>().toExtend<client.Job>();
  expectTypeOf<client.Problem>().toEqualTypeOf<Problem>();
});

test("Hono's client knows the routes", () => {
  const api = hc<AppType>("http://localhost");
  const burger = api.burgers[":burgerId"];
  expectTypeOf(burger.$get).parameter(0).toEqualTypeOf<{ param: { burgerId: string } }>();
  expectTypeOf<InferResponseType<typeof burger.$get, 200>>().toEqualTypeOf<Burger>();
  expectTypeOf<InferResponseType<typeof burger.$get, 404>>().toEqualTypeOf<Problem>();
  expectTypeOf(api.burgers.$post).parameter(0).toEqualTypeOf<{ json: NewBurger }>();
  expectTypeOf<InferResponseType<typeof api.matrices.product.$post, 200>>().toEqualTypeOf<Matrix>();
  expectTypeOf<InferResponseType<typeof api.matrices.product.$post, 202>>().toEqualTypeOf<client.Job>();
  expectTypeOf(api.menu.search.$ws).returns.toEqualTypeOf<WebSocket>();
});
