/**
 * What a run came to, in words.
 *
 * @module
 */
import type { Observations } from "./observations.ts";
import { type Plan, targets } from "./plan.ts";
import type { Violation } from "./violation.ts";

const MAX_SHOWN = 20;

/** Counts of what happened: a run that hit nothing proves nothing. */
export function summary(plan: Plan, { submissions, lastSights, followings, kills }: Observations): string {
  const replies = (type: string) => submissions.filter(({ reply }) => reply.type === type).length;
  const attempts = lastSights.map(({ job }) => job?.attempt ?? 0);
  const resumed = lastSights.filter(({ answer }) => (answer.body as { resumed?: number[] }).resumed?.length);
  const events = [...followings.values()].flat().reduce((sum, following) => sum + following.events.length, 0);
  const children = lastSights.filter(({ stored }) => stored?.parent != null).length;
  const cancellations = [...followings.values()].flat().map(({ cancelled }) => cancelled);
  const byTarget = targets.map(
    (target) => `${plan.kills.filter((kill) => kill.target === target).length} ${target}`,
  );
  return [
    `${submissions.length} submissions: ${replies("accepted")} accepted, ${replies("answered")} answered at once, ${replies("broken")} broken`,
    `${lastSights.length} jobs, ${attempts.filter((attempt) => attempt > 1).length} of them started more than once (${Math.max(0, ...attempts)} times at most), ${resumed.length} resumed from a checkpoint`,
    `${events} events`,
    `${children} children; cancelling: ${["done", "late", "unknown"].map((how) => `${cancellations.filter((one) => one === how).length} ${how}`).join(", ")}`,
    `${kills} kills: ${byTarget.join(", ")}`,
  ].join("\n");
}

/** The violations, as many as a person reads. */
export function account(violations: readonly Violation[]): string {
  const lines = violations.slice(0, MAX_SHOWN).map(({ rule, message }) => `${rule}: ${message}`);
  const left = violations.length - lines.length;
  return [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join("\n");
}
