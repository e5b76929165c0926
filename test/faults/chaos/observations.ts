/**
 * What the clients saw in a run: all that the checker knows.
 *
 * @module
 */
import type { Job, JobEvent } from "../jobs.ts";
import type { Answer } from "./orders.ts";
import type { StoredJob } from "./stored-jobs.ts";

/** A submission, and what became of it. */
export interface Submission {
  /** Index in the plan. */
  job: number;
  /** When it was sent, in milliseconds since the epoch. */
  sentAt: number;
  reply: /** 202: it is acknowledged. */
    | { type: "accepted"; id: string }
    /** The result itself: it was acknowledged and done. */
    | { type: "answered"; answer: Answer }
    /** The connection broke before there was an answer. */
    | { type: "broken"; error: string };
}

/** An event of a job, as it was received. */
export interface SeenEvent extends JobEvent {
  /** Which connection it came over, counted for each following. */
  connection: number;
}

/** A job that was acknowledged with its id, as its client followed it. */
export interface Following {
  id: string;
  events: SeenEvent[];
  /** Its result, as it was answered once it was there. */
  answers: Answer[];
  /** Kills of any kind, from those that were not recovered from when it was first submitted until it was known to be final. */
  kills: number;
  /** What became of cancelling it; null when it was not tried. */
  cancelled: Cancellation | null;
}

/** "late": it had ended. "unknown": the connection broke before there was an answer. */
export type Cancellation = "done" | "late" | "unknown";

/** A job as the queue shows it in the end, when nothing is killed any more. */
export interface LastSight {
  id: string;
  /** As it is in the queue's table; null when it is not there. */
  stored: StoredJob | null;
  /** Null when there is no such job. */
  job: Job | null;
  /** To `GET /jobs/{id}/result`. */
  answer: Answer;
}

export interface Observations {
  submissions: Submission[];
  /** By index in the plan. A key whose submissions gave several ids has several. */
  followings: Map<number, Following[]>;
  /** Of all jobs that were acknowledged or are in the queue's tables. */
  lastSights: LastSight[];
  /** All kills, of any kind. */
  kills: number;
  /** What went wrong that no kill explains. */
  mishaps: string[];
}
