import { reset, runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ISOLATE_AT_LOSSES, KEEP_ALIVE_MS } from "../../../src/jobs/limits";
import type { ChildOrder, Job, JobPolicy, Order, Outcome, Reporter } from "../../../src/jobs/protocol";
import { newJobId } from "../../../src/jobs/shards";
import { BATCH } from "../../../src/jobs/state/record";
import type { WireReceipt, WireWork } from "../../../src/jobs/wire";
import { queue } from "../bindings";
import { type OpenCall, Standalone, SUCCESS, settled, tablesOf } from "./standalone";

// The clock and the timers are the test's; its disk is real.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  // Of a backoff, and nothing else is left to chance: a counterexample is one.
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await reset();
});

const LANES = 3;
const CAPACITY = 12;
const RETENTION = 3_600_000;
const RATE = { limit: 2, per: 1_000 };

/** Two queues without limits, and two with one. */
const QUEUES = {
  a: { concurrency: null, rate: null },
  b: { concurrency: null, rate: null },
  pair: { concurrency: 2, rate: null },
  slow: { concurrency: null, rate: RATE },
} as const;

type Event =
  | { type: "submit"; queue: keyof typeof QUEUES; kind: JobPolicy["kind"]; priority: number; retries: number }
  | { type: "submit later"; queue: keyof typeof QUEUES; delay: number }
  | { type: "submit unique"; args: number }
  | { type: "submit keyed"; key: number; args: number }
  | { type: "submit batch"; jobs: number; window: number | null }
  /** The client did not hear the answer. */
  | { type: "submit again"; pick: number }
  | { type: "cancel"; pick: number }
  | { type: "cancel all" }
  | { type: "retry"; pick: number }
  | { type: "pause"; queue: keyof typeof QUEUES; paused: boolean }
  /** What executors do, of any call that is open: of fenced ones too. */
  | { type: "step"; pick: number; checkpoint: boolean }
  /** `leaves`: it hears the answer, and follows it. */
  | { type: "ask for children"; pick: number; jobs: number; leaves: boolean }
  | { type: "end"; pick: number; how: keyof typeof OUTCOMES | "lost"; answered: number }
  | { type: "evict" }
  | { type: "pass"; ms: number }
  /** The clock is set. */
  | { type: "jump"; ms: number }
  /** On time or not, once or twice. */
  | { type: "ring" };

const pick = fc.nat(30);
const queueName = fc.constantFrom<keyof typeof QUEUES>("a", "b", "pair", "slow");

function event<Type extends Event["type"]>(
  weight: number,
  type: Type,
  more: {
    [Key in Exclude<keyof Extract<Event, { type: Type }>, "type">]: fc.Arbitrary<
      Extract<Event, { type: Type }>[Key]
    >;
  },
): { weight: number; arbitrary: fc.Arbitrary<Event> } {
  const arbitrary = fc.record({ type: fc.constant(type), ...more });
  return { weight, arbitrary: arbitrary as unknown as fc.Arbitrary<Event> };
}

const events = fc.array(
  fc.oneof(
    event(8, "submit", {
      queue: queueName,
      kind: fc.constantFrom("plain", "steps"),
      priority: fc.constantFrom(-3, 0, 0, 5),
      retries: fc.constantFrom(0, 0, 2),
    }),
    event(2, "submit later", { queue: queueName, delay: fc.constantFrom(1, 500, 5_000) }),
    event(2, "submit unique", { args: fc.nat(1) }),
    event(2, "submit keyed", { key: fc.nat(1), args: fc.nat(1) }),
    event(3, "submit batch", {
      jobs: fc.integer({ min: 1, max: 4 }),
      window: fc.constantFrom(null, null, 1, 2),
    }),
    event(2, "submit again", { pick }),
    event(2, "cancel", { pick }),
    event(1, "cancel all", {}),
    event(2, "retry", { pick }),
    event(2, "pause", { queue: queueName, paused: fc.boolean() }),
    event(6, "step", { pick, checkpoint: fc.boolean() }),
    event(5, "ask for children", {
      pick,
      jobs: fc.integer({ min: 1, max: 3 }),
      leaves: fc.constantFrom(true, true, false),
    }),
    event(14, "end", {
      pick,
      how: fc.constantFrom("well", "well", "well", "badly", "hopelessly", "stopped", "lost", "lost"),
      answered: fc.constantFrom(32, 32, 1),
    }),
    event(2, "evict", {}),
    event(8, "pass", { ms: fc.constantFrom(1, 100, 400, 1_100, 20_000) }),
    event(2, "jump", { ms: fc.constantFrom(-400_000, -5_000, -1, 5_000, 70_000) }),
    event(8, "ring", {}),
  ),
  { minLength: 10, maxLength: 70, size: "max" },
);

