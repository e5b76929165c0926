/**
 * Jobs that wait for jobs. A batch is a job of its own that takes no lane: it succeeds when all of its children have,
 * and its first failure cancels the rest. A `function*` that waits for children waits for a batch of them.
 *
 * @module
 */

import { MAX_BATCH_BYTES, MAX_CHILDREN, MAX_DEPTH } from "../limits";
import type { ChildOrder, ChildrenAnswer, Failure, JobPolicy, StoredResponse } from "../protocol";
import { newSiblingId } from "../shards";
import { BATCH, batched, isFinal, type JobRecord, submitted } from "../state/record";
import { jobOf, type Ledger } from "./ledger";
import type { Lines } from "./lines";
import { childrenOf, firstHeldChild, unfinishedChildrenOf } from "./sql/jobs";
import { findWait, insertWait } from "./sql/waits";
import type { Witness } from "./witness";

/** Jobs that are one. */
export interface BatchOrder {
  id: string;
  policy: JobPolicy;
  children: (ChildOrder & { id: string })[];
  /** How many of them may stand in line or run at once; null for all. */
  window: number | null;
}

export class Families implements Witness {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #lines: Lines;

  constructor(sql: SqlStorage, ledger: Ledger, lines: Lines) {
    this.#sql = sql;
    this.#ledger = ledger;
    this.#lines = lines;
  }

  /** What is final lets its parent know. It leaves no child behind, nor does an attempt that is given up. */
  changed(before: JobRecord | null, after: JobRecord | null, now: number): void {
    if (after === null || (before !== null && isFinal(before))) return;
    const isOver = isFinal(after) || (before?.status === "running" && after.status === "scheduled");
    if (isOver && after.children > 0)
      for (const { id } of unfinishedChildrenOf(this.#sql, after.id))
        this.#ledger.applyTo(id, { type: "cancelled" }, now);
    if (!isFinal(after)) return;
    const parent = after.parent === null ? null : this.#ledger.find(after.parent);
    if (parent === null) return;
    const waits = this.#ledger.apply(parent, { type: "childEnded", failure: failureOfChild(after) }, now);
    if (waits.operation !== BATCH || isFinal(waits)) return;
    const next = firstHeldChild(this.#sql, waits.id);
    if (next !== null) this.#ledger.apply(next, { type: "released" }, now);
  }

  /** Take a batch with all of its children. */
  enter({ id, policy, children, window }: BatchOrder, parent: string | null, now: number): JobRecord {
    const batch = batched({ id, policy, parent }, children.length, now);
    this.#ledger.enter(batch, null, null, now);
    children.forEach(({ payload, limits, ...child }, index) => {
      this.#lines.limit(child.queue, limits);
      const start = window !== null && index >= window ? "held" : "now";
      this.#ledger.enter(submitted({ ...child, parent: id, start }, now), payload, null, now);
    });
    return batch;
  }

  /**
   * The results of a running job's children; they are submitted when it asks for them the first time.
   *
   * @param n number of the wait
   */
  resultsFor(job: JobRecord, n: number, orders: ChildOrder[], now: number): ChildrenAnswer {
    const known = findWait(this.#sql, job.id, n);
    const batch = known === null ? null : this.#ledger.find(known);
    if (batch === null) return this.#submit(job, n, orders, now);
    if (batch.status === "succeeded") return this.#responses(batch);
    return isFinal(batch) ? { type: "failed", job: jobOf(batch) } : { type: "suspend" };
  }

  /** What the children of a batch answer, in their order, from that one on: as many as `bytes` take, and at least one. */
  responses(
    batch: string,
    from: number,
    bytes: number,
  ): { responses: StoredResponse[]; next: number | null } {
    const responses: StoredResponse[] = [];
    let size = 0;
    for (const child of childrenOf(this.#sql, batch).slice(from)) {
      const response = this.#ledger.response(child.id) ?? { status: 204, headers: [], body: null };
      size += response.body?.byteLength ?? 0;
      if (responses.length > 0 && size > bytes) return { responses, next: from + responses.length };
      responses.push(response);
    }
    return { responses, next: null };
  }

  #submit(job: JobRecord, n: number, orders: ChildOrder[], now: number): ChildrenAnswer {
    if (orders.length > MAX_CHILDREN) return { type: "too-many", limit: MAX_CHILDREN };
    if (this.#depth(job) >= MAX_DEPTH) return { type: "too-deep", limit: MAX_DEPTH };
    const { webhook: _, ...policy } = job.policy;
    const children = orders.map((order) => ({
      ...order,
      policy: { ...order.policy, requestId: policy.requestId },
      id: newSiblingId(job.id, now),
    }));
    const batch = this.enter({ id: newSiblingId(job.id, now), policy, children, window: null }, job.id, now);
    insertWait(this.#sql, job.id, n, batch.id);
    this.#ledger.apply(job, { type: "awaited", lease: job.lease, children: 1 }, now);
    return { type: "suspend" };
  }

  #responses(batch: JobRecord): ChildrenAnswer {
    const { responses, next } = this.responses(batch.id, 0, MAX_BATCH_BYTES);
    const [first] = responses;
    // One is always given, however large.
    const fits = next === null && (first?.body?.byteLength ?? 0) <= MAX_BATCH_BYTES;
    return fits ? { type: "succeeded", responses } : { type: "too-large", limit: MAX_BATCH_BYTES };
  }

  /** How many jobs wait for this one, and for each other; the batches between them do not count. */
  #depth({ parent }: JobRecord): number {
    const waiting = parent === null ? null : this.#ledger.find(parent);
    if (waiting === null) return 0;
    return this.#depth(waiting) + (waiting.operation === BATCH ? 0 : 1);
  }
}

function failureOfChild(child: JobRecord): Failure | null {
  return child.status === "cancelled" ? { reason: "child-cancelled" } : child.failure;
}
