/** A process is killed in the middle of acknowledged jobs: all of them succeed, each with one outcome. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyProject, DevServer } from "../end-to-end/harness.ts";
import { events, history, isFinal, type Job, result, submit } from "./jobs.ts";

const jobs = 100;
/** How many are done when the process is killed: in the middle, whatever the machine's speed. */
const doneBefore = 30;
/** Rows and columns: some tens of milliseconds of work. */
const size = 200;

let root: string;
let server: DevServer;
const start = async () => {
  server = await new DevServer(root, ["--port", "0", "--executors", "2"]).ready();
};
beforeEach(async () => {
  root = await copyProject();
  await start();
});
afterEach(() => server.stop());

/** A square matrix of one number. */
const filled = (number: number) =>
  Array.from({ length: size }, () => Array.from({ length: size }, () => number));

interface Middle {
  /** Of all jobs. */
  ids: string[];
  actedAt: number;
}

/**
 * Submit the jobs, and act as soon as some of them are done, whichever come first.
 */
async function inTheMiddle(act: () => void): Promise<Middle> {
  const ids = await Promise.all(
    Array.from({ length: jobs }, (_, index) =>
      submit(server, "/matrices/product", { left: filled(index), right: filled(1) }),
    ),
  );
  const done = new Set<string>();
  let actedAt = 0;
  // Whoever watches a process that is killed sees its stream break: the histories are read again afterwards.
  const watches = ids.map(async (id) => {
    for await (const job of events(server, id)) {
      if (isFinal(job)) done.add(id);
      if (done.size < doneBefore || actedAt > 0) continue;
      actedAt = Date.now();
      act();
    }
  });
  await Promise.allSettled(watches);
  expect(actedAt).toBeGreaterThan(0);
  return { ids, actedAt };
}

/** All succeeded, each once: some before the act, some after it. */
async function expectAllSucceeded({ ids, actedAt }: Middle): Promise<void> {
  const histories = await Promise.all(ids.map((id) => history(server, id)));
  expect(histories.map((changes) => changes.filter(isFinal).map(({ status }) => status))).toEqual(
    ids.map(() => ["succeeded"]),
  );
  const finished = histories.map((changes) => Date.parse(changes.at(-1)?.finishedAt ?? ""));
  expect(finished.some((time) => time < actedAt)).toBe(true);
  expect(finished.some((time) => time > actedAt)).toBe(true);
  for (const [index, id] of ids.entries()) expect(await result(server, id)).toEqual(filled(index * size));
}

describe("100 acknowledged jobs", () => {
  it("survive a killed executor", async () => {
    const middle = await inTheMiddle(() => server.kill("executor 1"));
    await server.printed(/executor 1 is back as pid/);
    await expectAllSucceeded(middle);
  });

  it("survive the killed edge", async () => {
    const middle = await inTheMiddle(() => server.kill("edge"));
    await server.printed(/edge is back as pid/);
    await expectAllSucceeded(middle);
  });

  it("survive that everything is killed and started again", async () => {
    const middle = await inTheMiddle(() => server.signal("SIGKILL"));
    await server.ended();
    await server.leftNothing();
    await start();
    await expectAllSucceeded(middle);
  });
});

describe("a job with checkpoints", () => {
  it("goes on from the last one when its executor is killed", async () => {
    const samples = Array.from({ length: 200 }, (_, i) => ({
      features: [i / 200, (i % 7) / 7],
      label: i < 90 ? "low" : "high",
    }));
    const id = await submit(server, "/classifiers?epochs=2000", samples);
    const progress: Record<number, number[]> = { 1: [], 2: [] };
    let killed = false;
    let last: Job | undefined;
    for await (const job of events(server, id)) {
      last = job;
      if (job.progress !== null) progress[job.attempt]?.push(job.progress);
      if (killed || (job.progress ?? 0) < 0.1) continue;
      killed = true;
      for (const name of server.executors) server.kill(name);
    }
    expect(last).toMatchObject({ status: "succeeded", attempt: 2 });
    expect(Math.min(...(progress[2] ?? []))).toBeGreaterThanOrEqual(0.1);
    expect(await result(server, id)).toMatchObject({ labels: ["high", "low"] });
  });
});
