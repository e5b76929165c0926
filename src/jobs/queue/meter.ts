/**
 * Counts what happens to jobs, and how fast they get done. What was counted since the last {@link Meter.save} is lost
 * with its object.
 *
 * @module
 */

import { type Happening, type Metrics, recorded } from "../metrics/metrics";
import { Throughput } from "../metrics/throughput";
import { BATCH, isFinal, type JobRecord, lineTimeOf } from "../state/record";
import { History, type Past } from "./history";
import { readMetrics, writeMetrics } from "./sql/metrics";
import type { Witness } from "./witness";

export class Meter implements Witness {
  readonly #sql: SqlStorage;
  readonly #throughput: Throughput;
  readonly #history: History;
  #metrics: Metrics;
  #saved: Metrics;

  constructor(sql: SqlStorage, now: number) {
    this.#sql = sql;
    this.#throughput = new Throughput(now);
    this.#metrics = readMetrics(sql);
    this.#saved = this.#metrics;
    this.#history = new History(sql, this.#metrics, now);
  }

  get metrics(): Metrics {
    return this.#metrics;
  }

  /** Jobs a second, over the last minute. */
  rate(now: number): number {
    return this.#throughput.rate(now);
  }

  /** What happened since that time. */
  past(from: number, now: number): Past {
    this.save(now);
    return this.#history.since(from, now);
  }

  changed(before: JobRecord | null, after: JobRecord | null, now: number): void {
    const happening = after && happeningOf(before, after, now);
    if (happening === null) return;
    this.#record(after?.operation ?? BATCH, happening, now);
    if (happening.type === "finished") this.#throughput.add(1, now);
  }

  /** An order was turned away. */
  rejected(operation: string, now: number): void {
    this.#record(operation, { type: "rejected" }, now);
  }

  /** Write what was counted. */
  save(now: number): void {
    this.#history.save(this.#metrics, now);
    if (this.#metrics === this.#saved) return;
    writeMetrics(this.#sql, this.#metrics);
    this.#saved = this.#metrics;
  }

  #record(operation: string, happening: Happening, now: number): void {
    this.#history.pass(this.#metrics, now);
    this.#metrics = recorded(this.#metrics, operation, happening);
  }
}

function happeningOf(before: JobRecord | null, after: JobRecord, now: number): Happening | null {
  if (before === null) return { type: "submitted" };
  const { status } = after;
  if (isFinal(after)) {
    const runMs = after.startedAt === null ? null : now - after.startedAt;
    return { type: "finished", status: status as "succeeded" | "failed" | "cancelled", runMs };
  }
  if (before.status === "queued" && status === "running")
    return { type: "started", waitMs: Math.max(0, now - lineTimeOf(before)) };
  if (after.losses > before.losses) return { type: "lost" };
  return after.failures > before.failures ? { type: "retried" } : null;
}
