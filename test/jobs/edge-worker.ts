/**
 * The edge under test: the routes of jobs, and a few operations that are delegated.
 *
 * @module
 */

import { all } from "../../src/jobs";
import { twin } from "../../src/jobs/client/twin";
import { adminRoutes } from "../../src/jobs/http/admin";
import { delegate } from "../../src/jobs/http/delegate";
import { jobRoutes } from "../../src/jobs/http/routes";
import { createJobQueue } from "../../src/jobs/queue/job-queue";
import type { Schedule } from "../../src/jobs/schedule";
import { createApp } from "../../src/operations/app";
import { rememberRequest } from "../../src/operations/current-request";

type Counting = (
  n: number,
) => Generator<{ checkpoint: number }, { counted: number; resumedFrom: number | null }, void>;

const once = { retries: 0, timeout: 300_000 } as const;

export const twins = {
  add: twin<(a: number, b: number) => number>({ operation: "add", result: "json", ...once }),
  echo: twin<(bytes: Uint8Array) => Uint8Array>({ operation: "echo", result: "bytes", ...once }),
  yearOf: twin<(date: Date) => { year: number; date: Date }>({
    operation: "yearOf",
    result: "json",
    read: (json: { year: number; date: string }) => ({ ...json, date: new Date(json.date) }),
    ...once,
  }),
  zeros: twin<(length: number) => Uint8Array>({ operation: "zeros", result: "bytes", ...once }),
  forget: twin<() => void>({ operation: "forget", result: "empty", ...once }),
  locked: twin<() => void>({ operation: "locked", result: "empty", ...once }),
  soldOut: twin<(size: number) => void>({ operation: "soldOut", result: "empty", ...once }),
  teapot: twin<() => void>({ operation: "teapot", result: "empty", ...once }),
  bug: twin<() => void>({ operation: "bug", result: "empty", ...once }),
  flaky: twin<() => void>({ operation: "bug", result: "empty", retries: 2, timeout: 300_000 }),
  cyclic: twin<() => unknown>({ operation: "cyclic", result: "json", ...once }),
  page: twin<() => Response>({ operation: "page", result: "response", ...once }),
  choosy: twin<() => void>({ operation: "choosy", result: "empty", ...once }),
  count: twin<Counting>({ operation: "count", kind: "steps", result: "json", ...once }),
  paced: twin<Counting>({ operation: "paced", kind: "steps", result: "json", ...once }),
  stumbling: twin<Counting>({ operation: "stumbling", kind: "steps", result: "json", ...once }),
  badCheckpoint: twin<() => void>({ operation: "badCheckpoint", kind: "steps", result: "empty", ...once }),
  held: twin<(value?: unknown) => unknown>({ operation: "held", result: "json", ...once }),
  hasty: twin<() => unknown>({ operation: "held", result: "json", retries: 0, timeout: 60_000 }),
  fragile: twin<() => string>({ operation: "fragile", result: "json", ...once }),
  sum: twin<(pairs: [number, number][]) => Generator<object, number, void>>({
    operation: "sum",
    kind: "steps",
    result: "json",
  }),
  cautious: twin<(operation: string) => Generator<object, unknown, void>>({
    operation: "cautious",
    kind: "steps",
    result: "json",
  }),
  careless: twin<(operation: string) => Generator<object, unknown, void>>({
    operation: "careless",
    kind: "steps",
    result: "json",
  }),
  starless: twin<() => number>({ operation: "starless", result: "json" }),
  nest: twin<(levels: number) => Generator<object, number, void>>({
    operation: "nest",
    kind: "steps",
    result: "json",
  }),
  greedy: twin<() => Generator<object, string, void>>({ operation: "greedy", kind: "steps", result: "json" }),
  poison: twin<() => void>({ operation: "poison", result: "empty", ...once }),
  added: twin<() => string>({ operation: "added", result: "json", ...once }),
  removed: twin<() => void>({ operation: "removed", result: "empty", ...once }),
};

const app = createApp();
app.route("/", adminRoutes);
app.route("/", jobRoutes);
// A handler that has jobs done.
app.post("/errands", rememberRequest, async (c) => {
  await twins.add(1, 2);
  return c.json(await all([twins.add(3, 4)]));
});
// POST /add with a list of arguments; raw bytes become the one argument.
app.post("/:operation", async (c) => {
  const bytes = c.req.header("content-type") === "application/octet-stream";
  const args = bytes ? [new Uint8Array(await c.req.arrayBuffer())] : await c.req.json();
  return delegate(c, twins[c.req.param("operation") as keyof typeof twins], args);
});

/** What a queue that begins keeps: a test fills it, as a deploy does. */
export const schedules: Schedule[] = [];

export class JobQueue extends createJobQueue({ schedules }) {}
export default app;
