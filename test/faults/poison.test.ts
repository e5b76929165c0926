/** Jobs that take their executor down, or come to nothing: each ends with a reason, and the others do not notice. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DevServer, startSample } from "../end-to-end/harness.ts";
import { events, history, result, submit } from "./jobs.ts";

const start = () => startSample("faults", ["--executors", "2"]);
let server: DevServer;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.stop());

/** Run it to its end. @returns its last state, as clients see it */
async function poison(name: string) {
  const id = await submit(server, `/poisons/${name}`, undefined);
  const changes = await history(server, id);
  const outcome = await fetch(new URL(`/jobs/${id}/result`, server.url));
  return { id, job: changes.at(-1), status: outcome.status, problem: await outcome.json() };
}

/** Jobs beside it: each succeeds, at its first attempt. */
async function others(server: DevServer): Promise<void> {
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, number) => submit(server, "/mixtures", { number, rounds: 1000 })),
  );
  for (const [number, id] of ids.entries()) {
    const changes = await history(server, id);
    expect(changes.at(-1)).toMatchObject({ status: "succeeded", attempt: 1 });
    expect(await result(server, id)).toMatchObject({ number });
  }
}

describe("a job that", () => {
  it.each([
    ["throws", "throws", undefined],
    ["returns what cannot be stored", "cycle", "The result cannot be stored."],
    ["returns too much", "flood", "The result is larger than the 32 MiB that the queue stores."],
    ["leaves a checkpoint that cannot be stored", "cyclic-checkpoint", "The checkpoint cannot be stored."],
    [
      "leaves too much of a checkpoint",
      "huge-checkpoint",
      "The checkpoint is larger than the 11 MiB that the queue stores.",
    ],
  ])("%s ends as failed", async (_, name, detail) => {
    const [{ id, job, status, problem }] = await Promise.all([poison(name), others(server)]);
    expect(job).toMatchObject({ status: "failed", attempt: 1 });
    expect(status).toBe(500);
    expect(problem).toEqual({ title: "Internal Server Error", status: 500, detail, requestId: id });
  });

  it("exhausts its memory takes down nobody but its executors, and fails when it has done so five times", async () => {
    const [{ job, status, problem }] = await Promise.all([poison("hoards"), others(server)]);
    expect(job).toMatchObject({ status: "failed", attempt: 5 });
    expect(status).toBe(500);
    expect(problem).toMatchObject({
      detail:
        "The executor was lost 5 times in a row while it ran this job. It may need more memory or CPU time than there is.",
    });
    await others(server);
  });

  it("hangs fails when its time is over, and others run beside it", async () => {
    const [{ job, status, problem }] = await Promise.all([poison("hangs"), others(server)]);
    expect(job).toMatchObject({ status: "failed", attempt: 1 });
    expect(status).toBe(504);
    expect(problem).toMatchObject({ detail: "The job was not done within 1 s." });
  });

  it("hangs is ended with its process, which comes back and works", async () => {
    const stuckIn = (name: string) => [...server.output.matchAll(new RegExp(`^${name} .* is stuck`, "gm"))];
    // Whoever gets stuck again has come back, and has taken a job.
    while (server.executors.some((name) => stuckIn(name).length < 2)) {
      const [one, another] = await Promise.all([poison("hangs"), poison("hangs")]);
      expect([one.status, another.status]).toEqual([504, 504]);
    }
    await server.printed(/executor \d \(pid \d+\) was killed by SIGKILL/);
    await others(server);
  });

  it("hangs while the edge is killed lets no other wait in its place", async () => {
    const server = await start();
    // The first lane is free when the edge comes back, and the job that hangs goes there: then the second lane, where
    // its first attempt still is, is the next one's.
    const first = await submit(server, "/walks", { number: 0, rounds: 1_000_000, steps: 50, trips: false });
    const hanging = await submit(server, "/poisons/hangs-longer", undefined);
    await Promise.all([history(server, first), begun(server, hanging)]);
    server.kill("edge");
    await server.printed(/edge is back as pid/);
    await others(server);
    expect((await history(server, hanging)).at(-1)).toMatchObject({ status: "failed" });
    await others(server);
    await server.stop();
  });
});

/** Return when it runs. */
async function begun(server: DevServer, id: string): Promise<void> {
  for await (const { status } of events(server, id)) if (status === "running") return;
}
