/**
 * The routes of a job: its ticket, its result, its events. Whoever knows the id may use them: it cannot be guessed.
 *
 * @module
 */

import type { Context } from "hono";
import { Hono } from "../../operations/hono";
import { eventLines } from "../client/event-lines";
import { cancelJob, getJob, resultsOfBatch, waitForJob, watchJob } from "../client/queue";
import { BATCH } from "../state/record";
import { cancelAnswer, jobAnswer, notFound, outcomeAnswer } from "./answers";
import { batchAnswer } from "./batch";
import { answerOverload } from "./overload";
import { readPrefer } from "./prefer";
import { serverSentEvents } from "./server-sent-events";

export const jobRoutes = new Hono();
jobRoutes.onError(answerOverload);

/** The job. */
jobRoutes.get("/jobs/:id", async (c) => {
  const job = await getJob(c.req.param("id"));
  return job ? jobAnswer(job) : notFound();
});

/** What the operation would have answered; 202 while it is not done, after `Prefer: wait=N`; 410 if it was cancelled. */
jobRoutes.get("/jobs/:id/result", async (c) => {
  const { wait } = readPrefer(c.req.header("prefer"));
  const receipt = await waitForJob(c.req.param("id"), (wait ?? 0) * 1000);
  if (receipt === null) return notFound();
  const { id, operation, status } = receipt.job;
  if (operation === BATCH && status === "succeeded") return batchAnswer(resultsOfBatch(id));
  return outcomeAnswer(
    receipt.job,
    receipt.response,
    wait === null ? {} : { "preference-applied": `wait=${wait}` },
  );
});

/** The job whenever it has changed after `Last-Event-ID`; 204 when it has ended before, which ends an `EventSource`. */
jobRoutes.get("/jobs/:id/events", async (c) => {
  const events = await watchJob(c.req.param("id"), lastEventId(c));
  if (events === null) return notFound();
  return events === "finished"
    ? new Response(null, { status: 204 })
    : serverSentEvents(events.pipeThrough(eventLines()));
});

/** Cancel the job; 409 when it has succeeded or failed already. */
jobRoutes.delete("/jobs/:id", async (c) => {
  const job = await cancelJob(c.req.param("id"));
  return job ? cancelAnswer(job) : notFound();
});

/** Anything but a number begins at the beginning. */
function lastEventId(c: Context): number {
  const id = c.req.header("last-event-id") ?? "";
  return /^\d{1,15}$/.test(id) ? Number(id) : 0;
}
