/** A function: through the queue, to an executor, and back. */
import { expect, test } from "vitest";
import { multiply } from "../../src/generated/jobs";
import { request } from "./client";

test("a product is computed while the request waits", async () => {
  const product = await request("/matrices/product", { json: { left: [[1, 2]], right: [[3], [4]] } });
  expect([product.status, await product.json()]).toEqual([200, [[11]]]);
});

test("whoever does not want to wait gets a ticket", async () => {
  const accepted = await request("/matrices/product", {
    json: { left: [[2]], right: [[3]] },
    headers: { prefer: "respond-async" },
  });
  expect(accepted.status).toBe(202);
  const ticket = accepted.headers.get("location") ?? "";
  // The stream of its events ends when it is done.
  expect(await (await request(`${ticket}/events`)).text()).toContain('"status":"succeeded"');
  expect(await (await request(`${ticket}/result`)).json()).toEqual([[6]]);
});

test("a handler's way is an await", async () => {
  expect(await multiply([[2]], [[4]])).toEqual([[8]]);
});
