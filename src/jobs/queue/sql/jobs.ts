/**
 * Statements on `jobs`: one a function.
 *
 * `LIMIT +?`, since SQLite plans with the number that stands alone there, and so compiles the statement anew each time.
 *
 * @module
 */

import type { Failure, JobPolicy, JobStatus, StoredResponse } from "../../protocol";
import type { JobRecord } from "../../state/record";

/** What of a response stands beside its body. */
export type ResponseHead = Omit<StoredResponse, "body"> & { hasBody: boolean };

/** A job as it is stored; `seq` counts jobs in the order in which they came. */
export interface StoredJob {
  seq: number;
  job: JobRecord;
}

/** What callers see of a job. */
export type VisibleJob = Pick<
  JobRecord,
  | "id"
  | "operation"
  | "status"
  | "progress"
  | "attempt"
  | "createdAt"
  | "startedAt"
  | "finishedAt"
  | "failure"
>;

type VisibleRow = {
  id: string;
  operation: string;
  status: JobStatus;
  progress: number | null;
  attempt: number;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  failure: string | null;
};

type Row = VisibleRow & {
  seq: number;
  queue: string;
  priority: number;
  policy: string;
  version: number;
  rank: number;
  lease: number;
  resting: number;
  failures: number;
  losses: number;
  due_at: number | null;
  parent: string | null;
  children: number;
  pending: number;
};

const VISIBLE_COLUMNS =
  "id, operation, status, progress, attempt, created_at, started_at, finished_at, failure";
const COLUMNS = `${VISIBLE_COLUMNS}, seq, queue, priority, policy, version, rank, lease, resting, failures, losses, due_at,
  parent, children, pending`;

function visibleOf(row: VisibleRow): VisibleJob {
  return {
    id: row.id,
    operation: row.operation,
    status: row.status,
    progress: row.progress,
    attempt: row.attempt,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
  };
}

function recordOf(row: Row): JobRecord {
  return {
    ...visibleOf(row),
    queue: row.queue,
    priority: row.priority,
    policy: JSON.parse(row.policy) as JobPolicy,
    version: row.version,
    rank: row.rank,
    lease: row.lease,
    resting: row.resting === 1,
    failures: row.failures,
    losses: row.losses,
    dueAt: row.due_at,
    parent: row.parent,
    children: row.children,
    pending: row.pending,
  };
}

/** `payload`: the arguments, where they are small enough to stand in the row. */
export function insertJob(sql: SqlStorage, job: JobRecord, payload: Uint8Array | null): void {
  sql.exec(
    `INSERT INTO jobs (id, operation, queue, priority, policy, status, version, rank, attempt, lease, resting,
       progress, failures, losses, created_at, started_at, finished_at, due_at, failure, parent, children, pending,
       arguments)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    job.id,
    job.operation,
    job.queue,
    job.priority,
    JSON.stringify(job.policy),
    job.status,
    job.version,
    job.rank,
    job.attempt,
    job.lease,
    Number(job.resting),
    job.progress,
    job.failures,
    job.losses,
    job.createdAt,
    job.startedAt,
    job.finishedAt,
    job.dueAt,
    job.failure && JSON.stringify(job.failure),
    job.parent,
    job.children,
    job.pending,
    payload,
  );
}

/** Write what changes in the life of a job. */
export function updateJob(sql: SqlStorage, job: JobRecord): void {
  sql.exec(
    `UPDATE jobs SET status = ?, version = ?, rank = ?, attempt = ?, lease = ?, resting = ?, progress = ?,
       failures = ?, losses = ?, started_at = ?, finished_at = ?, due_at = ?, failure = ?, children = ?, pending = ?
     WHERE id = ?`,
    job.status,
    job.version,
    job.rank,
    job.attempt,
    job.lease,
    Number(job.resting),
    job.progress,
    job.failures,
    job.losses,
    job.startedAt,
    job.finishedAt,
    job.dueAt,
    job.failure && JSON.stringify(job.failure),
    job.children,
    job.pending,
    job.id,
  );
}

export function findJob(sql: SqlStorage, id: string): JobRecord | null {
  const row = sql.exec<Row>(`SELECT ${COLUMNS} FROM jobs WHERE id = ?`, id).next().value;
  return row ? recordOf(row) : null;
}

/** The same, of fewer columns: callers ask for it over and over, and each column costs as much as finding the row. */
export function findVisibleJob(sql: SqlStorage, id: string): VisibleJob | null {
  const row = sql.exec<VisibleRow>(`SELECT ${VISIBLE_COLUMNS} FROM jobs WHERE id = ?`, id).next().value;
  return row ? visibleOf(row) : null;
}

/**
 * The first jobs of a queue.
 *
 * @param belowLosses leave out jobs that lost so many executors or more
 */
export function firstQueuedJobs(
  sql: SqlStorage,
  queue: string,
  belowLosses: number,
  limit: number,
): JobRecord[] {
  return sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs
       WHERE status = 'queued' AND queue = ? AND losses < ? ORDER BY rank, seq LIMIT +?`,
      queue,
      belowLosses,
      limit,
    )
    .toArray()
    .map(recordOf);
}

