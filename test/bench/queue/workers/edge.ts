/**
 * The edge Worker under measurement: the project's queue, and beside it, in the same workerd, what a user would take
 * instead. It makes the load itself, many calls a request: what is timed is not HTTP.
 *
 * @module
 */

import { env, WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, withEnv } from "cloudflare:workers";
import { getJob, waitForResult } from "../../../../src/jobs/client/queue";
import { resultOf, succeeded } from "../../../../src/jobs/client/result";
import { twin } from "../../../../src/jobs/client/twin";
import type { StoredResponse } from "../../../../src/jobs/protocol";
import { createJobQueue } from "../../../../src/jobs/queue/job-queue";
import { add, BURN_ROUNDS, burn } from "./operations";
import type { Results, Rows } from "./rows";

interface Sum {
  id: string;
  left: number;
  right: number;
}

/** A CPU job for the queue's consumer. */
interface Burn {
  id: string;
  rounds: number;
}

interface Bindings {
  ROWS: DurableObjectNamespace<Rows>;
  RESULTS: DurableObjectNamespace<Results>;
  BARE_EXECUTOR: DurableObjectNamespace<import("./executor").BareExecutor>;
  SUMS: Queue<Sum | Burn>;
  SUM_WORKFLOW: Workflow<Sum>;
}

const bindings = env as unknown as Bindings;

/** Longer than any measurement: an hour. */
const HELD_MS = 3_600_000;

const twins = {
  add: twin<typeof add>({ operation: "add", result: "json" }),
  heldAdd: twin<typeof add>({ operation: "heldAdd", result: "json", timeout: HELD_MS }),
  /** One at a time: of several in one call, those that are done would wait for those that are held. */
  lineAdd: twin<typeof add>({
    operation: "heldAdd",
    queue: "line",
    concurrency: 1,
    result: "json",
    timeout: HELD_MS,
  }),
  burn: twin<typeof burn>({ operation: "burn", result: "json" }),
};

const rows = () => bindings.ROWS.getByName("rows");
const results = () => bindings.RESULTS.getByName("results");

/** As many bytes as the packed arguments of a sum. */
const ROW = new TextEncoder().encode(`....{"jsonBytes":9}[1234,567]`);

/** No two sums are alike. */
let sums = 0;
const nextSum = (): Sum => ({ id: crypto.randomUUID(), left: sums++, right: 567 });

/**
 * Who stands in line: from `served` on. Ids alone, since a hundred thousand tickets would make each collection of garbage
 * longer, and what the queue has to do is timed.
 */
const ids: string[] = [];
const sumsInLine: number[] = [];
let served = 0;

const WORKFLOW_POLL_MS = 5;

/** What a client does, once. Whatever answers is checked. */
const acts = {
  /** One raw insert. */
  insert: () => rows().insert(ROW),
  /** A call of a bare executor object, and one raw insert. */
  async bare() {
    const { left, right } = nextSum();
    check(await bindings.BARE_EXECUTOR.getByName("bare").add(left, right), left + right);
    await rows().insert(ROW);
  },
  /** An operation, submitted and awaited. */
  async run() {
    const { left, right } = nextSum();
    check(await twins.add(left, right), left + right);
  },
  /** An operation that is held, submitted. */
  submit: () => twins.heldAdd.submit(1, 2),
  /** The same, in a line that goes one by one, and remembered. */
  async stand() {
    const { left, right } = nextSum();
    const { id } = await twins.lineAdd.submit(left, right);
    ids.push(id);
    sumsInLine.push(left + right);
  },
  /** Wait for the first in line. */
  async serve() {
    const [id, sum] = [ids[served], sumsInLine[served]];
    if (id === undefined || sum === undefined) throw new Error("Nobody stands in line.");
    served++;
    const { response } = await succeeded(await waitForResult(id), waitForResult);
    check(resultOf(response as StoredResponse, { result: "json" }), sum);
  },
  /** Read the status of anyone in line. */
  async look() {
    const someone = served + Math.floor(Math.random() * (ids.length - served));
    const status = (await getJob(ids[someone] ?? ""))?.status;
    if (status !== "queued" && status !== "running") throw new Error(`A held job is ${status}.`);
  },
  /** An operation that works, submitted and awaited. */
  burn: () => twins.burn(BURN_ROUNDS),
  /** A sum by Cloudflare Queues, whose consumer stores the result. miniflare's queue is in memory: a crash loses it. */
  queuesInMemory: () => sendAndRead(nextSum()),
  /** The same, with the job on disk when it is acknowledged. */
  async queues() {
    const sum = nextSum();
    await rows().insert(new TextEncoder().encode(JSON.stringify(sum)));
    await sendAndRead(sum);
  },
  /** An operation that works, by Cloudflare Queues: their consumer does it. */
  async burnByQueue() {
    const id = crypto.randomUUID();
    await bindings.SUMS.send({ id, rounds: BURN_ROUNDS });
    await results().read(id);
  },
  /** A sum by Workflows, in one step, which stores the result. */
  async workflows() {
    const sum = nextSum();
    const instance = await bindings.SUM_WORKFLOW.create({ id: sum.id, params: sum });
    for (;;) {
      const { status, output, error } = await instance.status();
      if (status === "complete") return check(output, sum.left + sum.right);
      if (status === "errored") throw new Error(error?.message);
      await scheduler.wait(WORKFLOW_POLL_MS);
    }
  },
};

async function sendAndRead(sum: Sum): Promise<void> {
  await bindings.SUMS.send(sum);
  check(JSON.parse(await results().read(sum.id)), sum.left + sum.right);
}

/** What is asked of the Worker. */
export interface Load {
  act: keyof typeof acts;
  times: number;
  /** How many are at it at once. */
  clients: number;
  shards?: number;
}

function check(found: unknown, expected: number): void {
  if (found !== expected) throw new Error(`A sum is ${found} instead of ${expected}.`);
}

export class SumWorkflow extends WorkflowEntrypoint<unknown, Sum> {
  override run({ payload }: WorkflowEvent<Sum>, step: WorkflowStep): Promise<number> {
    return step.do("add", async () => add(payload.left, payload.right));
  }
}

export class JobQueue extends createJobQueue({ schedules: [] }) {}

export { Results, Rows } from "./rows";

export default {
  async fetch(request) {
    if (request.method === "GET") return new Response("pong");
    const { act, times, clients, shards = 1 } = await request.json<Load>();
    let left = times;
    const client = async () => {
      while (left-- > 0) await acts[act]();
    };
    try {
      await withEnv({ ...env, QUEUE_SHARDS: String(shards) }, () =>
        Promise.all(Array.from({ length: clients }, client)),
      );
      return new Response();
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },

  async queue({ messages }) {
    await results().store(
      messages.map(({ body }) => {
        const result = "rounds" in body ? burn(body.rounds) : add(body.left, body.right);
        return { id: body.id, result: JSON.stringify(result) };
      }),
    );
  },
} satisfies ExportedHandler<unknown, Sum | Burn>;
