/**
 * What is done with all jobs of a filter, after asking.
 *
 * @module
 */

import { useState } from "preact/hooks";
import { perform } from "./announcer";
import { post } from "./api";
import { Dialog } from "./dialog";
import type { Filter } from "./filter";
import { dateTime, jobs } from "./format";
import { address } from "./place";

const ACTIONS = {
  retry: {
    name: "Retry",
    done: "queued again",
    which: "that failed or was cancelled",
    statuses: ["failed", "cancelled"],
    effect: "They run again from the beginning, with the arguments that they were ordered with.",
    isDangerous: false,
  },
  cancel: {
    name: "Cancel",
    done: "cancelled",
    which: "that is not done",
    statuses: ["queued", "scheduled", "running", "waiting"],
    effect:
      "Those in line never start, and what those that run still do is dropped. A cancelled job can be retried, from the beginning.",
    isDangerous: true,
  },
  purge: {
    name: "Purge",
    done: "forgotten",
    which: "that is done",
    statuses: ["succeeded", "failed", "cancelled"],
    effect: "Their results, errors and history are deleted for good: whoever has a ticket of one gets 404.",
    isDangerous: true,
  },
} as const;

type Action = keyof typeof ACTIONS;

export function BulkActions({ filter }: { filter: Filter }) {
  const [asked, ask] = useState<Action | null>(null);
  return (
    <fieldset class="bulk" aria-label="All of these jobs">
      <span class="hint">{Object.keys(filter).length === 0 ? "All jobs:" : "All that fit:"}</span>
      {(Object.keys(ACTIONS) as Action[]).map((action) => (
        <button key={action} type="button" disabled={!fits(action, filter)} onClick={() => ask(action)}>
          {ACTIONS[action].name} …
        </button>
      ))}
      {asked !== null && <BulkDialog action={asked} filter={filter} onClose={() => ask(null)} />}
    </fieldset>
  );
}

function BulkDialog({ action, filter, onClose }: { action: Action; filter: Filter; onClose: () => void }) {
  const { name, done, which, effect, isDangerous } = ACTIONS[action];
  const confirm = () =>
    void perform(async () => {
      const all = Object.keys(filter).length === 0 ? "true" : null;
      const response = await post(address(`/jobs/${action}`, { ...filter, all }));
      const { done: n } = (await response.json()) as { done: number };
      return `${jobs(n)} ${done}.`;
    });
  return (
    <Dialog
      title={`${name} all of them?`}
      action={`${name} all`}
      isDangerous={isDangerous}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        That is every job {which}
        {Object.keys(filter).length === 0 ? ", whatever its operation or queue" : ", with"}
        {Object.keys(filter).length === 0 ? "." : ":"}
      </p>
      {Object.keys(filter).length > 0 && (
        <ul>
          {wordsOf(filter).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <p>Not only those on this page. {effect}</p>
    </Dialog>
  );
}

function fits(action: Action, { status }: Filter): boolean {
  const statuses: readonly string[] = ACTIONS[action].statuses;
  return status === undefined || statuses.includes(status);
}

function wordsOf({ id, operation, queue, status, parent, finishedBefore }: Filter): string[] {
  return [
    id && `an id that begins with ${id}`,
    operation && `the operation ${operation}`,
    queue && `the queue ${queue}`,
    status && `the status ${status}`,
    parent && `${parent} waiting for it`,
    finishedBefore && `an end before ${dateTime(finishedBefore)}`,
  ].filter((words) => words !== undefined);
}
