/**
 * Results as a table, in Markdown that a terminal shows well too.
 *
 * @module
 */
import type { Goal } from "./part.ts";
import type { Result, Spread } from "./results.ts";

const HEAD = [
  "part",
  "ours",
  "median (quartiles)",
  "against",
  "median (quartiles)",
  "ratio (quartiles)",
  "goal",
];

export function tableOf(results: Result[]): string {
  const rows = results.map(({ part, unit, ours, theirs, ratio, goal, met }) => [
    part,
    ours.name,
    `${spread(ours)} ${unit}`,
    theirs.name,
    `${spread(theirs)} ${unit}`,
    `**${digits(ratio.median)}** (${digits(ratio.low)}–${digits(ratio.high)})`,
    goal === null ? "" : `${goalText(goal)} ${met ? "met" : "MISSED"}`,
  ]);
  const widths = HEAD.map((title, column) =>
    Math.max(...[HEAD, ...rows].map((row) => row[column]?.length ?? title.length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(HEAD), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join(
    "\n",
  );
}

function spread({ median, low, high }: Spread): string {
  return `${digits(median)} (${digits(low)}–${digits(high)})`;
}

function goalText(goal: Goal): string {
  return "atLeast" in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
}

/** Three digits that say something. */
function digits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en").replaceAll(",", " ");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