/** How many jobs stand in each queue. */
export function countQueuedJobs(sql: SqlStorage): { queue: string; n: number }[] {
  return sql
    .exec<{ queue: string; n: number }>(
      "SELECT queue, count(*) AS n FROM jobs WHERE status = 'queued' GROUP BY queue",
    )
    .toArray();
}

/** How many jobs of each queue wait for a time; what a batch holds back is not counted. */
export function countScheduledJobs(sql: SqlStorage): { queue: string; n: number }[] {
  return sql
    .exec<{ queue: string; n: number }>(
      "SELECT queue, count(*) AS n FROM jobs WHERE status = 'scheduled' AND due_at IS NOT NULL GROUP BY queue",
    )
    .toArray();
}

/** Jobs that say `running`, oldest first. */
export function runningJobs(sql: SqlStorage): JobRecord[] {
  return sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs WHERE status = 'running' AND due_at IS NOT NULL ORDER BY rank, seq`,
    )
    .toArray()
    .map(recordOf);
}

/** Jobs of that status whose time has come, the earliest first. */
export function dueJobs(sql: SqlStorage, status: JobStatus, now: number, limit: number): JobRecord[] {
  return sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs WHERE status = ? AND due_at <= ? ORDER BY due_at LIMIT +?`,
      status,
      now,
      limit,
    )
    .toArray()
    .map(recordOf);
}

/** When the next job of that status is due; null when none will be. */
export function nextDueTime(sql: SqlStorage, status: JobStatus): number | null {
  return (
    sql
      .exec<{ due_at: number }>(
        "SELECT due_at FROM jobs WHERE status = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1",
        status,
      )
      .next().value?.due_at ?? null
  );
}

/** The jobs that this one waits for, or waited for, in the order in which they were submitted. */
export function childrenOf(sql: SqlStorage, parent: string): JobRecord[] {
  return sql
    .exec<Row>(`SELECT ${COLUMNS} FROM jobs WHERE parent = ? ORDER BY seq`, parent)
    .toArray()
    .map(recordOf);
}

/** Those of them that are not final. */
export function unfinishedChildrenOf(sql: SqlStorage, parent: string): JobRecord[] {
  return sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs
       WHERE parent = ? AND status IN ('queued', 'scheduled', 'running', 'waiting') ORDER BY seq`,
      parent,
    )
    .toArray()
    .map(recordOf);
}

/** The first child that its batch holds back. */
export function firstHeldChild(sql: SqlStorage, parent: string): JobRecord | null {
  const row = sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs WHERE parent = ? AND status = 'scheduled' AND due_at IS NULL ORDER BY seq LIMIT 1`,
      parent,
    )
    .next().value;
  return row ? recordOf(row) : null;
}

/** The arguments, where they stand in the row. */
export function findPayload(sql: SqlStorage, id: string): Uint8Array | null {
  const bytes = sql
    .exec<{ arguments: ArrayBuffer | null }>("SELECT arguments FROM jobs WHERE id = ?", id)
    .next().value?.arguments;
  return bytes ? new Uint8Array(bytes) : null;
}

/**
 * Write the end of a job that succeeded. Its arguments are not needed any more.
 *
 * @param body where it is small enough to stand in the row
 */
