/**
 * What the parts of the queue say to each other: the edge to the `JobQueue`, the `JobQueue` to the `JobExecutor`.
 * Types only, and nothing of HTTP but the stored response, which the executor writes and the edge sends as it is.
 *
 * @module
 */

/**
 * Where a job stands.
 *
 * `queued` waits for a lane · `scheduled` waits for a time (a backoff) · `running` holds a lane ·
 * `succeeded`, `failed` and `cancelled` are final.
 */
export type JobStatus = "queued" | "scheduled" | "running" | "succeeded" | "failed" | "cancelled";

/** A job as its queue shows it. Times are ISO 8601 in UTC. */
export interface Job {
  id: string;
  /** The operationId. */
  operation: string;
  status: JobStatus;
  /** From 0 to 1; null while nothing is known. */
  progress: number | null;
  /** How many times it has been started, from 0. */
  attempt: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Why it failed, when it did. */
  failure: Failure | null;
}

/** Why a job failed. The edge turns it into a problem; the queue only keeps it. */
export type Failure =
  /** The function threw an `HTTPException`: its status and message are for the client. */
  | { reason: "exception"; status: number; message: string }
  /** The function threw something else. Its stack is in the executor's log under the job's id, and nowhere else. */
  | { reason: "error" }
  /** The executor was lost `losses` times in a row while it ran the job: a crash, or CPU or memory past the limit. */
  | { reason: "lost"; losses: number }
  /** The attempt was not done within `seconds`. */
  | { reason: "timeout"; seconds: number }
  /** The executor has no operation of that name: it was renamed or removed since the job was submitted. */
  | { reason: "unknown-operation" }
  /** The arguments no longer fit the operation: it changed since the job was submitted. */
  | { reason: "unreadable-arguments" }
  /** The result or a checkpoint is larger than the queue stores. Sizes in bytes. */
  | { reason: "too-large"; what: "result" | "checkpoint"; bytes: number; limit: number }
  /** What the function returned or left as a checkpoint cannot be stored: a cycle, a `bigint`, a function. */
  | { reason: "unstorable"; what: "result" | "checkpoint" };

/** An order for a job. The edge chooses the id, so that submitting again after a lost answer is harmless. */
export interface Order {
  id: string;
  operation: string;
  /** The packed arguments (`payload.ts`). The queue never looks inside. */
  payload: Uint8Array;
  /** How often it is tried again after its function threw something other than an `HTTPException`. */
  retries: number;
  /** Time limit of one attempt, in milliseconds. */
  timeout: number;
  idempotency?: {
    /** Digest of operation, `Idempotency-Key` and the caller's credentials. */
    key: string;
    /** Digest of the arguments. */
    payload: string;
  };
}

/** The queue's answer to an order, and to waiting for a job. */
export type Receipt =
  /** `response` is there when the job succeeded. */
  | { type: "job"; job: Job; response: StoredResponse | null }
  /** The idempotency key was used with other arguments. */
  | { type: "conflict" }
  /** The queue holds as many waiting jobs as it takes. */
  | { type: "full"; retryAfterSeconds: number };

/** What the operation would have answered, encoded by the executor. */
export interface StoredResponse {
  status: number;
  headers: [name: string, value: string][];
  /** Null for a response without a body. */
  body: Uint8Array | null;
}

/** One attempt at a job, as a lane gets it. */
export interface Work {
  id: string;
  operation: string;
  attempt: number;
  payload: Uint8Array;
  /** JSON text of the last checkpoint. */
  checkpoint: string | null;
}

/** The executor's way back to the queue, as an RPC target: it is fenced by the attempt that it was made for. */
export interface Reporter {
  /**
   * Report a `yield`. It is on disk within `STEP_INTERVAL_MS` after it returns.
   * @returns "stop" when the attempt is fenced or the job was cancelled: whatever comes after is dropped.
   */
  step(progress: number | null, checkpoint: string | null): Promise<"continue" | "stop">;
}

/** How an attempt ended. `stopped`: at a `yield`, since the reporter said so. */
export type Outcome =
  | { type: "succeeded"; response: StoredResponse }
  | { type: "failed"; failure: Failure; retryable: boolean }
  | { type: "stopped" };

/** One change of a job, as `GET /jobs/{id}/events` sends it. `id` counts up from 1 within the job. */
export interface JobEvent {
  id: number;
  job: Job;
}
