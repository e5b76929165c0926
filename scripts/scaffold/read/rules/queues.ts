import type { JobPolicy } from "../../operation.ts";
import { lineOf } from "../doc.ts";
import type { NamedFunction } from "../functions.ts";
import type { Reporter } from "../reporter.ts";
import type { ReadProject } from "./dependents.ts";

/** What is said of a queue as a whole, by any function whose jobs stand in it. */
const LIMITS = ["concurrency", "rate"] as const;

interface Member {
  name: string;
  fn: NamedFunction;
  policy: JobPolicy;
}

/** The functions of a queue have the same limits, wherever they are stated; those that contradict are reported. */
export function shareLimits(project: ReadProject, reporter: Reporter): void {
  for (const [queue, members] of queuesOf(project)) {
    for (const limit of LIMITS) {
      const stated = members.flatMap((member) => {
        const tag = member.fn.doc.tags.find(({ name }) => name === limit);
        return tag && member.policy[limit] !== undefined ? [{ ...member, tag }] : [];
      });
      const [first, ...others] = stated;
      if (!first) continue;
      for (const { tag, policy } of others) {
        if (JSON.stringify(policy[limit]) === JSON.stringify(first.policy[limit])) continue;
        const { file, line } = reporter.placeOf(first.fn.nameNode);
        reporter.report("SO504", tag.valueSpan, {
          tag: limit,
          text: lineOf(tag),
          queue,
          other: lineOf(first.tag),
          name: first.name,
          elsewhere: `${file}:${line}`,
        });
      }
      for (const { policy } of members) Object.assign(policy, { [limit]: first.policy[limit] });
    }
  }
}

function queuesOf({ operations, jobs, dependencies }: ReadProject): Map<string, Member[]> {
  const callables = [
    ...operations.map(({ operation, fn }) => ({ ...operation, fn })),
    ...jobs.map(({ job, fn }) => ({ ...job, fn })),
    ...dependencies.map(({ dependency, fn }) => ({ ...dependency, fn })),
  ];
  const queues = new Map<string, Member[]>();
  for (const { name, fn, job: policy } of callables) {
    if (!policy) continue;
    const queue = policy.queue ?? name;
    queues.set(queue, [...(queues.get(queue) ?? []), { name, fn, policy }]);
  }
  return queues;
}
