/** A new version is rolled out while jobs run and requests come in: no request fails, and no job is lost or done twice. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Build, buildWorkers } from "../../scripts/dev/build.ts";
import { Fleet } from "../../scripts/dev/fleet.ts";
import { readProject } from "../../scripts/dev/project.ts";
import { Scaffolder } from "../../scripts/scaffold/index.ts";
import { copyProject } from "../end-to-end/harness.ts";
import { mix } from "../samples/faults/src/models/mix.ts";
import { isFinal, type Job, readEvents } from "./jobs.ts";
import { Network } from "./rollout/network.ts";

vi.setConfig({ hookTimeout: 300_000 });

const CLIENTS = 4;
/** Acknowledged jobs before the rollout begins, between its two steps, and after it. */
const JOBS = 25;
/** A millisecond of work. */
const ROUNDS = 1_000_000;
/** Steps of a walk of some seconds: it is under way when its executor is replaced. The other lane is for other jobs. */
const STEPS = 600;
const STEP_ROUNDS = 5_000_000;

/** The handlers that differ from version to version. */
const versionStub = (version: string, more = "") => `import type { Order } from "../models/orders";

/** @get /version */
export async function version(): Promise<string> {
  return "${version}";
}
${more}`;
const added = `
/** @post /additions */
export function addition(order: Order): number {
  return order.number + order.rounds;
}
`;

let root: string;
let registry: string;
let fleet: Fleet;
let network: Network;
let old: Build;
let next: Build;

async function build(): Promise<Build> {
  await new Scaffolder(root).write();
  return await buildWorkers(readProject(root), { executors: 2, secrets: {} });
}

beforeAll(async () => {
  root = await copyProject("faults");
  registry = await mkdtemp(path.join(tmpdir(), "shortorder-registry-"));
  await writeFile(path.join(root, "src/handlers/version.ts"), versionStub("old"));
  const quiet = { say() {}, warn() {}, fail() {}, relay() {} };
  const state = path.join(root, ".wrangler/state/v3");
  fleet = new Fleet({ root, host: "127.0.0.1", port: 0, state, registry }, quiet);
  old = await build();
  network = await Network.start(await fleet.start(old));
  await writeFile(path.join(root, "src/handlers/version.ts"), versionStub("new", added));
  next = await build();
});
afterAll(async () => {
  await network.stop();
  await fleet.stop();
  await rm(registry, { recursive: true });
});

const post = (route: string, body: unknown, prefer: string) =>
  fetch(new URL(route, network.url), {
    method: "POST",
    headers: { "content-type": "application/json", prefer },
    body: JSON.stringify(body),
  });

/** Callers that send one request after another until they are told to stop, and write down what comes of each. */
class Callers {
  /** Ids of the jobs that were acknowledged, by the number of the order. */
  readonly acknowledged = new Map<number, string>();
  /** How many requests were answered. */
  answers = 0;
  readonly versions: string[] = [];
  readonly failures: string[] = [];
  readonly #loops: Promise<void>[];
  readonly #waiting = new Set<() => void>();
  #number = 0;
  #stopped = false;

  constructor() {
    this.#loops = Array.from({ length: CLIENTS }, () => this.#loop());
  }

  /** Return when so many jobs have been acknowledged since now. */
  async acknowledge(count: number): Promise<void> {
    const goal = this.acknowledged.size + count;
    await new Promise<void>((resolve) => {
      const check = () => {
        // Without any progress there is nothing to wait for.
        if (this.acknowledged.size < goal && this.failures.length === 0) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
  }

  async #loop(): Promise<void> {
    while (!this.#stopped && this.failures.length === 0) {
      const number = this.#number++;
      await this.#orders(number).catch((error: Error) =>
        this.failures.push(`order ${number}: ${error} ${error.cause ?? ""}`),
      );
      for (const check of this.#waiting) check();
    }
  }

  /** A ticket, a result that is waited for, and a request without any job. */
  async #orders(number: number): Promise<void> {
    const ticket = await this.#answer(post("/mixtures", { number, rounds: ROUNDS }, "respond-async"));
    this.acknowledged.set(number, ((await ticket.json()) as Job).id);
    const waited = await this.#answer(post("/mixtures", { number, rounds: ROUNDS }, "wait=30"));
    const answer = await waited.json();
    // 202: on a busy machine it takes its time, and no answer is wrong.
    if (waited.status === 200) expect(answer).toEqual({ number, value: mix(number, ROUNDS) });
    const version = await this.#answer(fetch(new URL("/version", network.url)));
    this.versions.push((await version.json()) as string);
  }

  async #answer(answer: Promise<Response>): Promise<Response> {
    const response = await answer;
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    this.answers++;
    return response;
  }
}

async function events(id: string): Promise<Job[]> {
  const seen: Job[] = [];
  for await (const { job } of readEvents(await fetch(new URL(`/jobs/${id}/events`, network.url))))
    seen.push(job);
  return seen;
}

describe("rolling out a version", () => {
  let callers: Callers;
  let walk: string;
  beforeAll(async () => {
    callers = new Callers();
    await callers.acknowledge(JOBS);
    const order = { number: -1, rounds: STEP_ROUNDS, steps: STEPS, trips: false };
    walk = ((await (await post("/walks", order, "respond-async")).json()) as Job).id;
    await underWay(walk);
    // As it is deployed: the executor, then the edge.
    await fleet.update({ ...next, edge: old.edge });
    await callers.acknowledge(JOBS);
    await network.roll(() => fleet.update(next));
    await callers.acknowledge(JOBS);
    await callers.stop();
  });

  /** Return when the job has come to a checkpoint. */
  async function underWay(id: string): Promise<void> {
    for await (const { job } of readEvents(await fetch(new URL(`/jobs/${id}/events`, network.url))))
      if ((job.progress ?? 0) > 0) return;
  }

  it("fails no request", () => {
    expect(callers.failures).toEqual([]);
    expect(callers.answers).toBeGreaterThanOrEqual(3 * 3 * JOBS - 2 * CLIENTS);
  });

  it("lets the old version answer until the new one does", () => {
    expect(new Set(callers.versions)).toEqual(new Set(["old", "new"]));
  });

  it("brings every acknowledged job to one end, with its result", async () => {
    for (const [number, id] of callers.acknowledged) {
      const ends = (await events(id)).filter(isFinal).map(({ status }) => status);
      expect(ends).toEqual(["succeeded"]);
      const result = await fetch(new URL(`/jobs/${id}/result`, network.url));
      expect(await result.json()).toEqual({ number, value: mix(number, ROUNDS) });
    }
  });

  it("lets a job with checkpoints go on from its last one", async () => {
    const end = (await events(walk)).at(-1);
    expect(end).toMatchObject({ status: "succeeded", attempt: expect.toSatisfy((attempt) => attempt > 1) });
    const result = await fetch(new URL(`/jobs/${walk}/result`, network.url));
    const { resumed } = (await result.json()) as { resumed: number[] };
    expect(resumed[0]).toBeGreaterThan(0);
  });

  it("serves what the new version has", async () => {
    const answer = await post("/additions", { number: 1, rounds: 2 }, "wait=30");
    expect(await answer.json()).toBe(3);
  });
});
