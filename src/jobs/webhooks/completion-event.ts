/**
 * What a webhook says: a job is done.
 *
 * @module
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure
 */

import { jobBody } from "../http/answers";
import type { Job, JobStatus } from "../protocol";
import { isFinal } from "../state/record";
import type { JobBody } from "../views";

export interface CompletionEvent {
  /** `job.succeeded`, `job.failed` or `job.cancelled`. */
  type: `job.${JobStatus}`;
  /** When the job was done, ISO 8601 in UTC. */
  timestamp: string;
  /** As `GET /jobs/{id}` shows it. The result is not in it: it may be large. */
  data: JobBody;
}

/** The event of a job that is done; null while it is not. */
export function completionEvent(job: Job): CompletionEvent | null {
  if (!isFinal(job) || job.finishedAt === null) return null;
  return { type: `job.${job.status}`, timestamp: job.finishedAt, data: jobBody(job) };
}
