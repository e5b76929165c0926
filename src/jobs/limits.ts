/**
 * The numbers that bound the queue, each with its reason.
 *
 * @module
 */

const MIB = 1024 * 1024;

/** One RPC message holds 32 MiB: a value of more bytes than this travels beside it (`wire.ts`). */
export const MESSAGE_BYTES = 8 * MIB;

/** The largest request body, and what is written beside it when it is packed; above it a request is answered 413. */
export const MAX_PAYLOAD_BYTES = 32 * MIB + 64 * 1024;

/** The largest body of a result, in bytes. */
export const MAX_RESULT_BYTES = 32 * MIB;

/** The largest body of an error, in bytes: a list of jobs carries it for each that failed. */
export const MAX_ERROR_BYTES = 16 * 1024;

/** The arguments of a batch together, and the results that a `function*` waits for: they are one message. */
export const MAX_BATCH_BYTES = 24 * MIB;

/** A SQLite value in a Durable Object holds 2 MB; what is larger is cut into rows of this many bytes. */
export const CHUNK_BYTES = 1_900_000;

/** Values up to this many bytes stand in the job's own row, which then still fits on one page of the database. */
export const INLINE_BYTES = 2_048;

/**
 * The largest checkpoint, in bytes of JSON. It travels in the message, where text outside of Latin-1 takes two bytes a
 * character, hence less than a half of that.
 */
export const MAX_CHECKPOINT_BYTES = 11 * MIB;

/** The time limit of an attempt whose stub has no `@timeout`: as much as an executor may have of CPU, `limits.cpu_ms`. */
export const DEFAULT_TIMEOUT_MS = 300_000;

/** Wait before the first retry, and the longest, of a stub without `@backoff`, in milliseconds. */
export const DEFAULT_BACKOFF = { first: 1_000, longest: 600_000 };

/** How long a final job is kept whose stub has no `@retention`, in milliseconds. */
export const DEFAULT_RETENTION_MS = 86_400_000;

/** How long a job with a webhook is kept at least: ten attempts at delivering it take a little over three days. */
export const WEBHOOK_RETENTION_MS = 4 * 86_400_000;

/** How long a `function*` runs before it makes way for others: far less than an executor may have of CPU, in milliseconds. */
export const SLICE_MS = 10_000;

/** The most jobs that one batch takes: all of them are one commit. */
export const MAX_CHILDREN = 10_000;

/** How deep jobs may wait for jobs that wait for jobs: what goes deeper does not end. */
export const MAX_DEPTH = 16;

/** Due jobs that are seen to in one go, so that the queue answers in between. */
export const DUE_AT_ONCE = 500;

/** Jobs that an operator retries, cancels or purges in one go. */
export const ACT_AT_ONCE = 500;

/** Jobs that a search looks at in one go: some milliseconds, and then the queue answers others. */
export const SEARCH_AT_ONCE = 5_000;

/** Executor losses in a row, without a new checkpoint, that end a job. */
export const MAX_LOSSES = 5;

/** So often a job is begun, beside its retries, where its queue was lost with it again and again. */
export const MAX_ORPHANED_ATTEMPTS = 100;

/** From so many losses on, a job is run with no other such job beside it: it may be the one that kills executors. */
export const ISOLATE_AT_LOSSES = 2;

/** The longest that a client may ask to wait for an answer (`Prefer: wait=N`), in seconds. */
export const MAX_WAIT_SECONDS = 30;

/** How long a plain function's client waits for the answer when it does not say, in seconds. */
export const DEFAULT_WAIT_SECONDS = 10;

/** An object without incoming events is evicted after 70 to 140 s: while there is work, an alarm comes sooner. */
export const KEEP_ALIVE_MS = 15_000;

/** The steps of one job are written this often at most, in milliseconds. */
export const STEP_INTERVAL_MS = 100;

/** A stream of events without news sends a blank line this often, so that a client that left is noticed. */
export const HEARTBEAT_MS = 15_000;

/** What a client is told to wait when the queue is full, in seconds. */
export const FULL_RETRY_AFTER_SECONDS = 5;