interface Row {
  [column: string]: SqlStorageValue;
  id: string;
  queue: string;
  operation: string;
  status: string;
  version: number;
  attempt: number;
  losses: number;
  due_at: number | null;
  parent: string | null;
  pending: number;
}

const UNFINISHED = ["queued", "scheduled", "running", "waiting"];

/**
 * A queue and the world around it, and what of the world the queue must not get wrong: which jobs were acknowledged,
 * which call of an executor is the one that counts, and how each job ended.
 */
class World {
  readonly #shop: Standalone;
  readonly #orders: Order[] = [];
  /** How each job ended that did. */
  readonly #endings = new Map<string, string>();
  readonly #acknowledged = new Set<string>();
  readonly #versions = new Map<string, number>();
  /** When the jobs of the slow queue started, by the queue's own clock. */
  #starts: number[] = [];
  #seen = 0;
  /** Jobs that succeed now, as the calls tell that they wait for. */
  #succeeding = new Set<string>();
  #retried: string | null = null;
  /** Jobs that an operator gave another chance. */
  readonly #given = new Set<string>();
  /** How far the clock was set back, in milliseconds. */
  #setBack = 0;
  /** Jobs that nothing holds up but that no lane is free, and lanes that are. */
  #startable = 0;
  #idle = 0;

  constructor(shop: Standalone) {
    this.#shop = shop;
  }

  async begin(): Promise<void> {
    this.#shop.clear();
    await this.#shop.begin();
  }

  async happen(event: Event): Promise<void> {
    this.#succeeding.clear();
    this.#retried = null;
    await this.#act(event);
    await settled();
    this.check();
  }

  /** No more trouble: all that was begun ends, and in the end nothing is left of it. */
  async calmDown(): Promise<void> {
    for (const name of Object.keys(QUEUES)) await this.#queue.operator().change(name, { paused: false });
    await settled();
    for (let round = 0; this.#rows().some(({ status }) => !isOver(status)); round++) {
      expect(round, "all jobs end").toBeLessThan(300);
      const [call] = this.#calls;
      if (call !== undefined) await this.happen({ type: "end", pick: 0, how: "well", answered: 32 });
      else {
        const stuck = this.#rows().map(({ id, queue, operation, status, losses, due_at, pending, parent }) =>
          JSON.stringify({
            id: id.slice(-3),
            queue,
            operation,
            status,
            losses,
            due: due_at && due_at - Date.now(),
            pending,
            parent: parent?.slice(-3),
          }),
        );
        expect((this.#shop.alarm ?? 0) - Date.now(), stuck.join("\n")).toBeLessThan(RETENTION / 2);
        await this.#passUntilAlarm();
      }
    }
    // Those of jobs that were cancelled.
    while (this.#calls.length > 0) await this.happen({ type: "end", pick: 0, how: "well", answered: 32 });
    vi.setSystemTime(Date.now() + RETENTION + 1_000_000);
    while (this.#shop.alarm !== null) await this.#passUntilAlarm(false);
    const left = tablesOf(this.#shop.sql).filter(
      (table) => !["queues", "metrics", "history", "counters"].includes(table),
    );
    for (const table of left) expect(this.#select(`SELECT * FROM ${table}`), table).toEqual([]);
  }

  get #queue() {
    return this.#shop.queue;
  }

  get #calls(): OpenCall[] {
    return this.#shop.executors.calls;
  }

  #select<R extends Record<string, SqlStorageValue>>(query: string): R[] {
    return this.#shop.sql.exec<R>(query).toArray();
  }

  #rows(): Row[] {
    return this.#select<Row>("SELECT * FROM jobs ORDER BY seq");
  }

