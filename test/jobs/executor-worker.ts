/**
 * The executor under test: a few operations, and ways for a test to hold, crash and count what runs.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import { HTTPException } from "hono/http-exception";
import { all } from "../../src/jobs";
import { twin } from "../../src/jobs/client/twin";
import { createJobExecutor } from "../../src/jobs/executor/job-executor";
import {
  storedBytes,
  storedEmpty,
  storedJson,
  storedWebResponse,
} from "../../src/jobs/executor/stored-response";
import type { Reporter } from "../../src/jobs/protocol";
import type { WireOutcome, WireWork } from "../../src/jobs/wire";
import { httpError } from "../../src/operations";

const nest = twin<(levels: number) => Generator<object, number, void>>({
  operation: "nest",
  kind: "steps",
  result: "json",
});
const echo = twin<(bytes: Uint8Array) => Uint8Array>({ operation: "echo", result: "bytes" });
const add = twin<(a: number, b: number) => number>({ operation: "add", result: "json" });

/** Counts to `n`, a checkpoint a step; says where it began. */
const countingSteps = {
  kind: "steps",
  resume: 1,
  *run(n: number, resume?: number): Generator<{ progress: number; checkpoint: number }, unknown, void> {
    for (let i = resume ?? 0; i < n; i++) yield { progress: (i + 1) / n, checkpoint: i + 1 };
    return { counted: n, resumedFrom: resume ?? null };
  },
  write: (value: unknown) => storedJson(value, 200),
} as const;

const operations = {
  add: {
    kind: "plain",
    run: (a: number, b: number) => a + b,
    write: (sum: number) => storedJson(sum, 200),
  },
  echo: {
    kind: "plain",
    run: (bytes: Uint8Array) => bytes,
    write: (bytes: Uint8Array) => storedBytes(bytes, "application/octet-stream", 200),
  },
  yearOf: {
    kind: "plain",
    read: (args: [string]) => [new Date(args[0])],
    run: (date: Date) => ({ year: date.getUTCFullYear(), date }),
    write: (answer: { year: number; date: Date }) => storedJson(answer, 201),
  },
  zeros: {
    kind: "plain",
    run: (length: number) => new Uint8Array(length),
    write: (bytes: Uint8Array) => storedBytes(bytes, "application/octet-stream", 200),
  },
  forget: { kind: "plain", run: () => undefined, write: () => storedEmpty(204) },
  teapot: {
    kind: "plain",
    run: () => {
      throw new HTTPException(418, { message: "I cannot brew coffee." });
    },
    write: storedEmpty,
  },
  locked: {
    kind: "plain",
    run: () => {
      const headers = {
        "www-authenticate": "Bearer",
        "content-type": "text/html",
        "x-request-id": "of another",
      };
      throw new HTTPException(401, { message: "Who is it?", res: new Response(null, { headers }) });
    },
    write: storedEmpty,
  },
  soldOut: {
    kind: "plain",
    run: (size: number) => {
      throw httpError(409, { until: "x".repeat(size) }, { "x-made-by": "soldOut" });
    },
    write: storedEmpty,
  },
  bug: {
    kind: "plain",
    run: () => {
      throw new Error("the secret inside");
    },
    write: storedEmpty,
  },
  cyclic: {
    kind: "plain",
    run: () => {
      const value: { self?: unknown } = {};
      value.self = value;
      return value;
    },
    write: (value: unknown) => storedJson(value, 200),
  },
  page: {
    kind: "plain",
    run: () =>
      new Response("<p>hi", { status: 203, headers: { "content-type": "text/html", "x-made-by": "page" } }),
    write: storedWebResponse,
  },
  choosy: {
    kind: "plain",
    read: () => {
      throw new TypeError("not of this operation");
    },
    run: () => undefined,
    write: () => storedEmpty(204),
  },
  count: countingSteps,
  badCheckpoint: {
    kind: "steps",
    *run(): Generator<{ checkpoint: unknown }, void, void> {
      yield { checkpoint: 1n };
    },
    write: () => storedEmpty(204),
  },
  /** Counts too, and the test says how: see `paced` and `stumbling` in the executor. */
  paced: countingSteps,
  stumbling: countingSteps,
  /** Held until the test releases it. */
  held: {
    kind: "plain",
    run: (value: unknown) => value ?? null,
    write: (value: unknown) => storedJson(value, 200),
  },
  /** Takes the executor down while the test says so. */
  fragile: { kind: "plain", run: () => "survived", write: (value: string) => storedJson(value, 200) },
  /** Has others add, all at once, and then adds what they found. */
  sum: {
    kind: "steps",
    *run(pairs: [number, number][]): Generator<{ progress?: number }, number, void> {
      const sums = yield* all(pairs.map(([a, b]) => add(a, b)));
      let sum = 0;
      for (const one of sums) sum = yield* add(sum, one);
      return sum;
    },
    write: (sum: number) => storedJson(sum, 200),
  },
  /** Has one thing done that goes wrong, and says how. */
  cautious: {
    kind: "steps",
    *run(operation: string): Generator<{ progress?: number }, unknown, void> {
      try {
        return yield* twin<() => unknown>({ operation, result: "json" })();
      } catch (error) {
        return String(error);
      }
    },
    write: (value: unknown) => storedJson(value, 200),
  },
  /** Has one thing done that goes wrong, and does not care. */
  careless: {
    kind: "steps",
    *run(operation: string): Generator<{ progress?: number }, unknown, void> {
      return yield* twin<() => unknown>({ operation, result: "json" })();
    },
    write: (value: unknown) => storedJson(value, 200),
  },
  /** Forgets the star of `yield*`. */
  starless: {
    kind: "plain",
    run: () => add(1, 2),
    write: (value: unknown) => storedJson(value, 200),
  },
  /** Waits for one that waits for one … */
  nest: {
    kind: "steps",
    *run(levels: number): Generator<{ progress?: number }, number, void> {
      return levels === 0 ? 0 : 1 + (yield* nest(levels - 1));
    },
    write: (value: number) => storedJson(value, 200),
  },
  /** Asks for more than one message takes, and says what came of it. */
  greedy: {
    kind: "steps",
    *run(): Generator<{ progress?: number }, string, void> {
      try {
        yield* all([echo(new Uint8Array(20_000_000)), echo(new Uint8Array(20_000_000))]);
        return "fine";
      } catch (error) {
        return String(error);
      }
    },
    write: (value: string) => storedJson(value, 200),
  },
  /** Came with a deploy that the first executors are from before. */
  added: { kind: "plain", run: () => "new", write: (value: string) => storedJson(value, 200) },
  /** Always takes the executor down. */
  poison: { kind: "plain", run: () => undefined, write: () => storedEmpty(204) },
} as const;

