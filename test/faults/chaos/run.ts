/**
 * Carry out a plan against a real server, and write down what is seen.
 *
 * @module
 */
import type { Job } from "../jobs.ts";
import { Client } from "./client.ts";
import type { LastSight, Observations } from "./observations.ts";
import { readAnswer } from "./orders.ts";
import type { Plan } from "./plan.ts";
import { type StoredJob, storedJobs } from "./stored-jobs.ts";
import { Tally } from "./tally.ts";
import { Victim } from "./victim.ts";

/** How many clients submit and follow jobs, each one after another. */
const CLIENTS = 64;

/** How many look at the jobs in the end. */
const INSPECTORS = 16;

/** How often a job is waited for in the end, and for how many seconds each time. */
const LAST_WAITS = 3;
const LAST_WAIT_SECONDS = 20;

/** How far a run has come. */
export interface Progress {
  answered: number;
  finished: number;
  kills: number;
  /** What is being waited for, apart from jobs. */
  doing: string | null;
}

/**
 * @param root a copy of the project, with the handlers of `test/samples/faults`
 * @param onProgress is called at every change
 */
export async function carryOut(
  plan: Plan,
  root: string,
  onProgress: (progress: Progress) => void,
): Promise<Observations> {
  const victim = await Victim.start(root);
  let doing: string | null = null;
  const tally = new Tally(({ answered, finished }) =>
    onProgress({ answered, finished: finished.size, kills: victim.kills, doing }),
  );
  const seen: Observations = {
    submissions: [],
    followings: new Map(),
    lastSights: [],
    kills: 0,
    mishaps: [],
  };

  const client = new Client(victim, plan, tally, seen);
  const requests = plan.requests.values();
  const clients = Array.from({ length: CLIENTS }, async () => {
    for (const request of requests) await client.serve(request);
  });
  const killer = async () => {
    for (const { moment, target } of plan.kills) {
      await tally.reached(moment);
      doing = `killed ${target}`;
      await victim.kill(target);
      doing = null;
    }
  };
  // A client that met with a mishap has written it down, and the others go on.
  const done = await tally.watch(Promise.all([killer(), Promise.allSettled(clients)]));
  if (!done) seen.mishaps.push("Nothing happened any more, with jobs left to do.");

  seen.kills = victim.kills;
  doing = "looking at every job";
  const url = victim.url as URL;
  const ids = new Set([...seen.followings.values()].flat().map(({ id }) => id));
  // A job whose end nobody waited for may have children until it is looked at.
  for (let stored = await storedJobs(root); ; stored = await storedJobs(root)) {
    const known = new Set(seen.lastSights.map(({ id }) => id));
    const unknown = [...ids.union(stored).difference(known)].values();
    const inspectors = Array.from({ length: INSPECTORS }, async () => {
      for (const id of unknown) seen.lastSights.push(await look(url, id, stored.get(id) ?? null));
    });
    await Promise.all(inspectors);
    if (seen.lastSights.length === known.size) break;
  }
  await victim.stop();
  return seen;
}

async function look(url: URL, id: string, stored: StoredJob | null): Promise<LastSight> {
  const headers = { prefer: `wait=${LAST_WAIT_SECONDS}` };
  const ask = async () => readAnswer(await fetch(new URL(`/jobs/${id}/result`, url), { headers }));
  let answer = await ask();
  for (let waits = 1; answer.status === 202 && waits < LAST_WAITS; waits++) answer = await ask();
  const response = await fetch(new URL(`/jobs/${id}`, url));
  const job = (await response.json()) as Job;
  return { id, stored, job: response.ok ? job : null, answer };
}
