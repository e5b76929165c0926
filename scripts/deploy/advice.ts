/**
 * What to do when a deploy stops half-way.
 *
 * @module
 */
import type { State } from "./account.ts";
import type { Target, TargetWorker } from "./target.ts";
import type { Wrangler } from "./wrangler.ts";

/**
 * @param before the deploy began
 * @param now null when that cannot be told
 * @returns lines that say what is live and how to go back
 */
export function advice(
  wrangler: Wrangler,
  { executor, edge }: Target,
  before: State,
  now: State | null,
): string[] {
  if (now === null)
    return [
      "What is live now, these show:",
      ...[executor, edge].map((worker) => `  ${wrangler.commandLine(worker, "deployments", "status")}`),
    ];
  const database = databaseLines(before, now);

  // The other way round, the new edge would send jobs that the old executor does not know.
  const workers = [
    { worker: edge, now: now.live.edge, before: before.live.edge },
    { worker: executor, now: now.live.executor, before: before.live.executor },
  ];
  const changed = workers.filter((each) => each.now !== each.before);
  if (changed.length === 0) return ["Both Workers are as they were: mend it and deploy again.", ...database];
  return [
    ...workers.map((each) => `${each.worker.name}: ${versionText(each)}`),
    ...(now.live.edge === before.live.edge && now.live.edge !== null
      ? ["They work together as they are: an executor takes the jobs of an earlier edge."]
      : []),
    ...database,
    "",
    "Mend it and deploy again, or go back:",
    ...changed.map((each) =>
      each.before === null
        ? `  ${wrangler.commandLine(each.worker, "delete")}`
        : `  ${wrangler.commandLine(each.worker, "rollback", each.before)}`,
    ),
    `What it logs: ${wrangler.commandLine(edge, "tail")}`,
  ];
}

function versionText({
  now,
  before,
}: {
  worker: TargetWorker;
  now: string | null;
  before: string | null;
}): string {
  if (now === before) return now === null ? "not there yet" : `version ${now}, as before`;
  return before === null ? `version ${now}, its first` : `version ${now}; ${before} before`;
}

function databaseLines(before: State, now: State): string[] {
  const applied = [...before.pending].flatMap(([binding, pending]) =>
    pending.filter((migration) => !now.pending.get(binding)?.includes(migration)),
  );
  return applied.length === 0
    ? []
    : [`The database keeps the migrations ${applied.join(", ")}: going back does not undo them.`];
}
