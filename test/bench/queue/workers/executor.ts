/**
 * The executor Worker under measurement: the project's executor with a few operations, and a bare Durable Object to
 * hold against it.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import { createJobExecutor } from "../../../../src/jobs/executor/job-executor";
import { storedJson } from "../../../../src/jobs/executor/stored-response";
import { add, burn } from "./operations";

/** How many jobs of `heldAdd` may still run. */
let permits = 0;

const PERMIT_POLL_MS = 5;

/** `add`, once it may: it holds its lane until then, so that a line forms. */
async function heldAdd(left: number, right: number): Promise<number> {
  while (permits === 0) await scheduler.wait(PERMIT_POLL_MS);
  permits--;
  return add(left, right);
}

const write = (result: number) => storedJson(result, 200);

export class JobExecutor extends createJobExecutor({
  add: { kind: "plain", run: add, write },
  heldAdd: { kind: "plain", run: heldAdd, write },
  burn: { kind: "plain", run: burn, write },
}) {}

/** An object that runs the operation, without a queue. */
export class BareExecutor extends DurableObject {
  add(left: number, right: number): number {
    return add(left, right);
  }
}

/** `POST /` with a number lets so many more jobs of `heldAdd` run. */
export default {
  async fetch(request) {
    permits += Number(await request.text());
    return new Response();
  },
} satisfies ExportedHandler;
