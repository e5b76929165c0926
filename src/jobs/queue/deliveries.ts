/**
 * Announces the ends of jobs that asked for it, until that gets through or is given up.
 *
 * @module
 */

import { log } from "../../logs/log";
import { KEEP_ALIVE_MS } from "../limits";
import type { Job } from "../protocol";
import { isFinal, type JobRecord } from "../state/record";
import { completionEvent } from "../webhooks/completion-event";
import { type Delivery, deliver } from "../webhooks/delivery";
import { nextAttemptTime } from "../webhooks/retry-schedule";
import { readSecrets } from "../webhooks/signature";
import type { GroupCommit } from "./group-commit";
import { jobOf, type Ledger } from "./ledger";
import {
  deleteDelivery,
  dueDeliveries,
  nextDeliveryTime,
  type PendingDelivery,
  upsertDelivery,
} from "./sql/deliveries";
import type { Witness } from "./witness";

/** Webhooks on their way at once. */
const AT_ONCE = 6;

export class Deliveries implements Witness {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #commits: GroupCommit;
  readonly #secret: string;
  /** Jobs whose webhook is on its way. */
  readonly #sending = new Set<string>();
  #next: number | null = null;

  /** @param secret `WEBHOOK_SECRET` */
  constructor(sql: SqlStorage, ledger: Ledger, commits: GroupCommit, secret: string) {
    this.#sql = sql;
    this.#ledger = ledger;
    this.#commits = commits;
    this.#secret = secret;
    this.restore();
  }

  /** When a webhook is next to be sent; null when none is. Should this object die, those on their way are sent again then. */
  get nextTime(): number | null {
    const again = this.#sending.size > 0 ? Date.now() + KEEP_ALIVE_MS : null;
    const next = this.#sending.size < AT_ONCE ? this.#next : null;
    return again === null || next === null ? (again ?? next) : Math.min(again, next);
  }

  restore(): void {
    this.#next = nextDeliveryTime(this.#sql, [...this.#sending]);
  }

  changed(before: JobRecord | null, after: JobRecord | null, now: number): void {
    if (after === null) {
      if (before?.policy.webhook !== undefined) deleteDelivery(this.#sql, before.id);
      return;
    }
    const url = after.policy.webhook;
    if (url === undefined || !isFinal(after)) return;
    this.#put({ job: after.id, url, failures: 0, dueAt: now });
  }

  /** Send what is due. What is on its way stays as it is on disk: should this object die, the next one sends it again. */
  send(now: number): void {
    for (const pending of dueDeliveries(this.#sql, now, AT_ONCE + this.#sending.size)) {
      if (this.#sending.has(pending.job) || this.#sending.size === AT_ONCE) continue;
      const job = this.#ledger.find(pending.job);
      if (job !== null && isFinal(job)) void this.#send(pending, job);
      else deleteDelivery(this.#sql, pending.job);
    }
    this.restore();
  }

  async #send(pending: PendingDelivery, job: JobRecord): Promise<void> {
    this.#sending.add(job.id);
    const outcome = await this.#attempt(pending.url, jobOf(job), job.version);
    await this.#commits.add(() => {
      this.#sending.delete(job.id);
      // Retried by hand meanwhile, it has another end to announce.
      if (this.#ledger.find(job.id)?.version === job.version) this.#settle(pending, outcome, job);
      this.restore();
    });
  }

  async #attempt(url: string, job: Job, version: number): Promise<Delivery> {
    try {
      const body = JSON.stringify(completionEvent(job));
      const secrets = readSecrets(this.#secret);
      // A job that is retried by hand ends again, and that is another event.
      const id = `${job.id}_${version}`;
      return await deliver({ url, id, body, secrets }, fetch, Date.now());
    } catch (error) {
      return { delivered: false, retryable: true, reason: String(error) };
    }
  }

  #settle(pending: PendingDelivery, outcome: Delivery, { policy }: JobRecord): void {
    const { job, failures } = pending;
    const next =
      outcome.delivered || !outcome.retryable
        ? null
        : nextAttemptTime(failures + 1, Date.now(), Math.random(), outcome.retryAfterMs);
    if (!outcome.delivered)
      log("warn", next === null ? "webhook given up" : "webhook not delivered", {
        job,
        requestId: policy.requestId,
        attempt: failures + 1,
        reason: outcome.reason,
      });
    if (next === null) deleteDelivery(this.#sql, job);
    else upsertDelivery(this.#sql, { ...pending, failures: failures + 1, dueAt: next });
  }

  #put(pending: PendingDelivery): void {
    upsertDelivery(this.#sql, pending);
    this.#next = Math.min(this.#next ?? pending.dueAt, pending.dueAt);
  }
}
