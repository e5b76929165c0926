/**
 * Answering a request with a job.
 *
 * @module
 */

import type { Context } from "hono";
import { invalidRequest } from "../../operations/failure";
import { problemOf, problemResponse } from "../../operations/problem";
import { requestIdOf } from "../../operations/request-id";
import { addTiming } from "../../operations/server-timing";
import { fullMessage, submitJob } from "../client/queue";
import type { Submittable } from "../client/twin";
import { DEFAULT_WAIT_SECONDS } from "../limits";
import { PayloadTooLargeError } from "../payload";
import type { Job, Receipt } from "../protocol";
import { WebhookError } from "../webhooks/accept";
import { outcomeAnswer, ticketAnswer } from "./answers";
import { readIdempotencyKey } from "./idempotency";
import { preferenceApplied, readPrefer } from "./prefer";

/**
 * Have the operation run on an executor, and answer with what it answers if that comes in time, else with 202 and the
 * job. `Prefer` says what is in time; without it a plain function has 10 s, and a `function*` none. Who would rather not
 * wait at all (`respond-async`) always gets the job, though it be done: a key or `@unique` may stand for an earlier one.
 *
 * Further answers: 400 the `Idempotency-Key` is invalid · 413 the arguments are too large · 422 the key was used
 * with other arguments, or `Webhook-Url` may not be called · 503 the queue is full.
 *
 * @param args the operation's arguments, in the order of its parameters
 */
export async function delegate(c: Context, twin: Submittable, args: unknown[]): Promise<Response> {
  const idempotency = readIdempotencyKey(c.req.header("idempotency-key"));
  if (idempotency === "invalid")
    return problemResponse(problemOf(400, { detail: "Idempotency-Key takes 1 to 255 characters." }));

  const preference = readPrefer(c.req.header("prefer"));
  const patience = twin.definition.kind === "steps" || preference.respondAsync ? 0 : DEFAULT_WAIT_SECONDS;
  let receipt: Receipt;
  try {
    receipt = await submitJob(twin.definition, args, {
      waitMs: (preference.wait ?? patience) * 1000,
      continent: continentOf(c.req.raw),
      idempotencyKey: idempotency?.key,
      caller: credentialsOf(c),
      webhook: c.req.header("webhook-url"),
      requestId: requestIdOf(c),
    });
  } catch (error) {
    if (error instanceof PayloadTooLargeError)
      return problemResponse(problemOf(413, { detail: error.message }));
    if (error instanceof WebhookError)
      throw invalidRequest([{ loc: ["header", "webhook-url"], type: "format", message: error.message }]);
    throw error;
  }

  switch (receipt.type) {
    case "conflict":
      return problemResponse(
        problemOf(422, { detail: "The Idempotency-Key was used with other arguments." }),
      );
    case "full":
      return problemResponse(problemOf(503, { detail: fullMessage(receipt) }), {
        "retry-after": String(receipt.retryAfterSeconds),
      });
    case "job": {
      const applied = preferenceApplied(preference);
      addTimings(c, receipt.job);
      const headers: Record<string, string> = applied === null ? {} : { "preference-applied": applied };
      if (preference.respondAsync && preference.wait === null) return ticketAnswer(receipt.job, headers);
      return outcomeAnswer(receipt.job, receipt.response, headers);
    }
  }
}

/** Who a request says that it is by. Not its cookies: some change with every request. */
function credentialsOf(c: Context): string {
  const given = [c.req.header("authorization"), c.req.header("x-api-key")];
  return given.filter((one) => one !== undefined).join("\n");
}

/** How long it stood in line, and how long it ran, waits between attempts included. */
function addTimings(c: Context, { createdAt, startedAt, finishedAt }: Job): void {
  if (startedAt === null || finishedAt === null) return;
  addTiming(c, "queue", Date.parse(startedAt) - Date.parse(createdAt));
  addTiming(c, "run", Date.parse(finishedAt) - Date.parse(startedAt));
}

function continentOf(request: Request): string | undefined {
  const { cf } = request as Request<unknown, IncomingRequestCfProperties>;
  return cf?.continent;
}
