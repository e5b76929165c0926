/**
 * Jobs for fault tests, as a client sees them.
 *
 * @module
 */
import type { DevServer } from "../end-to-end/dev-server.ts";

/** A job as `GET /jobs/{id}` and its events show it. */
export interface Job {
  id: string;
  status: "queued" | "scheduled" | "running" | "waiting" | "succeeded" | "failed" | "cancelled";
  progress: number | null;
  attempt: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** A change of a job, as its events carry it. */
export interface JobEvent {
  /** The SSE id. */
  id: number;
  job: Job;
}

const finals: readonly Job["status"][] = ["succeeded", "failed", "cancelled"];

export function isFinal({ status }: Job): boolean {
  return finals.includes(status);
}

/** Submit a job and do not wait for it. @returns its id: it is acknowledged. */
export async function submit(server: DevServer, route: string, body: unknown): Promise<string> {
  const response = await fetch(new URL(route, server.url), {
    method: "POST",
    headers: { "content-type": "application/json", prefer: "respond-async" },
    body: JSON.stringify(body),
  });
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  return ((await response.json()) as Job).id;
}

/** All events of a job, from its first one to its end. */
export async function* events(server: DevServer, id: string): AsyncGenerator<Job> {
  for await (const { job } of readEvents(await fetch(new URL(`/jobs/${id}/events`, server.url)))) yield job;
}

/** The events of an answer to `GET /jobs/{id}/events`. */
export async function* readEvents(response: Response): AsyncGenerator<JobEvent> {
  if (response.body === null || !response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, id, data] = /^id: (\d+)$[\s\S]*^data: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) yield { id: Number(id), job: JSON.parse(data) as Job };
    }
  }
}

/** Wait for the end of a job. @returns all its events. */
export async function history(server: DevServer, id: string): Promise<Job[]> {
  const jobs: Job[] = [];
  for await (const job of events(server, id)) jobs.push(job);
  return jobs;
}

/** What the operation answers. */
export async function result(server: DevServer, id: string): Promise<unknown> {
  const response = await fetch(new URL(`/jobs/${id}/result`, server.url));
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return await response.json();
}