  async #passUntilAlarm(checked = true): Promise<void> {
    const { alarm } = this.#shop;
    expect(alarm, "somebody wakes it up").not.toBeNull();
    vi.setSystemTime(Math.max(Date.now(), alarm as number));
    if (checked) await this.happen({ type: "ring" });
    else await this.#shop.ring();
  }

  async #act(event: Event): Promise<void> {
    switch (event.type) {
      case "submit": {
        const { queue, ...more } = event;
        return this.#submit(orderOf(queue, more));
      }
      case "submit later":
        return this.#submit(orderOf(event.queue, { startAt: Date.now() + event.delay }));
      case "submit unique":
        return this.#submit(orderOf("a", { key: { scope: "unfinished", key: `unique ${event.args}` } }));
      case "submit keyed": {
        const key = { scope: "kept", key: `key ${event.key}`, payload: `${event.args}` } as const;
        return this.#submit(orderOf("b", { key }));
      }
      case "submit batch": {
        const children = Array.from({ length: event.jobs }, (_, index) =>
          childOrder(["a", "pair", "slow", "b"][index] as keyof typeof QUEUES),
        ).map((order) => ({ ...order, id: newId() }));
        const { policy } = childOrder("a");
        const receipt = await this.#queue.submitBatch({
          id: newId(),
          policy,
          children,
          window: event.window,
        });
        const ids = receipt.type === "job" ? [receipt.job.id, ...children.map(({ id }) => id)] : [];
        for (const id of ids) this.#acknowledged.add(id);
        return;
      }
      case "submit again": {
        const order = pickOf(this.#orders, event.pick);
        if (order === undefined) return;
        const receipt = await this.#take(order);
        if (this.#acknowledged.has(order.id)) expect(jobOf(receipt)?.id).toBe(order.id);
        else this.#acknowledge(receipt);
        return;
      }
      case "cancel": {
        const id = pickOf([...this.#acknowledged], event.pick);
        if (id !== undefined) expect(await this.#queue.cancel(id)).not.toBeNull();
        return;
      }
      case "cancel all":
        await this.#queue.operator().act("cancel", {});
        return;
      case "retry": {
        const id = pickOf([...this.#acknowledged], event.pick);
        if (id === undefined) return;
        this.#retried = id;
        this.#given.add(id);
        await this.#queue.operator().retry(id);
        return;
      }
      case "pause":
        await this.#queue.operator().change(event.queue, { paused: event.paused });
        return;
      case "evict":
        forgetTimers();
        this.#seen = 0;
        return this.#shop.begin();
      case "pass":
        vi.advanceTimersByTime(event.ms);
        return;
      case "jump":
        this.#setBack += Math.max(-event.ms, 0);
        vi.setSystemTime(Date.now() + event.ms);
        return;
      case "ring":
        return this.#ring();
      case "step":
        return this.#step(event.pick, event.checkpoint);
      case "ask for children":
        return this.#askForChildren(event);
      case "end": {
        const call = pickOf(this.#calls, event.pick);
        if (call === undefined) return;
        const { how, answered } = event;
        if (how === "lost") call.lose();
        else this.#end(call, ...call.works.slice(0, answered).map(() => OUTCOMES[how]));
        return;
      }
    }
  }

  /** What is due is done then, and it need not come back for it at once. */
  async #ring(): Promise<void> {
    for (let times = 0; ; times++) {
      await this.#shop.ring();
      if ((this.#shop.alarm ?? Number.POSITIVE_INFINITY) > Date.now() + 1) return;
      expect(times, "it does not ring again and again").toBeLessThan(4);
      vi.advanceTimersByTime(1);
    }
  }

  async #submit(order: Order): Promise<void> {
    this.#orders.push(order);
    const receipt = await this.#take(order);
    this.#acknowledge(receipt);
    if (order.key === null || receipt.type !== "job") return;
    // Whoever is given another's job is given one that is not done, or of the same arguments.
    if (receipt.job.id !== order.id && order.key.scope === "unfinished")
      expect(UNFINISHED).toContain(receipt.job.status);
  }

  async #take(order: Order): Promise<WireReceipt> {
    const waiting = this.#waiting();
    const receipt = await this.#queue.submit(order, 0);
    if (receipt.type === "full") promised(waiting >= CAPACITY, "whoever is turned away is one too many");
    return receipt;
  }

  #acknowledge(receipt: WireReceipt): void {
    const job = jobOf(receipt);
    if (job !== null) this.#acknowledged.add(job.id);
  }

  #waiting(): number {
    return this.#rows().filter(
      ({ status, due_at }) => status === "queued" || (status === "scheduled" && due_at !== null),
    ).length;
  }

  /** As executors do: what the answer tells, they follow. */
  async #step(pick: number, checkpoint: boolean): Promise<void> {
    const call = this.#stepsCall(pick);
    if (call === undefined) return;
    const counts = this.#counting(call).length > 0;
    const answer = await call.reporter.step(null, checkpoint ? `"${Date.now()}"` : null);
    if (!counts) expect(answer).toBe("stop");
    if (answer === "stop") this.#end(call, { type: "stopped" });
    if (answer === "rest") this.#end(call, { type: "resting" });
  }

  async #askForChildren({ pick, jobs, leaves }: Extract<Event, { type: "ask for children" }>): Promise<void> {
    const call = this.#stepsCall(pick);
    if (call === undefined) return;
    const orders = Array.from({ length: jobs }, (_, index) => childOrder(index === 1 ? "pair" : "a"));
    const counts = this.#counting(call).length > 0;
    const answer = await call.reporter.children(0, orders);
    for (const { id } of this.#rows()) this.#acknowledged.add(id);
    if (!counts) expect(answer.type).toBe("stop");
    if (!leaves) return;
    if (answer.type === "stop") this.#end(call, { type: "stopped" });
    if (answer.type === "suspend") this.#end(call, { type: "suspended" });
    if (answer.type === "failed") this.#end(call, OUTCOMES.hopelessly);
    if (answer.type === "succeeded") this.#end(call, SUCCESS);
  }

  #stepsCall(pick: number): (OpenCall & { reporter: Reporter }) | undefined {
    const calls = this.#calls.filter(
      (call): call is OpenCall & { reporter: Reporter } => call.reporter !== null,
    );
    return pickOf(calls, pick);
  }

  #end(call: OpenCall, ...outcomes: Outcome[]): void {
    for (const work of this.#counting(call))
      if (outcomes[call.works.indexOf(work)]?.type === "succeeded") this.#succeeding.add(work.id);
    call.end(...outcomes);
  }

  /** The jobs of a call that wait for it, and for no later one. */
  #counting(call: OpenCall): WireWork[] {
    const running = new Set(this.#rows().flatMap(({ id, status }) => (status === "running" ? [id] : [])));
    return call.works.filter(({ id }) => running.has(id) && this.#shop.executors.of(id) === call);
  }

  check(): void {
    const rows = this.#rows();
    this.#checkStories(rows);
    this.#checkFamilies(rows);
    this.#checkLanes(rows);
    this.#checkLimits(rows);
    this.#checkAlarm(rows);
    this.#checkLeftovers();
  }

  /** Nothing acknowledged is lost, and each has one outcome: success, if and only if the call that it waited for said so. */
  #checkStories(rows: Row[]): void {
    const ids = new Set(rows.map(({ id }) => id));
    promised(
      [...this.#acknowledged].every((id) => ids.has(id)),
      "nothing is lost",
    );
    for (const { id, operation, status, version } of rows) {
      promised(version >= (this.#versions.get(id) ?? 1), "versions count up");
      this.#versions.set(id, version);
      const before = this.#endings.get(id);
      if (before !== undefined && this.#retried === id && status !== before) this.#endings.delete(id);
      else if (before !== undefined) promised(status === before, "one outcome");
      else if (isOver(status)) this.#endings.set(id, status);
      const succeeds = before === undefined && status === "succeeded" && operation !== BATCH;
      promised(succeeds === this.#succeeding.has(id), "it succeeds when it is done");
    }
  }

  #checkFamilies(rows: Row[]): void {
    const unfinished = new Map<string, Row[]>();
    for (const row of rows)
      if (row.parent !== null && !isOver(row.status))
        unfinished.set(row.parent, [...(unfinished.get(row.parent) ?? []), row]);
    for (const { id, operation, status, pending } of rows) {
      const children = unfinished.get(id) ?? [];
      // An operator may give a child another chance that came too late for its parent.
      if (isOver(status))
        promised(
          children.every(({ id }) => this.#given.has(id)),
          "no child is left behind",
        );
      else promised(pending === children.length, `pending ${pending} of ${children.length} in ${operation}`);
      promised(status !== "waiting" || children.length > 0, "who waits has a child to wait for");
    }
  }

  #checkLanes(rows: Row[]): void {
    const { lanes, queues } = this.#queue.operator().overview();
    promised(lanes.length === LANES, "as many lanes as there are");
    const executors = this.#calls.map(({ executor }) => executor);
    promised(new Set(executors).size === executors.length, "one call an executor");
    const running = rows.filter(({ status }) => status === "running");
    for (const { id } of running) {
      promised(
        lanes.some((jobs) => jobs.some((job) => job.id === id)),
        "what runs has a lane",
      );
      promised(this.#shop.executors.of(id) !== undefined, "somebody runs it");
    }

    const isolated = running.some(({ losses }) => losses >= ISOLATE_AT_LOSSES);
    const nextStarts = new Map(
      this.#select<{ name: string; next_start: number }>("SELECT name, next_start FROM queues").map(
        ({ name, next_start }) => [name, next_start],
      ),
    );
    this.#startable = 0;
    for (const { name, queued, scheduled, running, paused, limits } of queues) {
      const jobs = rows.filter(({ queue }) => queue === name);
      const line = jobs.filter(({ status }) => status === "queued");
      const counts = [
        line.length,
        jobs.filter(({ status, due_at }) => status === "scheduled" && due_at !== null).length,
        jobs.filter(({ status }) => status === "running").length,
      ];
      promised(String(counts) === String([queued, scheduled, running]), "counts are right");
      const held =
        paused || running >= (limits.concurrency ?? LANES) || (nextStarts.get(name) ?? 0) > Date.now();
      if (!held)
        this.#startable += line.filter(({ losses }) => !isolated || losses < ISOLATE_AT_LOSSES).length;
    }
    this.#idle = lanes.filter((jobs) => jobs.length === 0).length;
  }

  #checkLimits(rows: Row[]): void {
    const pair = rows.filter(({ queue, status }) => queue === "pair" && status === "running");
    promised(pair.length <= QUEUES.pair.concurrency, "concurrency");
    const { begun } = this.#shop.executors;
    for (const { works, resumed, at } of begun.slice(this.#seen)) {
      if (works[0]?.operation !== "slow" || resumed) continue;
      promised(works.length === 1, "what has a rate starts one by one");
      this.#starts.push(at);
      const [first] = this.#starts.splice(0, this.#starts.length - RATE.limit);
      promised(first === undefined || at - first >= RATE.per, "rate");
    }
    this.#seen = begun.length;
  }

  /** Somebody wakes it up for whatever is due, and while jobs run. */
  #checkAlarm(rows: Row[]): void {
    const now = Date.now();
    const alarm = this.#shop.alarm ?? Number.POSITIVE_INFINITY;
    const due = Math.min(...rows.map(({ due_at }) => due_at ?? Number.POSITIVE_INFINITY));
    promised(alarm <= Math.max(due, now + 1), "the alarm is set for what is due");
    // A clock that was set back makes it later.
    const works = rows.some(({ status }) => status === "running") || (this.#startable > 0 && this.#idle > 0);
    promised(
      !works || alarm <= now + KEEP_ALIVE_MS + this.#setBack,
      "while there is work, an alarm comes soon",
    );
  }

  /** Nothing is kept of what is gone. */
  #checkLeftovers(): void {
    for (const table of ["chunks", "keys", "attempts", "progress", "waits", "deliveries"])
      promised(
        this.#select(`SELECT job FROM ${table} WHERE job NOT IN (SELECT id FROM jobs) LIMIT 1`).length === 0,
        `nothing is left in ${table}`,
      );
    promised(
      this.#select("SELECT batch FROM waits WHERE batch NOT IN (SELECT id FROM jobs) LIMIT 1").length === 0,
      "what is waited for is there",
    );
  }
}

/** @throws {Error} it was not kept: quicker than `expect`, of which a run has thousands */
function promised(kept: boolean, what: string): void {
  if (!kept) throw new Error(`Not kept: ${what}.`);
}

function isOver(status: string): boolean {
  return !UNFINISHED.includes(status);
}

const OUTCOMES = {
  well: SUCCESS,
  badly: { type: "failed", failure: { reason: "error" }, retryable: true },
  hopelessly: { type: "failed", failure: { reason: "error" }, retryable: false },
  stopped: { type: "stopped" },
} as const satisfies Record<string, Outcome>;

function newId(): string {
  return newJobId({ name: "enam0" });
}

function childOrder(
  queue: keyof typeof QUEUES,
  {
    kind = "steps",
    priority = 0,
    retries = 0,
  }: Partial<Pick<JobPolicy, "kind" | "retries">> & { priority?: number } = {},
): ChildOrder {
  return {
    operation: queue,
    queue,
    limits: QUEUES[queue],
    priority,
    policy: {
      kind,
      retries,
      timeout: 60_000,
      backoff: { first: 1_000, longest: 4_000 },
      retention: RETENTION,
    },
    payload: new Uint8Array([1]),
  };
}

function orderOf(
  queue: keyof typeof QUEUES,
  {
    startAt = null,
    key = null,
    ...more
  }: Partial<Pick<Order, "startAt" | "key" | "priority">> & { retries?: number } = {},
): Order {
  return { ...childOrder(queue, more), id: newId(), startAt, key };
}

function jobOf(receipt: WireReceipt): Job | null {
  return receipt.type === "job" ? receipt.job : null;
}

/** The timers of an object that is gone. */
function forgetTimers(): void {
  const now = Date.now();
  vi.clearAllTimers();
  vi.setSystemTime(now);
}

function pickOf<T>(from: readonly T[], pick: number): T | undefined {
  return from[pick % from.length];
}

/** An order that is given again when its key is that of a later job: found by chance, and rarely. */
const KEY_PASSED_ON: Event[] = [
  { type: "submit unique", args: 1 },
  { type: "cancel all" },
  { type: "submit unique", args: 1 },
  { type: "submit again", pick: 0 },
];

describe("a queue", () => {
  test(
    "keeps what it promises, whatever happens around it",
    () =>
      runInDurableObject(queue(), async (_, state) => {
        const shop = new Standalone(state, { lanes: LANES, capacity: CAPACITY, sliceMs: 1_000 });
        let steps = 0;
        await fc.assert(
          fc.asyncProperty(events, async (events) => {
            vi.clearAllTimers();
            vi.setSystemTime(1_800_000_000_000);
            const world = new World(shop);
            await world.begin();
            for (const event of events) {
              steps++;
              await world.happen(event);
            }
            await world.calmDown();
          }),
          { numRuns: 100, examples: [[KEY_PASSED_ON]] },
        );
        expect(steps).toBeGreaterThan(3_000);
      }),
    120_000,
  );
});
