/**
 * How the queue stands at a glance: what runs and waits now, what was done lately and how fast, the latest jobs.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import type { HistoryBody, JobListBody, QueueListBody } from "../../jobs/views";
import { count, duration, rate } from "./format";
import { JobTable } from "./job-table";
import { Lanes } from "./lanes";
import { useLive } from "./live";
import { OperationTable } from "./operation-table";
import { address, go } from "./place";
import { LatencyPlot, ThroughputPlot } from "./plots";
import { Queues } from "./queues";
import { Trouble } from "./trouble";

const SPANS = {
  "1": "the last hour",
  "3": "the last 3 hours",
  "24": "the last day",
  "48": "the last 2 days",
};

/** The plots are of minutes. */
const HISTORY_MS = 10_000;

export function OverviewPage({ query }: { query: URLSearchParams }) {
  const hours = query.get("hours") ?? "1";
  const operation = query.get("of");
  const queues = useLive<QueueListBody>("/jobs/queues");
  const history = useLive<HistoryBody>(address("/jobs/history", { hours, operation }), HISTORY_MS);
  const latest = useLive<JobListBody>("/jobs?limit=10");
  const span = SPANS[hours as keyof typeof SPANS] ?? `the last ${hours} hours`;
  const isEmpty = latest.data?.jobs.length === 0 && queues.data?.queues.length === 0;
  return (
    <>
      <Trouble error={queues.error ?? history.error ?? latest.error} />
      {queues.data && <Standing queues={queues.data} history={history.data} span={span} />}
      {history.data && !isEmpty && (
        <section aria-labelledby="history">
          <div class="heading">
            <h2 id="history">{operation ?? "All operations"}</h2>
            {operation !== null && <a href={address("/jobs", { hours })}>All operations</a>}
            <SpanChoice hours={hours} operation={operation} />
          </div>
          <div class="plots">
            <ThroughputPlot history={history.data} />
            <LatencyPlot history={history.data} of="wait" title="Wait" />
            <LatencyPlot history={history.data} of="run" title="Run" />
          </div>
        </section>
      )}
      {queues.data && (
        <div class="now">
          <Queues queues={queues.data.queues} />
          <Lanes shards={queues.data.shards} />
        </div>
      )}
      {history.data && <OperationTable history={history.data} hours={hours} span={span} />}
      {latest.data && latest.data.jobs.length > 0 && (
        <section aria-labelledby="latest">
          <div class="heading">
            <h2 id="latest">Latest jobs</h2>
            <a href="/jobs?limit=50">All jobs</a>
          </div>
          <JobTable jobs={latest.data.jobs} caption="The latest jobs" />
        </section>
      )}
    </>
  );
}

function SpanChoice({ hours, operation }: { hours: string; operation: string | null }) {
  return (
    <select
      class="span"
      aria-label="Span of time"
      onChange={({ currentTarget }) => go(address("/jobs", { hours: currentTarget.value, of: operation }))}
    >
      {Object.entries(SPANS).map(([value, words]) => (
        <option key={value} value={value} selected={value === hours}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** The numbers that say most. */
function Standing({ queues, history, span }: { queues: QueueListBody; history?: HistoryBody; span: string }) {
  const sum = (key: "queued" | "scheduled") => queues.queues.reduce((sum, queue) => sum + queue[key], 0);
  const lanes = queues.shards.flatMap(({ lanes }) => lanes);
  const busy = lanes.filter((jobs) => jobs.length > 0).length;
  const all = history?.operations ?? [];
  const done = (key: "succeeded" | "failed" | "cancelled") =>
    all.reduce((sum, counts) => sum + counts[key], 0);
  const perSecond = queues.shards.reduce((sum, { rate }) => sum + rate, 0);
  const slowest = Math.max(...(history?.stretches ?? []).slice(-5).map(({ wait }) => wait.p95 ?? 0), 0);
  return (
    <dl class="standing">
      <Figure name="Lanes busy" note={lanes.length === 0 ? "none has begun" : `of ${count(lanes.length)}`}>
        {count(busy)}
      </Figure>
      <Figure
        name="Waiting"
        note={sum("scheduled") > 0 ? `and ${count(sum("scheduled"))} for their time` : "in line now"}
      >
        {count(sum("queued"))}
      </Figure>
      <Figure name="Pace" note="in the last minute">
        {rate(perSecond)}
      </Figure>
      <Figure name="Succeeded" note={span}>
        {count(done("succeeded"))}
      </Figure>
      <Figure
        name="Failed"
        note={done("cancelled") > 0 ? `and ${count(done("cancelled"))} cancelled` : span}
        isBad={done("failed") > 0}
      >
        {done("failed") > 0 ? <a href="/jobs?status=failed">{count(done("failed"))}</a> : "0"}
      </Figure>
      <Figure name="Longest waits" note="p95, lately">
        {duration(slowest)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  name: string;
  note: string;
  isBad?: boolean;
  children: ComponentChildren;
}

function Figure({ name, note, isBad = false, children }: FigureProps) {
  return (
    <div class={isBad ? "figure bad" : "figure"}>
      <dt>{name}</dt>
      <dd>
        <strong>{children}</strong> <span class="hint">{note}</span>
      </dd>
    </div>
  );
}
