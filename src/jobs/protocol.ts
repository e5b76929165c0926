/**
 * What the parts of the queue say to each other: the edge to the `JobQueue`, the `JobQueue` to the `JobExecutor`.
 * Types only, and nothing of HTTP but the stored response, which the executor writes and the edge sends as it is.
 *
 * @module
 */

/**
 * Where a job stands.
 *
 * `queued` waits for a lane · `scheduled` waits for a time (a delay, a backoff) or for its turn in a batch · `running`
 * holds a lane · `waiting` waits for jobs that it submitted, without a lane · `succeeded`, `failed` and `cancelled` are
 * final.
 */
export type JobStatus = "queued" | "scheduled" | "running" | "waiting" | "succeeded" | "failed" | "cancelled";

/** A job as its queue shows it. Times are ISO 8601 in UTC. */
export interface Job {
  id: string;
  /** The operationId. */
  operation: string;
  status: JobStatus;
  /** From 0 to 1; null while nothing is known. */
  progress: number | null;
  /** How many times it was begun, from 0. */
  attempt: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Why it failed, when it did. */
  failure: Failure | null;
}

/** Why a job failed. The edge turns it into a problem; the queue only keeps it. */
export type Failure =
  /**
   * The function threw an `HTTPException`: its status and message are for the client, and the answer that it brought, or
   * the headers of one without a body.
   */
  | {
      reason: "exception";
      status: number;
      message: string;
      response?: ThrownResponse;
      headers?: ThrownHeaders;
    }
  /** The function threw something else. What it was is for operators: the executor's log and the job's history have it. */
  | { reason: "error" }
  /** The executor was lost `losses` times in a row while it ran the job: a crash, or CPU or memory past the limit. */
  | { reason: "lost"; losses: number }
  /** The attempt was not done within `seconds`. */
  | { reason: "timeout"; seconds: number }
  /** A job that it waits for was cancelled. */
  | { reason: "child-cancelled" }
  /** The executor has no operation of that name: it was renamed or removed since the job was submitted. */
  | { reason: "unknown-operation" }
  /** The arguments no longer fit the operation: it changed since the job was submitted. */
  | { reason: "unreadable-arguments" }
  /** The result or a checkpoint is larger than the queue stores. Sizes in bytes. */
  | { reason: "too-large"; what: "result" | "checkpoint" | "error"; bytes: number; limit: number }
  /** What the function returned or left as a checkpoint cannot be stored: a cycle, a `bigint`, a function. */
  | { reason: "unstorable"; what: "result" | "checkpoint" | "error" };

/** What an `HTTPException` brings beside its status. It goes wherever the failure goes, in JSON too. */
export interface ThrownResponse {
  headers: ThrownHeaders;
  /** Base64. */
  body: string;
}

export type ThrownHeaders = [name: string, value: string][];

/** Times of a retry, in milliseconds: the first wait, doubled each time, and the longest. */
export interface Backoff {
  first: number;
  longest: number;
}

/** What stays the same in the life of a job. Times are in milliseconds. */
export interface JobPolicy {
  /** Of a `function` or a `function*`. */
  kind: "plain" | "steps";
  /** How often it is tried again after its function threw something that another try may mend. */
  retries: number;
  backoff: Backoff;
  /** How long an executor may go without a word. */
  timeout: number;
  /** How long it is kept once it is final. */
  retention: number;
  /** Where its end is announced. */
  webhook?: string;
  /** The request that it came with, for the logs. */
  requestId?: string;
  /** Its arguments are too large to stand in its row. */
  large?: true;
}

/** What a queue allows at once; null for no limit. */
export interface QueueLimits {
  /** Jobs that run at once. */
  concurrency: number | null;
  /** Jobs that start in so many milliseconds. */
  rate: { limit: number; per: number } | null;
}

/** An order for a job. The edge chooses the id, so that submitting again after a lost answer is harmless. */
export interface Order {
  id: string;
  operation: string;
  queue: string;
  /** Of the queue, as the stubs say. */
  limits: QueueLimits;
  priority: number;
  policy: JobPolicy;
  /** The packed arguments (`payload.ts`). The queue never looks inside. */
  payload: Uint8Array;
  /** When it is to be queued, in milliseconds since the epoch; null for at once. */
  startAt: number | null;
  /** The same key is the same job. */
  key: OrderKey | null;
}

/** What makes two orders one job. */
export type OrderKey =
  /** An idempotency key: as long as the job is kept; other arguments are a conflict. Digests of operation, key and caller, and of the arguments. */
  | { scope: "kept"; key: string; payload: string }
  /** A unique job: until the job is final. Digest of operation and arguments. */
  | { scope: "unfinished"; key: string };

/** An order of a child: the queue chooses its id. */
export type ChildOrder = Pick<Order, "operation" | "queue" | "limits" | "priority" | "policy" | "payload">;

/** The queue's answer to an order, and to waiting for a job. */
export type Receipt =
  /** `response` is there when the job succeeded. */
  | { type: "job"; job: Job; response: StoredResponse | null }
  /** The idempotency key was used with other arguments. */
  | { type: "conflict" }
  /** The queue holds as many waiting jobs as it takes, or takes none since an operator drains it. */
  | { type: "full"; draining: boolean; retryAfterSeconds: number };

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
  /** For the logs. */
  requestId?: string;
}

/** The executor's way back to the queue, as an RPC target: it is fenced by the lease that it was made for. */
export interface Reporter {
  /**
   * Report a `yield`. It is on disk within `STEP_INTERVAL_MS` after it returns.
   * @returns "stop" when the lease is fenced or the job was cancelled: whatever comes after is dropped. "rest" when the
   *   function has had its time: the executor keeps it and returns, and may be asked to go on.
   */
  step(progress: number | null, checkpoint: string | null): Promise<"continue" | "rest" | "stop">;
  /**
   * Have jobs done, and their results.
   *
   * @param wait counts the waits since the last checkpoint, from 0: an attempt that begins there again asks for the
   *   same, and is given what was done already
   */
  children(wait: number, orders: ChildOrder[]): Promise<ChildrenAnswer>;
}

/**
 * `failed`: their batch, with its failure. `suspend`: they are not done; the attempt is to end, and begins again from
 * its last checkpoint when they are. `too-large`: their results together, in bytes.
 */
export type ChildrenAnswer =
  | { type: "succeeded"; responses: StoredResponse[] }
  | { type: "failed"; job: Job }
  | { type: "too-many" | "too-deep" | "too-large"; limit: number }
  | { type: "suspend" | "stop" };

/**
 * How an attempt ended. `stopped`: at a `yield`, since the reporter said so. `resting`: at a `yield`, and the executor
 * has kept the function. `suspended`: it waits for its children.
 */
export type Outcome =
  | { type: "succeeded"; response: StoredResponse }
  /** `error`: what was thrown, for operators. */
  | { type: "failed"; failure: Failure; retryable: boolean; error?: string }
  | { type: "stopped" | "resting" | "suspended" };

/** A job at one of its changes, as `GET /jobs/{id}/events` sends it. `id` is the job's version: it counts up from 1. */
export interface JobEvent {
  id: number;
  job: Job;
}
