/** What an import did, for the terminal. */

import type { Finding } from "./findings.ts";
import type { Import } from "./index.ts";
import { NO_ROUTE } from "./operations.ts";
import type { Action } from "./reconcile.ts";

/** How many pointers are listed for one reason, unless all are asked for. */
const FEW = 5;

export function reportOf(
  { title, changes, vanished, findings }: Import,
  { dryRun, all }: { dryRun: boolean; all: boolean },
): string {
  const lines: string[] = [];
  for (const { action, path, details } of changes) {
    if (action === "same" && details.length === 0) continue;
    lines.push(`${action.padStart(8)}  ${path}`, ...details.map((detail) => `          ${detail}`));
  }
  for (const key of vanished)
    lines.push(`    gone  ${key.replace("#", ".ts: ")} is no longer in the document; it is yours to remove`);
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  const counts = (["create", "update", "same", "conflict"] as const).map(
    (action) => `${count(action)} ${action}`,
  );
  lines.push("", `${title}: ${counts.join(", ")}${dryRun ? " (nothing was written)" : ""}`);
  if (!changes.some(({ path }) => path.startsWith("src/handlers/")))
    lines.push("None of its operations can be a stub: what stands against each is listed below.");
  if (findings.length > 0) lines.push("", "Not carried over:", ...findingLines(findings, all));
  return lines.join("\n").replace(/^\n+/, "");
}

function findingLines(findings: readonly Finding[], all: boolean): string[] {
  const reasons = new Map<string, string[]>();
  for (const { pointer, text } of findings) reasons.set(text, [...(reasons.get(text) ?? []), pointer]);
  const lines: string[] = [];
  // Whole operations first, then what is most frequent.
  const rank = (text: string, pointers: string[]) =>
    (text.startsWith(NO_ROUTE) ? -findings.length : 0) - pointers.length;
  for (const [text, pointers] of [...reasons].sort((a, b) => rank(...a) - rank(...b))) {
    const shown = all ? pointers : pointers.slice(0, FEW);
    lines.push(`  ${text}`, ...shown.map((pointer) => `    ${pointer}`));
    if (shown.length < pointers.length)
      lines.push(`    … and ${pointers.length - shown.length} more: --all lists them`);
  }
  return lines;
}
