/**
 * The queues, and what operators do with them.
 *
 * @module
 */

import { useState } from "preact/hooks";
import type { QueueChange, QueueLimitsView, QueueView } from "../../jobs/views";
import { perform } from "./announcer";
import { patch } from "./api";
import { Dialog } from "./dialog";
import { count, jobs } from "./format";
import { LimitsDialog } from "./limits-dialog";
import { address } from "./place";

type Asked = { queue: QueueView; what: "pause" | "drain" | "limits" };

export function Queues({ queues }: { queues: QueueView[] }) {
  const [asked, ask] = useState<Asked | null>(null);
  if (queues.length === 0) return <NoQueues />;
  return (
    <section aria-labelledby="queues">
      <h2 id="queues">Queues</h2>
      <div class="card scrolls">
        <table class="queues">
          <thead>
            <tr>
              <th scope="col">Queue</th>
              <th scope="col" class="number">
                Running
              </th>
              <th scope="col" class="number">
                Waiting
              </th>
              <th scope="col" class="number minor">
                Scheduled
              </th>
              <th scope="col" class="minor">
                Limits
              </th>
              <th scope="col" class="actions">
                <span class="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <QueueRow key={queue.name} queue={queue} onAsk={(what) => ask({ queue, what })} />
            ))}
          </tbody>
        </table>
      </div>
      {asked?.what === "limits" && (
        <LimitsDialog
          queue={asked.queue}
          onChange={(limits) => change(asked.queue.name, { limits }, "has new limits")}
          onClose={() => ask(null)}
        />
      )}
      {asked !== null && asked.what !== "limits" && (
        <SwitchDialog queue={asked.queue} what={asked.what} onClose={() => ask(null)} />
      )}
    </section>
  );
}

function QueueRow({ queue, onAsk }: { queue: QueueView; onAsk: (what: Asked["what"]) => void }) {
  const { name, paused, draining, queued, scheduled, running } = queue;
  return (
    <tr>
      <th scope="row">
        <a href={address("/jobs", { queue: name })}>{name}</a>
        {paused && <span class="badge">paused</span>}
        {draining && <span class="badge">draining</span>}
      </th>
      <td class="number">{count(running)}</td>
      <td class="number">{count(queued)}</td>
      <td class="number minor">{count(scheduled)}</td>
      <td class="minor">{limitsText(queue.limits)}</td>
      <td class="actions">
        {paused ? (
          <button
            type="button"
            onClick={() => change(name, { paused: false }, "goes on")}
            aria-label={`Resume ${name}`}
          >
            Resume
          </button>
        ) : (
          <button type="button" onClick={() => onAsk("pause")} aria-label={`Pause ${name}`}>
            Pause
          </button>
        )}
        {draining ? (
          <button
            type="button"
            onClick={() => change(name, { draining: false }, "takes orders again")}
            aria-label={`Reopen ${name}`}
          >
            Reopen
          </button>
        ) : (
          <button type="button" onClick={() => onAsk("drain")} aria-label={`Drain ${name}`}>
            Drain
          </button>
        )}
        <button type="button" onClick={() => onAsk("limits")} aria-label={`Limits of ${name}`}>
          Limits
        </button>
      </td>
    </tr>
  );
}

function SwitchDialog({
  queue,
  what,
  onClose,
}: {
  queue: QueueView;
  what: "pause" | "drain";
  onClose: () => void;
}) {
  const { name, queued, running } = queue;
  return what === "pause" ? (
    <Dialog
      title={`Pause ${name}?`}
      action="Pause"
      onConfirm={() => change(name, { paused: true }, "is paused")}
      onClose={onClose}
    >
      <p>
        No job of it starts until you resume it.{" "}
        {running > 0 && `The ${jobs(running)} that run now go on to their end. `}
        Orders are still taken, and wait{queued > 0 && ` behind the ${jobs(queued)} in line`}.
      </p>
    </Dialog>
  ) : (
    <Dialog
      title={`Drain ${name}?`}
      action="Drain"
      onConfirm={() => change(name, { draining: true }, "drains")}
      onClose={onClose}
    >
      <p>
        New orders are turned away with 503 until you reopen it.{" "}
        {queued + running > 0 ? `The ${jobs(queued + running)} that it has are done.` : "It has no jobs now."}
      </p>
    </Dialog>
  );
}

function NoQueues() {
  return (
    <section class="card empty">
      <h2>No orders yet</h2>
      <p>
        Every call of a plain <code>function</code> or <code>function*</code> is a job, and the first one
        opens its queue. Try one in <a href="/docs">the docs</a>.
      </p>
    </section>
  );
}

function change(queue: string, change: QueueChange, result: string): void {
  void perform(async () => {
    await patch(`/jobs/queues/${encodeURIComponent(queue)}`, change);
    return `${queue} ${result}.`;
  });
}

function limitsText({ concurrency, rate }: QueueLimitsView): string {
  const texts = [
    concurrency === undefined ? "" : `${count(concurrency)} at once`,
    rate === undefined ? "" : `${count(rate.limit)} in ${count(rate.seconds)} s`,
  ];
  return texts.filter((text) => text !== "").join(", ") || "none";
}
