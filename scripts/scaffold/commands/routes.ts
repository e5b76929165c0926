import { noMore, readArguments } from "../../command-line/arguments.ts";
import { isRoom } from "../emit/sockets.ts";
import type { Callable, JobPolicy, Kind, Project } from "../operation.ts";
import { readProject } from "../read/index.ts";
import { type Command, isJson } from "./command.ts";
import { printDiagnostics } from "./diagnostics.ts";

export const routes: Command = {
  summary: "list the operations: method, path, kind, where each runs, its schedule, file and line",
  usage: `Usage: npm run scaffold -- routes [OPTIONS]

Lists what the stubs in src/handlers serve, by path, and then the jobs without a route. It reads the stubs and writes
nothing.

Options:
  --format FORMAT   text (default), or json: an array of { method, path, operation, kind, runs, schedules, file, line };
                    the method of a WebSocket is WS; that of a job without a route is
                    "job", and its path null
  --help            print this

Examples:
  npm run scaffold -- routes
  npm run --silent scaffold -- routes --format json | jq '.[] | select(.runs == "executor")'

Exits with 1 when a stub has an error; the list is then what could be read.`,

  async run(args, { root }) {
    const { values, positionals } = readArguments(args, { format: { type: "string" } });
    noMore(positionals);
    const json = isJson(values.format);
    const { project, diagnostics } = readProject({ root });
    const rows = rowsOf(project);
    if (json) console.log(JSON.stringify(rows, null, 2));
    else if (rows.length > 0) console.log(table(rows));
    printDiagnostics(diagnostics);
    return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
  },
};

interface Row {
  method: string;
  path: string | null;
  operation: string;
  kind: string;
  runs: "edge" | "room" | "executor";
  /** Cron and time zone. */
  schedules: string[];
  file: string;
  line: number;
}

/** As a person writes them. */
const KINDS: Record<Kind, string> = {
  async: "async function",
  stream: "async function*",
  plain: "function",
  steps: "function*",
};

function rowsOf({ operations, jobs }: Project): Row[] {
  const served = operations.map((one) => ({
    // It begins as a GET, and nobody thinks of it so.
    method: one.returns.type === "socket" ? "WS" : one.method.toUpperCase(),
    path: one.path,
    ...rowOf(one),
    ...(isRoom(one) && { runs: "room" as const }),
  }));
  const submitted = jobs.map((one) => ({ method: "job", path: null, ...rowOf(one) }));
  served.sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
  submitted.sort((a, b) => compare(a.operation, b.operation));
  return [...served, ...submitted];
}

function rowOf({ name, kind, place, job }: Callable & { job?: JobPolicy }): Omit<Row, "method" | "path"> {
  const runs = kind === "plain" || kind === "steps" ? "executor" : "edge";
  const schedules = (job?.schedules ?? []).map(({ cron, zone }) => `${cron} ${zone}`);
  return { operation: name, kind: KINDS[kind], runs, schedules, file: place.file, line: place.line };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function table(rows: Row[]): string {
  const isScheduled = rows.some(({ schedules }) => schedules.length > 0);
  const lines = [
    ["METHOD", "PATH", "OPERATION", "KIND", "RUNS ON", ...(isScheduled ? ["SCHEDULE"] : []), "STUB"],
    ...rows.map((row) => [
      row.method,
      row.path ?? "",
      row.operation,
      row.kind,
      row.runs,
      ...(isScheduled ? [row.schedules.join("; ")] : []),
      `${row.file}:${row.line}`,
    ]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
