/**
 * Statements on `jobs`: one a function.
 *
 * @module
 */

import type { Failure, JobStatus, StoredResponse } from "../../protocol";
import type { JobRecord } from "../../state/record";

/** What of a response stands beside its body. */
export type ResponseHead = Omit<StoredResponse, "body"> & { hasBody: boolean };

type Row = {
  id: string;
  operation: string;
  status: JobStatus;
  attempt: number;
  progress: number | null;
  failures: number;
  losses: number;
  retries: number;
  timeout: number;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  due_at: number | null;
  failure: string | null;
};

const COLUMNS = `id, operation, status, attempt, progress, failures, losses, retries, timeout,
  created_at, started_at, finished_at, due_at, failure`;

function recordOf(row: Row): JobRecord {
  return {
    id: row.id,
    operation: row.operation,
    status: row.status,
    attempt: row.attempt,
    progress: row.progress,
    failures: row.failures,
    losses: row.losses,
    retries: row.retries,
    timeout: row.timeout,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    dueAt: row.due_at,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
  };
}

export function insertJob(sql: SqlStorage, job: JobRecord): void {
  sql.exec(
    `INSERT INTO jobs (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    job.id,
    job.operation,
    job.status,
    job.attempt,
    job.progress,
    job.failures,
    job.losses,
    job.retries,
    job.timeout,
    job.createdAt,
    job.startedAt,
    job.finishedAt,
    job.dueAt,
    job.failure && JSON.stringify(job.failure),
  );
}

/** Write what changes in the life of a job. */
export function updateJob(sql: SqlStorage, job: JobRecord): void {
  sql.exec(
    `UPDATE jobs SET status = ?, attempt = ?, progress = ?, failures = ?, losses = ?,
       started_at = ?, finished_at = ?, due_at = ?, failure = ?
     WHERE id = ?`,
    job.status,
    job.attempt,
    job.progress,
    job.failures,
    job.losses,
    job.startedAt,
    job.finishedAt,
    job.dueAt,
    job.failure && JSON.stringify(job.failure),
    job.id,
  );
}

export function findJob(sql: SqlStorage, id: string): JobRecord | null {
  const row = sql.exec<Row>(`SELECT ${COLUMNS} FROM jobs WHERE id = ?`, id).next().value;
  return row ? recordOf(row) : null;
}

/**
 * The oldest queued job.
 *
 * @param belowLosses leave out jobs that lost so many executors or more
 */
export function oldestQueuedJob(sql: SqlStorage, belowLosses: number): JobRecord | null {
  const row = sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM jobs WHERE status = 'queued' AND losses < ? ORDER BY seq LIMIT 1`,
      belowLosses,
    )
    .next().value;
  return row ? recordOf(row) : null;
}

/** Jobs that say `running`, oldest first. */
export function runningJobs(sql: SqlStorage): JobRecord[] {
  // A running job has a lease: the index of due times holds it, and no third index is needed.
  return sql
    .exec<Row>(`SELECT ${COLUMNS} FROM jobs WHERE due_at IS NOT NULL AND status = 'running' ORDER BY seq`)
    .toArray()
    .map(recordOf);
}

/** Jobs whose time has come: a backoff or a lease that ended. */
export function dueJobs(sql: SqlStorage, now: number): JobRecord[] {
  return sql
    .exec<Row>(`SELECT ${COLUMNS} FROM jobs WHERE due_at <= ? ORDER BY due_at`, now)
    .toArray()
    .map(recordOf);
}

/** When the next job is due; null when none will be. */
export function nextDueTime(sql: SqlStorage): number | null {
  return sql
    .exec<{ due_at: number | null }>("SELECT min(due_at) AS due_at FROM jobs WHERE due_at IS NOT NULL")
    .one().due_at;
}

export function countWaitingJobs(sql: SqlStorage): number {
  return sql
    .exec<{ n: number }>(
      `SELECT (SELECT count(*) FROM jobs WHERE status = 'queued')
            + (SELECT count(*) FROM jobs WHERE due_at IS NOT NULL AND status = 'scheduled') AS n`,
    )
    .one().n;
}

export function updateResponseHead(sql: SqlStorage, id: string, head: ResponseHead): void {
  sql.exec("UPDATE jobs SET response = ? WHERE id = ?", JSON.stringify(head), id);
}

export function findResponseHead(sql: SqlStorage, id: string): ResponseHead | null {
  const row = sql
    .exec<{ response: string | null }>("SELECT response FROM jobs WHERE id = ?", id)
    .next().value;
  return row?.response ? (JSON.parse(row.response) as ResponseHead) : null;
}
