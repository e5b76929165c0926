/**
 * What happened when, as operators get it over HTTP.
 *
 * @module
 */

import type { Input } from "../../operations/input";
import { exclusiveMinimum } from "../../operations/keywords";
import type { Check } from "../../operations/report";
import * as read from "../../operations/text";
import { type Histogram, quantile } from "../metrics/histogram";
import { mergeStretches, type Stretch } from "../metrics/history";
import { type Metrics, mergeOperations, type OperationMetrics } from "../metrics/metrics";
import type { Past } from "../queue/history";
import type { HistoryBody, HistoryCounts, Quantiles } from "../views";

const DEFAULT_HOURS = 1;
const MAX_HOURS = 48;
const HOUR = 3_600_000;

/** Which history: how far back, and of which operation. */
export function readSpan(input: Input): { hours: number; operation?: string } {
  const hours = input.query("hours", read.number, checkHours, "optional") ?? DEFAULT_HOURS;
  const operation = input.query("operation", read.text, checkOperation, "optional");
  input.assertValid();
  return { hours, operation };
}

/** When a span of so many hours begins. */
export function beginOf(hours: number, now: number): number {
  return now - hours * HOUR;
}

/** @param operation of the stretches; those of all together when it is left out */
export function historyBody(
  { step, stretches }: Past,
  from: number,
  to: number,
  operation?: string,
): HistoryBody {
  const iso = (time: number) => new Date(time).toISOString();
  const [whole] = mergeStretches(stretches, Number.MAX_SAFE_INTEGER);
  return {
    step: step / 1000,
    from: iso(from),
    to: iso(to),
    stretches: stretches.flatMap(({ at, metrics }) => {
      const counted = ofOperation(metrics, operation);
      return counted === null ? [] : [{ at: iso(at), ...countsOf(counted) }];
    }),
    operations: Object.entries(whole?.metrics ?? {})
      .map(([operation, counted]) => ({ operation, ...countsOf(counted) }))
      .sort((a, b) => (a.operation < b.operation ? -1 : 1)),
  };
}

function ofOperation(metrics: Stretch["metrics"], operation: string | undefined): OperationMetrics | null {
  if (operation === undefined) return mergeOperations(metrics);
  return Object.hasOwn(metrics, operation) ? ((metrics as Metrics)[operation] ?? null) : null;
}

function countsOf({ attempts: _, wait, run, ...counts }: OperationMetrics): HistoryCounts {
  return { ...counts, wait: quantilesOf(wait), run: quantilesOf(run) };
}

function quantilesOf(histogram: Histogram): Quantiles {
  return { p50: rounded(quantile(histogram, 0.5)), p95: rounded(quantile(histogram, 0.95)) };
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}

const checkHours: Check<number> = (value, at) => {
  if (!at.number(value)) return;
  exclusiveMinimum(value, 0, at);
  at.maximum(value, MAX_HOURS);
};

const checkOperation: Check<string> = (value, at) => {
  if (at.string(value)) at.minLength(value, 1);
};