/** Somebody is held up: when that is, and until when. */
interface Moment {
  reached: PromiseWithResolvers<void>;
  handled: PromiseWithResolvers<void>;
}

/** A webhook as it came in, unchecked. */
export interface ReceivedWebhook {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A status; or none until the test releases "webhook", which is then 204. */
export type WebhookAnswer = number | "hold";

/** How a test steers what runs: one object for all executors, since they come and go. */
export class Control extends DurableObject {
  readonly #held = new Map<string, () => void>();
  readonly #told: string[] = [];
  readonly #begun: { operation: string; job: string }[] = [];
  readonly #awaited = new Set<() => void>();
  #trouble: (Moment & { after: number; deadly: boolean }) | null = null;
  #latest: Moment | null = null;
  readonly #webhooks: ReceivedWebhook[] = [];
  #answers: WebhookAnswer[] = [];
  #crashes = 0;
  #deaf = false;

  /**
   * Called by an executor when something happened: `begun <job>`, `stepped <job>`, or `<outcome> <job>`.
   * @returns is it to die now?
   */
  async tell(what: string, operation?: string): Promise<boolean> {
    this.#told.push(what);
    if (operation !== undefined) this.#begun.push({ operation, job: what.slice("begun ".length) });
    for (const check of this.#awaited) check();
    if (this.#trouble === null || --this.#trouble.after > 0) return false;
    const { reached, handled, deadly } = this.#trouble;
    this.#trouble = null;
    reached.resolve();
    await handled.promise;
    return deadly;
  }

  /**
   * Hold up whoever tells something as the `after`th from now on, until {@link handled}.
   * @param deadly it dies then
   */
  expectTrouble(after: number, deadly: boolean): void {
    const [reached, handled] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    this.#trouble = { after, deadly, reached, handled };
    this.#latest = { reached, handled };
  }

  /** Return when it is held up. */
  async troubled(): Promise<void> {
    await this.#latest?.reached.promise;
  }

  /** It may go on. False when the trouble never came. */
  handled(): boolean {
    this.#latest?.handled.resolve();
    const came = this.#trouble === null;
    this.#trouble = null;
    return came;
  }

  /** Return when `tell` was called with this for the `times`th time. */
  async told(what: string, times = 1): Promise<void> {
    await new Promise<void>((resolve) => {
      const check = () => {
        if (this.#told.filter((told) => told === what).length < times) return;
        this.#awaited.delete(check);
        resolve();
      };
      this.#awaited.add(check);
      check();
    });
  }

  /** The jobs of that operation that have begun, in order, as soon as there are so many. */
  async begun(operation: string, count: number): Promise<string[]> {
    return await new Promise((resolve) => {
      const check = () => {
        const jobs = this.#begun.filter((begun) => begun.operation === operation).map(({ job }) => job);
        if (jobs.length < count) return;
        this.#awaited.delete(check);
        resolve(jobs);
      };
      this.#awaited.add(check);
      check();
    });
  }

  /** All that was told, in order. */
  story(): string[] {
    return this.#told;
  }

  /** Called by an executor: return when the test releases the job. */
  hold(job: string): Promise<void> {
    return new Promise((resolve) => this.#held.set(job, resolve));
  }

  release(job: string): void {
    this.#held.get(job)?.();
    this.#held.delete(job);
  }

  /** So many times, take down the executor that runs `fragile`, or after a step of `stumbling`. */
  crashNext(times: number): void {
    this.#crashes = times;
  }

  takeCrash(): boolean {
    return this.#crashes-- > 0;
  }

  /** How the next webhooks are answered; then 204. */
  answerNext(...answers: WebhookAnswer[]): void {
    this.#answers = answers;
  }

  /** Called when a webhook came. @returns the status of the answer */
  async receive(webhook: ReceivedWebhook): Promise<number> {
    this.#webhooks.push(webhook);
    const answer = this.#answers.shift() ?? 204;
    const released = answer === "hold" ? this.hold("webhook") : null;
    await this.tell("webhook");
    await released;
    return answer === "hold" ? 204 : answer;
  }

  /** The webhooks that came. */
  webhooks(): ReceivedWebhook[] {
    return this.#webhooks;
  }

  /** While deaf, executors die of a ping too. */
  setDeaf(deaf: boolean): void {
    this.#deaf = deaf;
  }

  isDeaf(): boolean {
    return this.#deaf;
  }
}

interface Env {
  CONTROL: DurableObjectNamespace<Control>;
}

export class JobExecutor extends createJobExecutor(operations) {
  get #control() {
    return (this.env as Env).CONTROL.getByName("control");
  }

  override async run(work: WireWork, reporter: Reporter | null): Promise<WireOutcome> {
    if (work.operation === "poison") this.ctx.abort("poisoned");
    if (work.operation === "added" && !this.ctx.id.name?.includes("."))
      return { type: "failed", failure: { reason: "unknown-operation" }, retryable: false };
    if (work.operation === "fragile") await this.#crashIfTold();
    const released = work.operation === "held" ? this.#control.hold(work.id) : null;
    await this.#tell(`begun ${work.id}`, work.operation);
    await released;
    const outcome = await super.run(work, reporter && this.#steered(work.id, work.operation, reporter));
    await this.#tell(`${outcome.type} ${work.id}`);
    return outcome;
  }

  override async resume(job: string, reporter: Reporter): Promise<WireOutcome> {
    // Nothing else rests in these tests.
    const outcome = await super.resume(job, this.#steered(job, "paced", reporter));
    await this.#tell(`${outcome.type} ${job}`);
    return outcome;
  }

  #steered(job: string, operation: string, reporter: Reporter): Reporter {
    const step = async (...report: Parameters<Reporter["step"]>) => {
      const answer = await reporter.step(...report);
      if (operation === "stumbling") await this.#crashIfTold();
      const released = operation === "paced" ? this.#control.hold(job) : null;
      await this.#tell(`stepped ${job}`);
      await released;
      return answer;
    };
    return { step, children: (...call) => reporter.children(...call) };
  }

  async #tell(...what: Parameters<Control["tell"]>): Promise<void> {
    if (await this.#control.tell(...what)) this.ctx.abort("crashed");
  }

  async #crashIfTold(): Promise<void> {
    if (await this.#control.takeCrash()) this.ctx.abort("crashed");
  }

  override async ping(): Promise<void> {
    if (await this.#control.isDeaf()) this.ctx.abort("deaf");
  }
}

/** The Internet: whatever the edge fetches comes here. */
export default {
  async fetch(request: Request, { CONTROL }: Env): Promise<Response> {
    const headers = Object.fromEntries(request.headers);
    const body = await request.text();
    const status = await CONTROL.getByName("control").receive({ url: request.url, headers, body });
    return new Response(null, { status });
  },
};