export function updateSucceededJob(
  sql: SqlStorage,
  job: JobRecord,
  head: ResponseHead,
  body: Uint8Array | null,
): void {
  sql.exec(
    `UPDATE jobs SET status = ?, version = ?, progress = ?, finished_at = ?, due_at = ?, pending = ?,
       response = ?, body = ?, arguments = NULL
     WHERE id = ?`,
    job.status,
    job.version,
    job.progress,
    job.finishedAt,
    job.dueAt,
    job.pending,
    JSON.stringify(head),
    body,
    job.id,
  );
}

export function findResponse(
  sql: SqlStorage,
  id: string,
): { head: ResponseHead; body: Uint8Array | null } | null {
  const row = sql
    .exec<{ response: string | null; body: ArrayBuffer | null }>(
      "SELECT response, body FROM jobs WHERE id = ?",
      id,
    )
    .next().value;
  if (!row?.response) return null;
  return { head: JSON.parse(row.response) as ResponseHead, body: row.body && new Uint8Array(row.body) };
}

export function deleteJob(sql: SqlStorage, id: string): void {
  sql.exec("DELETE FROM jobs WHERE id = ?", id);
}

/** Which jobs to list. */
export interface JobFilter {
  status?: JobStatus;
  operation?: string;
  queue?: string;
  /** How its id begins. */
  id?: string;
  /** The job that waits for it. */
  parent?: string;
  /** Milliseconds since the epoch. */
  finishedBefore?: number;
  /** Only those that no job waits for, or waited for. */
  parentless?: boolean;
}

/** Jobs of that filter, the newest first, before that one in the order of `seq`: for filters that have an index. */
export function listJobs(sql: SqlStorage, filter: JobFilter, before: number, limit: number): StoredJob[] {
  const { where, values } = whereOf(filter);
  return sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs WHERE seq < ? AND ${where} ORDER BY seq DESC LIMIT +?`,
      before,
      ...values,
      limit,
    )
    .toArray()
    .map(storedJobOf);
}

/** The same in a stretch of the table: from one place to before another. */
export function listJobsBetween(
  sql: SqlStorage,
  filter: JobFilter,
  from: number,
  before: number,
  limit: number,
): StoredJob[] {
  const { where, values } = whereOf(filter);
  return sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs NOT INDEXED WHERE seq >= ? AND seq < ? AND ${where} ORDER BY seq DESC LIMIT +?`,
      from,
      before,
      ...values,
      limit,
    )
    .toArray()
    .map(storedJobOf);
}

/** The place after the last job. */
export function endOfJobs(sql: SqlStorage): number {
  return sql.exec<{ seq: number }>("SELECT coalesce(max(seq), 0) + 1 AS seq FROM jobs").one().seq;
}

/** Jobs of that filter and of one of those statuses, the oldest first, after that one in the order of `seq`. */
export function filteredJobs(
  sql: SqlStorage,
  filter: JobFilter,
  statuses: readonly JobStatus[],
  after: number,
  limit: number,
): StoredJob[] {
  const { where, values } = whereOf(filter);
  return sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs
       WHERE seq > ? AND status IN (${statuses.map(() => "?").join(", ")}) AND ${where} ORDER BY seq LIMIT +?`,
      after,
      ...statuses,
      ...values,
      limit,
    )
    .toArray()
    .map(storedJobOf);
}

function storedJobOf(row: Row): StoredJob {
  return { seq: row.seq, job: recordOf(row) };
}

function whereOf(filter: JobFilter): { where: string; values: (string | number)[] } {
  const conditions = ["true"];
  const values: (string | number)[] = [];
  const add = (condition: string, ...more: (string | number)[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  for (const column of ["status", "operation", "queue", "parent"] as const)
    if (filter[column] !== undefined) add(`${column} = ?`, filter[column]);
  if (filter.id !== undefined) add("id >= ? AND id < ?", filter.id, `${filter.id}\u{10ffff}`);
  if (filter.finishedBefore !== undefined) add("finished_at < ?", filter.finishedBefore);
  if (filter.parentless) add("parent IS NULL");
  return { where: conditions.join(" AND "), values };
}
