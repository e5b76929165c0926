/** The typed client without a server: its requests go to the API in this process. */
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createClient } from "../../src/generated/client";

const api = createClient({ fetch: exports.default });

test("calls, waits for jobs and follows them", async () => {
  expect(await api.ping()).toEqual({ status: "ok" });
  expect(await api.multiply({ left: [[1, 2]], right: [[3], [4]] })).toEqual([[11]]);
  const ticket = await api.multiply.submit({ left: [[2]], right: [[3]] });
  const jobs = await Array.fromAsync(ticket.progress());
  expect(jobs.at(-1)).toMatchObject({ id: ticket.id, status: "succeeded" });
  expect(await ticket.result()).toEqual([[6]]);
});
