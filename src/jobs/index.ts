/**
 * What handlers import to work with jobs beside their generated twins. What a bundle does not use is not in it.
 *
 * @module
 */

export {
  cancelJobs,
  changeQueue,
  type InspectedJob,
  inspectJob,
  type JobList,
  listJobs,
  listQueues,
  listSchedules,
  purgeJobs,
  type QueueList,
  readJobHistory,
  readJobMetrics,
  retryJob,
  retryJobs,
  watchJobs,
} from "./client/admin";
export { type AllOptions, all, type Batch } from "./client/all";
export { cancelJob, getJob } from "./client/queue";
export type { Ticket } from "./client/ticket";
export { JobFailedError } from "./job-failed-error";
export { NonRetryableError } from "./non-retryable-error";
export type { JobOptions } from "./order";
export type { Job, JobEvent, JobStatus } from "./protocol";
export type { JobView } from "./queue/operator";
export type { JobFilter } from "./queue/sql/jobs";
export type { QueueChange, QueueView } from "./views";
