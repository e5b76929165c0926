/** The client's jobs against the queue, in workerd: through a service binding, as one Worker calls another. */
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import { ApiError, type ClientOptions, clientOf, type Job, type JobOperation } from "../../src/client";
import { control, edge } from "../jobs/bindings";

afterEach(() => reset());

/** What the edge under test serves. */
interface Api {
  add: JobOperation<[args: { args: [number, number] }], number>;
  held: JobOperation<[args: { args: [unknown] }], unknown>;
  paced: JobOperation<[args: { args: [number] }], { counted: number }>;
  teapot: JobOperation<[args: { args: [] }], void>;
  bug: JobOperation<[args: { args: [] }], void>;
  echo: JobOperation<[args: { bytes: Uint8Array }], Blob>;
}

function client(options: ClientOptions = {}): Api {
  const job = (path: string, answer: "json" | "empty" = "json") =>
    ({ method: "POST", path, answer, job: true, arguments: { args: "body" } }) as const;
  return clientOf<Api>(
    {
      add: job("/add"),
      held: job("/held"),
      paced: job("/paced"),
      teapot: job("/teapot", "empty"),
      bug: job("/bug", "empty"),
      echo: { method: "POST", path: "/echo", answer: "bytes", job: true, arguments: { bytes: "bytes" } },
    },
    { fetch: edge, ...options },
  );
}

/** What was thrown. */
async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error;
}

/** A `fetch` that loses the connection of every stream of events when it has given one event. */
function losing(requests: Request[]) {
  return async (request: Request): Promise<Response> => {
    requests.push(request);
    const response = await edge.fetch(request);
    if (!request.url.endsWith("/events") || response.body === null) return response;
    let events = 0;
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (events++ === 0) controller.enqueue(chunk);
        else controller.error(new TypeError("Network connection lost."));
      },
    });
    return new Response(response.body.pipeThrough(cut), response);
  };
}

describe("a call", () => {
  test("gives the answer", async () => {
    expect(await client().add({ args: [1, 2] })).toBe(3);
    const bytes = await client().echo({ bytes: new Uint8Array([1, 2, 3]) });
    expect(await bytes.bytes()).toEqual(new Uint8Array([1, 2, 3]));
  });

  test("waits longer than the API does", async () => {
    const answer = client().held({ args: ["patience"] }, { headers: { prefer: "wait=0" } });
    const [id = ""] = await control().begun("held", 1);
    await control().release(id);
    expect(await answer).toBe("patience");
  });

  test("gives the response too, however long it takes", async () => {
    const answer = client().held.response({ args: [7] }, { headers: { prefer: "wait=0" } });
    const [id = ""] = await control().begun("held", 1);
    await control().release(id);
    expect([(await answer).status, await (await answer).json()]).toEqual([200, 7]);
  });

  test("throws the problem", async () => {
    expect(await errorOf(client().teapot({ args: [] }))).toMatchObject({ status: 418 });
    const { problem } = await errorOf(client().bug({ args: [] }));
    expect(problem).toEqual({ title: "Internal Server Error", status: 500, requestId: expect.any(String) });
  });

  test("can be given up, and the job goes on", async () => {
    const stopping = new AbortController();
    const answer = client().held(
      { args: [1] },
      { signal: stopping.signal, headers: { prefer: "wait=0", "idempotency-key": "k" } },
    );
    const [id = ""] = await control().begun("held", 1);
    stopping.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    await control().release(id);
    expect(await client().held.ticket(id).result()).toBe(1);
  });
});

describe("a ticket", () => {
  test("tells the progress, and gives the answer, elsewhere too", async () => {
    const { id } = await client().held.submit({ args: ["x"] });
    const ticket = client().held.ticket(id);
    const seen: Job[] = [];
    for await (const job of ticket.progress()) {
      seen.push(job);
      if (job.status === "running") await control().release(id);
    }
    expect(seen.at(-1)).toMatchObject({ id, operation: "held", status: "succeeded", progress: 1 });
    expect(await ticket.get()).toEqual(seen.at(-1));
    expect(await ticket.result()).toBe("x");
    expect(await Array.fromAsync(ticket.progress())).toHaveLength(1);
  });

  test("takes up a lost connection after the last event", async () => {
    const requests: Request[] = [];
    const ticket = await client({ fetch: losing(requests) }).paced.submit({ args: [2] });
    const seen: Job[] = [];
    let steps = 0;
    for await (const job of ticket.progress()) {
      seen.push(job);
      if (job.status !== "running") continue;
      steps++;
      await control().told(`stepped ${ticket.id}`, steps);
      await control().release(ticket.id);
    }
    expect(await ticket.result()).toMatchObject({ counted: 2 });
    const ids = requests
      .filter(({ url }) => url.endsWith("/events"))
      .map(({ headers }) => Number(headers.get("last-event-id")));
    expect(ids.length).toBeGreaterThan(1);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(seen.at(-1)?.status).toBe("succeeded");
    expect(new Set(seen.map((job) => JSON.stringify(job))).size).toBe(seen.length);
  });

  test("cancels, but not what has ended", async () => {
    const ticket = await client().held.submit({ args: [1] });
    expect(await ticket.cancel()).toMatchObject({ status: "cancelled" });
    expect(await errorOf(ticket.result())).toMatchObject({ status: 410 });
    const done = await client().add.submit({ args: [1, 2] });
    await done.result();
    expect(await done.cancel()).toMatchObject({ status: "succeeded" });
  });

  test("of a key is the same one, even when the job is done", async () => {
    const submit = (args: [number, number]) => client().add.submit({ args }, { idempotencyKey: "k" });
    const first = await submit([1, 2]);
    expect(await first.result()).toBe(3);
    expect((await submit([1, 2])).id).toBe(first.id);
    expect(await errorOf(submit([1, 3]))).toMatchObject({ status: 422 });
  });

  test("of a failed job throws its problem", async () => {
    const ticket = await client().teapot.submit({ args: [] });
    expect(await errorOf(ticket.result())).toMatchObject({ status: 418 });
    expect((await ticket.get()).error).toMatchObject({ status: 418 });
  });

  test("that does not exist is 404", async () => {
    const ticket = client().add.ticket("enam0_000000000000000000000000000000000");
    expect(await errorOf(ticket.get())).toMatchObject({ status: 404 });
    expect(await errorOf(Array.fromAsync(ticket.progress()))).toMatchObject({ status: 404 });
  });
});

test("a full queue is a 503, which says when to come back", async () => {
  for (let i = 0; i < 7; i++) await client().held.submit({ args: [i] });
  const error = await errorOf(client().held({ args: [8] }));
  expect(error.status).toBe(503);
  expect(error.headers.get("retry-after")).toMatch(/^\d+$/);
});
