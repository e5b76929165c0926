/**
 * Broken promises of the queue.
 *
 * @module
 */

/** The promises, as they are broken. */
export type Rule =
  /** What no kill explains: a connection that broke, an end that never came. */
  | "mishap"
  /** A job that was acknowledged is not there. */
  | "vanished"
  | "unfinished"
  /** Another outcome or result than the function has. */
  | "wrong outcome"
  /** It ended, and then it ended otherwise. */
  | "second outcome"
  /** Within an attempt. */
  | "progress went back"
  | "attempt went back"
  /** The ids of its events, or the same id with something else. */
  | "event went back"
  /** It began again from further back than was on disk. */
  | "checkpoint forgotten"
  /** Started more often than failures and kills explain. */
  | "started too often"
  /** The same idempotency key gave another job. */
  | "key gave another job"
  /** More jobs than submissions that could have made them. */
  | "duplicate"
  /** Started before its delay was over. */
  | "too early"
  /** Two jobs of a unique order at once. */
  | "unique twice"
  /** It was cancelled, and ended otherwise; or it was not, and says so. */
  | "cancelled wrongly"
  /** A child that was not final when its parent was. */
  | "outlived its parent"
  /** A batch that did not end as its children did. */
  | "children ended otherwise"
  /** A part of an order that was not done once. */
  | "parts"
  /** Nobody submitted it. */
  | "from nowhere";

export interface Violation {
  rule: Rule;
  /** What was seen, with the order's number and the job's id. */
  message: string;
}

export type Report = (rule: Rule, message: string) => Violation;

/** @param subject begins each message */
export function reporter(subject: string): Report {
  return (rule, message) => ({ rule, message: `${subject}: ${message}` });
}
