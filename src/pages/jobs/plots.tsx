/**
 * Plots of what happened when, as small pictures with their numbers beside them.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { HistoryBody, Quantiles } from "../../jobs/views";
import { count, duration, percent, timeOfDay } from "./format";

const WIDTH = 600;
const HEIGHT = 120;

const OUTCOMES = ["succeeded", "failed", "cancelled"] as const;

type Stretch = HistoryBody["stretches"][number];

/** One place on the time axis, with what happened there; null where nothing did. */
interface Slot {
  at: number;
  stretch: Stretch | null;
}

/** Jobs done in each stretch, by how they ended. */
export function ThroughputPlot({ history }: { history: HistoryBody }) {
  const slots = slotsOf(history);
  const most = niceAbove(
    Math.max(1, ...slots.map(({ stretch }) => (stretch === null ? 0 : doneIn(stretch)))),
  );
  const bars = OUTCOMES.map((outcome, index) => {
    const below = OUTCOMES.slice(0, index);
    const path = slots.map(({ stretch }, place) => {
      if (stretch === null) return "";
      const base = below.reduce((sum, other) => sum + stretch[other], 0);
      return bar(place, slots.length, base / most, (base + stretch[outcome]) / most);
    });
    return <path key={outcome} class={outcome} d={path.join("")} />;
  });
  const total = (outcome: (typeof OUTCOMES)[number]) =>
    history.stretches.reduce((sum, stretch) => sum + stretch[outcome], 0);
  return (
    <Plot
      title="Done"
      unit={`jobs per ${history.step === 60 ? "minute" : `${history.step / 60} minutes`}`}
      summary={OUTCOMES.map((outcome) => `${count(total(outcome))} ${outcome}`).join(", ")}
      slots={slots}
      top={count(most)}
      read={({ stretch }) =>
        stretch === null || doneIn(stretch) === 0
          ? "none"
          : OUTCOMES.filter((outcome) => stretch[outcome] > 0)
              .map((outcome) => `${count(stretch[outcome])} ${outcome}`)
              .join(", ")
      }
    >
      {bars}
    </Plot>
  );
}

/** How long jobs waited or ran: the median, and what 95 of 100 stayed below. */
export function LatencyPlot({
  history,
  of,
  title,
}: {
  history: HistoryBody;
  of: "wait" | "run";
  title: string;
}) {
  const slots = slotsOf(history);
  const highest = Math.max(1, ...slots.map(({ stretch }) => stretch?.[of].p95 ?? 0));
  const most = niceDurationAbove(highest);
  const bars = (key: keyof Quantiles) =>
    slots.map(({ stretch }, place) => bar(place, slots.length, 0, (stretch?.[of][key] ?? 0) / most)).join("");
  return (
    <Plot
      title={title}
      unit={
        <>
          <span class="key p50">p50</span> <span class="key p95">p95</span>
        </>
      }
      summary={`p95 at most ${duration(highest)}`}
      slots={slots}
      top={duration(most)}
      read={({ stretch }) => {
        const { p50 = null, p95 = null } = stretch?.[of] ?? {};
        return p50 === null || p95 === null ? "none" : `p50 ${duration(p50)}, p95 ${duration(p95)}`;
      }}
    >
      <path class="p95" d={bars("p95")} />
      <path class="p50" d={bars("p50")} />
    </Plot>
  );
}

interface PlotProps {
  title: string;
  unit: ComponentChildren;
  /** All of it in words. */
  summary: string;
  slots: Slot[];
  /** What the upper edge stands for. */
  top: string;
  /** A place of it in words. */
  read: (slot: Slot) => string;
  children: ComponentChildren;
}

function Plot({ title, unit, summary, slots, top, read, children }: PlotProps) {
  const [pointed, point] = useState<number | null>(null);
  const slot = pointed === null ? undefined : slots[pointed];
  const [first, last] = [slots[0], slots.at(-1)];
  return (
    <figure class="card plot">
      <figcaption>
        <strong>{title}</strong>{" "}
        <span class="hint">{slot === undefined ? unit : `${timeOfDay(slot.at)}: ${read(slot)}`}</span>
      </figcaption>
      <div
        class="canvas"
        onPointerMove={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect();
          const place = Math.floor(((event.clientX - left) / width) * slots.length);
          point(Math.max(0, Math.min(place, slots.length - 1)));
        }}
        onPointerLeave={() => point(null)}
      >
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}: ${summary}`}
        >
          <path class="grid" d={`M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
          {pointed !== null && (
            <rect
              class="pointed"
              x={(pointed * WIDTH) / slots.length}
              y={0}
              width={WIDTH / slots.length}
              height={HEIGHT}
            />
          )}
          {children}
        </svg>
        <span class="top" aria-hidden="true">
          {top}
        </span>
      </div>
      {first && last && (
        <p class="axis" aria-hidden="true">
          <span>{timeOfDay(first.at)}</span>
          <span>{timeOfDay(last.at)}</span>
        </p>
      )}
    </figure>
  );
}

/** Every stretch of the span, also those in which nothing happened. */
function slotsOf({ from, to, step, stretches }: HistoryBody): Slot[] {
  const ms = step * 1000;
  const known = new Map(stretches.map((stretch) => [Date.parse(stretch.at), stretch]));
  const slots: Slot[] = [];
  const first = Math.floor(Date.parse(from) / ms) * ms + ms;
  for (let at = first; at <= Date.parse(to); at += ms) slots.push({ at, stretch: known.get(at) ?? null });
  return slots;
}

function doneIn(stretch: Stretch): number {
  return OUTCOMES.reduce((sum, outcome) => sum + stretch[outcome], 0);
}

/** The outline of a bar in its place of several. @param from share of the height where it begins, from below */
function bar(place: number, places: number, from: number, to: number): string {
  if (from === to) return "";
  const width = WIDTH / places;
  const [left, right] = [(place + 0.1) * width, (place + 0.9) * width];
  return `M${left} ${(1 - from) * HEIGHT}V${(1 - to) * HEIGHT}H${right}V${(1 - from) * HEIGHT}Z`;
}

/** The next 1, 2 or 5 with zeros. */
function niceAbove(n: number): number {
  const power = 10 ** Math.floor(Math.log10(n));
  return ([1, 2, 5, 10].find((step) => step * power >= n) ?? 10) * power;
}

/** The same of milliseconds, which from a minute on are counted in sixties. */
function niceDurationAbove(ms: number): number {
  const unit = [3_600_000, 60_000].find((unit) => ms > unit / 2) ?? 1;
  return (
    [1, 2, 5, 10, 20, 30].map((n) => n * unit).find((nice) => unit > 1 && nice >= ms) ??
    niceAbove(ms / unit) * unit
  );
}

/** How far a job was, and when. */
export function ProgressPlot({ points }: { points: readonly { at: string; progress: number }[] }) {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [begin, end] = [Date.parse(first.at), Date.parse(last.at)];
  const x = (at: string) => (end === begin ? WIDTH : ((Date.parse(at) - begin) / (end - begin)) * WIDTH);
  const [from, to] = [percent(first.progress), percent(last.progress)];
  const path = points
    .map(({ at, progress }, i) => `${i === 0 ? "M" : "L"}${x(at)} ${(1 - progress) * HEIGHT}`)
    .join("");
  return (
    <div class="canvas">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`From ${from} to ${to} in ${duration(end - begin)}`}
      >
        <path class="grid" d={`M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
        <path class="area" d={`${path}V${HEIGHT}H0Z`} />
        <path class="line" d={path} />
      </svg>
      <span class="top" aria-hidden="true">
        100 %
      </span>
    </div>
  );
}
