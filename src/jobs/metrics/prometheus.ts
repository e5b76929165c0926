/**
 * Metrics as text for Prometheus.
 *
 * @module
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */

import type { Gauges } from "./gauges";
import { BUCKET_BOUNDS_MS, type Histogram } from "./histogram";
import type { Counts, Metrics } from "./metrics";

export const PROMETHEUS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [suffix: string, labels: Labels, value: number];

const PREFIX = "shortorder_jobs_";

const OUTCOMES = ["succeeded", "failed", "cancelled"] as const satisfies (keyof Counts)[];

const COUNTERS: Readonly<Record<Exclude<keyof Counts, (typeof OUTCOMES)[number]>, string>> = {
  submitted: "Jobs that were accepted.",
  rejected: "Orders that were turned away since the queue was full.",
  attempts: "Starts of a job, first ones and others.",
  retries: "Failures that were forgiven.",
  losses: "Executors that were lost with a job.",
};

/** All of it in the text exposition format, {@link PROMETHEUS_CONTENT_TYPE}. */
export function prometheusText(metrics: Metrics, gauges: Gauges): string {
  return [...countersOf(metrics), ...histogramsOf(metrics), ...gaugesOf(gauges)].join("");
}

function countersOf(metrics: Metrics): string[] {
  const operations = Object.entries(metrics);
  return [
    ...Object.entries(COUNTERS).map(([name, help]) =>
      family(
        `${name}_total`,
        "counter",
        help,
        operations.map(
          ([operation, counts]): Sample => ["", { operation }, counts[name as keyof typeof COUNTERS]],
        ),
      ),
    ),
    family(
      "finished_total",
      "counter",
      "Jobs that are done, by how they ended.",
      operations.flatMap(([operation, counts]) =>
        OUTCOMES.map((status): Sample => ["", { operation, status }, counts[status]]),
      ),
    ),
  ];
}

function histogramsOf(metrics: Metrics): string[] {
  const operations = Object.entries(metrics);
  return [
    family(
      "wait_seconds",
      "histogram",
      "From when a job could have started to when it did.",
      operations.flatMap(([operation, { wait }]) => bucketsOf(wait, { operation })),
    ),
    family(
      "run_seconds",
      "histogram",
      "From the start of a job to its end.",
      operations.flatMap(([operation, { run }]) => bucketsOf(run, { operation })),
    ),
  ];
}

function gaugesOf({ queues, lanes }: Gauges): string[] {
  const all = Object.entries(queues);
  return [
    family(
      "depth",
      "gauge",
      "Jobs in the queue, by status.",
      all.flatMap(([queue, { depth }]) =>
        Object.entries(depth).map(([status, jobs]): Sample => ["", { queue, status }, jobs]),
      ),
    ),
    family(
      "oldest_waiting_seconds",
      "gauge",
      "How long the job has waited that waits longest.",
      all.map(([queue, { oldestWaitingMs }]): Sample => ["", { queue }, oldestWaitingMs / 1000]),
    ),
    family(
      "paused",
      "gauge",
      "1 while the queue is paused.",
      all.map(([queue, { paused }]): Sample => ["", { queue }, Number(paused)]),
    ),
    family("lanes", "gauge", "Jobs that can run at once.", [["", {}, lanes.total]]),
    family("lanes_busy", "gauge", "Lanes that run a job.", [["", {}, lanes.busy]]),
  ];
}

/** Each bucket counts all that took no longer, as Prometheus has it. */
function bucketsOf({ counts, sumMs }: Histogram, labels: Labels): Sample[] {
  let count = 0;
  const buckets = counts.map((more, i): Sample => {
    count += more;
    const bound = BUCKET_BOUNDS_MS[i];
    return ["_bucket", { ...labels, le: bound === undefined ? "+Inf" : String(bound / 1000) }, count];
  });
  return [...buckets, ["_sum", labels, sumMs / 1000], ["_count", labels, count]];
}

function family(
  name: string,
  type: "counter" | "gauge" | "histogram",
  help: string,
  samples: Sample[],
): string {
  const full = PREFIX + name;
  const lines = samples.map(([suffix, labels, value]) => `${full}${suffix}${labelText(labels)} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join("")}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
