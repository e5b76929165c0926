/** An async function, on a real database. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createBurger } from "../../src/handlers/burgers";
import { request } from "./client";

const burger = { name: "Double Trouble", patty: "beef", price: 1200, cost: 450, grillSeconds: 5 } as const;

test("a burger is created and read, and what it costs never leaves", async () => {
  const created = await request("/burgers", { json: burger });
  expect(created.status).toBe(201);
  const { cost, ...shown } = burger;
  const { id } = await created.json<{ id: number }>();
  expect(await (await request(`/burgers/${id}`)).json()).toEqual({ id, ...shown });
  expect(await env.DB.prepare("SELECT cost FROM burgers WHERE id = ?").bind(id).first("cost")).toBe(cost);
});

test("one that does not fit is refused, with everything that is wrong", async () => {
  const refused = await request("/burgers", { json: { ...burger, price: -1, patty: "tofu" } });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    errors: [
      { loc: ["body", "patty"], type: "enum" },
      { loc: ["body", "price"], type: "minimum" },
    ],
  });
});

test("a handler is a function, and can be called as one", async () => {
  expect(await createBurger({ ...burger, name: "Plain" })).toMatchObject({ name: "Plain" });
});
