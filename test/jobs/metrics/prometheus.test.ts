import fc from "fast-check";
import parsePrometheusTextFormat from "parse-prometheus-text-format";
import { describe, expect, test } from "vitest";
import type { Gauges } from "../../../src/jobs/metrics/gauges";
import { BUCKET_BOUNDS_MS } from "../../../src/jobs/metrics/histogram";
import { type Metrics, recorded } from "../../../src/jobs/metrics/metrics";
import { PROMETHEUS_CONTENT_TYPE, prometheusText } from "../../../src/jobs/metrics/prometheus";
import { story } from "./arbitraries";

const IDLE: Gauges = { queues: {}, lanes: { busy: 0, total: 0 } };

/**
 * What a parser reads, sample by sample. It takes histograms for one whatever their labels are, so it is not told which
 * they are.
 */
function samplesOf(metrics: Metrics, gauges: Gauges): Map<string, number> {
  const text = prometheusText(metrics, gauges).replaceAll(/^# TYPE .*\n/gm, "");
  return new Map(
    parsePrometheusTextFormat(text).flatMap(({ name, metrics: samples }) =>
      samples.map(({ labels = {}, value }) => [key(name, labels), Number(value)] as const),
    ),
  );
}

const key = (name: string, labels: Record<string, string>) =>
  JSON.stringify([name, ...Object.entries(labels).toSorted()]);

describe("prometheusText", () => {
  test("looks like this", () => {
    const metrics = (["submitted", "rejected"] as const).reduce<Metrics>(
      (before, type) => recorded(before, "multiply", { type }),
      recorded({}, "multiply", { type: "started", waitMs: 7 }),
    );
    const lines = prometheusText(metrics, {
      queues: { images: { depth: { queued: 2 }, oldestWaitingMs: 1500, paused: true } },
      lanes: { busy: 1, total: 2 },
    }).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "# HELP shortorder_jobs_submitted_total Jobs that were accepted.",
      "# TYPE shortorder_jobs_submitted_total counter",
      'shortorder_jobs_submitted_total{operation="multiply"} 1',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        "# TYPE shortorder_jobs_wait_seconds histogram",
        'shortorder_jobs_wait_seconds_bucket{operation="multiply",le="0.005"} 0',
        'shortorder_jobs_wait_seconds_bucket{operation="multiply",le="0.01"} 1',
        'shortorder_jobs_wait_seconds_bucket{operation="multiply",le="3600"} 1',
        'shortorder_jobs_wait_seconds_bucket{operation="multiply",le="+Inf"} 1',
        'shortorder_jobs_wait_seconds_sum{operation="multiply"} 0.007',
        'shortorder_jobs_wait_seconds_count{operation="multiply"} 1',
        'shortorder_jobs_depth{queue="images",status="queued"} 2',
        'shortorder_jobs_oldest_waiting_seconds{queue="images"} 1.5',
        'shortorder_jobs_paused{queue="images"} 1',
        "shortorder_jobs_lanes 2",
        "shortorder_jobs_lanes_busy 1",
      ]),
    );
    expect(lines.at(-1)).toBe("");
    expect(PROMETHEUS_CONTENT_TYPE).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  test("is read by a parser as it was meant", () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const metrics = happenings.reduce<Metrics>(
          (before, [operation, happening]) => recorded(before, operation, happening),
          {},
        );
        const expected = new Map<string, number>([
          [key("shortorder_jobs_lanes", {}), 0],
          [key("shortorder_jobs_lanes_busy", {}), 0],
        ]);
        const expectSample = (name: string, labels: Record<string, string>, value: number) =>
          expected.set(key(`shortorder_jobs_${name}`, labels), value);
        for (const [operation, counts] of Object.entries(metrics)) {
          for (const name of ["submitted", "rejected", "attempts", "retries", "losses"] as const)
            expectSample(`${name}_total`, { operation }, counts[name]);
          for (const status of ["succeeded", "failed", "cancelled"] as const)
            expectSample("finished_total", { operation, status }, counts[status]);
          for (const name of ["wait", "run"] as const) {
            const times = counts[name].counts;
            const atMost = (bucket: number) => times.slice(0, bucket + 1).reduce((a, b) => a + b, 0);
            for (const [i, bound] of BUCKET_BOUNDS_MS.entries())
              expectSample(`${name}_seconds_bucket`, { operation, le: `${bound / 1000}` }, atMost(i));
            expectSample(`${name}_seconds_bucket`, { operation, le: "+Inf" }, atMost(times.length));
            expectSample(`${name}_seconds_count`, { operation }, atMost(times.length));
            expectSample(`${name}_seconds_sum`, { operation }, counts[name].sumMs / 1000);
          }
        }
        expect(samplesOf(metrics, IDLE)).toEqual(expected);
      }),
    );
  });

  test("escapes what a label may hold", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("\\", '"', "\n", "n", "{", "}", ",", "=", "ä", " ") }),
        (queue) => {
          const gauges = { depth: { queued: 1 }, oldestWaitingMs: 0, paused: false };
          const samples = samplesOf({}, { ...IDLE, queues: { [queue]: gauges } });
          expect(samples.get(key("shortorder_jobs_depth", { queue, status: "queued" }))).toBe(1);
        },
      ),
    );
  });

  test("has every family once, with its type, even when nothing has happened", () => {
    const text = prometheusText({}, IDLE);
    const names = [...text.matchAll(/^# TYPE (\S+) (counter|gauge|histogram)$/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength([...text.matchAll(/^# HELP /gm)].length);
  });
});
