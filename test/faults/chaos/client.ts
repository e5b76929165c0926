/**
 * Clients that submit jobs, follow them to their end, and write down what they see.
 *
 * @module
 */
import { isFinal, type Job, readEvents } from "../jobs.ts";
import type { Cancellation, Following, Observations, Submission } from "./observations.ts";
import { readAnswer, requestOf } from "./orders.ts";
import type { Plan, PlannedJob, PlannedRequest } from "./plan.ts";
import type { Tally } from "./tally.ts";
import type { Victim } from "./victim.ts";

/** The longest that a request may wait for a result, in seconds. */
const PATIENCE = 30;

/** What became of a request: an error when its connection broke. */
type Reached<T> = { value: T } | { error: string };

export class Client {
  readonly #victim: Victim;
  readonly #plan: Plan;
  readonly #tally: Tally;
  readonly #seen: Pick<Observations, "submissions" | "followings" | "mishaps">;
  /** Kills whose effects were over before the first submission of each job. */
  readonly #killsBefore = new Map<number, number>();

  constructor(
    victim: Victim,
    plan: Plan,
    tally: Tally,
    seen: Pick<Observations, "submissions" | "followings" | "mishaps">,
  ) {
    this.#victim = victim;
    this.#plan = plan;
    this.#tally = tally;
    this.#seen = seen;
  }

  /** Submit the job, again if it has a key and the connection breaks, and follow it to its end. */
  async serve(request: PlannedRequest): Promise<void> {
    const job = this.#plan.jobs[request.job] as PlannedJob;
    if (!this.#killsBefore.has(request.job)) this.#killsBefore.set(request.job, this.#victim.recoveries);
    let reply: Submission["reply"];
    do {
      const sentAt = Date.now();
      reply = await this.#submit(job, request);
      this.#seen.submissions.push({ job: request.job, sentAt, reply });
      this.#tally.answer();
    } while (reply.type === "broken" && job.key !== null);
    if (reply.type === "accepted") await this.#follow(request.job, reply.id);
    this.#tally.finish(request.job);
  }

  async #submit({ order, key }: PlannedJob, { wait }: PlannedRequest): Promise<Submission["reply"]> {
    const { route, type, body } = requestOf(order);
    const headers = {
      "content-type": type,
      prefer: wait === null ? "respond-async" : `wait=${wait}`,
      ...(key !== null && { "idempotency-key": key }),
    };
    const reached = await this.#reach(
      `Submitting ${order.number}`,
      async (url): Promise<Submission["reply"]> => {
        const response = await fetch(new URL(route, url), { method: "POST", headers, body });
        const answersWithId = ["ticket", "late"].includes(order.operation) && response.status === 200;
        return response.status === 202 || answersWithId
          ? { type: "accepted", id: ((await response.json()) as Job).id }
          : { type: "answered", answer: await readAnswer(response) };
      },
    );
    return "error" in reached ? { type: "broken", error: reached.error } : reached.value;
  }

  async #follow(number: number, id: string): Promise<void> {
    const followings = this.#seen.followings.get(number) ?? [];
    this.#seen.followings.set(number, followings);
    // Whoever got it first follows it.
    if (followings.some((following) => following.id === id)) return;
    const following: Following = { id, events: [], answers: [], kills: 0, cancelled: null };
    followings.push(following);
    if (this.#plan.jobs[number]?.cancel === "queued") await this.#cancel(following);
    const step = this.#plan.jobs[number]?.follow === "events" ? this.#watch : this.#ask;
    for (let connection = 0; ; connection++) {
      const ended = await this.#reach(`Following ${number} (${id})`, (url) =>
        step.call(this, number, following, connection, url),
      );
      if ("value" in ended && ended.value) break;
    }
    following.kills = this.#victim.kills - (this.#killsBefore.get(number) ?? 0);
  }

  /** Take its events, from the last one that is known. @returns whether it came to its end */
  async #watch(number: number, following: Following, connection: number, url: URL): Promise<boolean> {
    const { id, events } = following;
    const last = events.at(-1)?.id;
    const headers = new Headers(last === undefined ? {} : { "last-event-id": String(last) });
    const response = await fetch(new URL(`/jobs/${id}/events`, url), { headers });
    // The final event is known: the connection broke after it.
    if (response.status === 204) return true;
    for await (const event of readEvents(response)) {
      events.push({ connection, ...event });
      const isTime = event.job.status === this.#plan.jobs[number]?.cancel;
      if (isTime && following.cancelled === null) await this.#cancel(following);
      if (event.job.progress !== null) this.#tally.advance(number, event.job.progress);
    }
    const end = events.at(-1);
    if (end === undefined || !isFinal(end.job)) throw new Error("the events ended before the job did");
    return true;
  }

  /** Cancel it, once. */
  async #cancel(following: Following): Promise<void> {
    following.cancelled = "unknown";
    const { id } = following;
    const reached = await this.#reach(`Cancelling ${id}`, async (url): Promise<Cancellation> => {
      const response = await fetch(new URL(`/jobs/${id}`, url), { method: "DELETE" });
      await response.body?.cancel();
      const { ok, status } = response;
      if (ok) return "done";
      if (status === 409) return "late";
      throw new Error(`answered with ${status}`);
    });
    if ("value" in reached) following.cancelled = reached.value;
  }

  /** Ask for its result, and wait for it. @returns whether it is there */
  async #ask(_number: number, { id, answers }: Following, _connection: number, url: URL): Promise<boolean> {
    const headers = { prefer: `wait=${PATIENCE}` };
    const answer = await readAnswer(await fetch(new URL(`/jobs/${id}/result`, url), { headers }));
    if (answer.status === 202) return false;
    answers.push(answer);
    return true;
  }

  /** Talk to the server when it is up. An error that no kill explains is a mishap. */
  async #reach<T>(what: string, act: (url: URL) => Promise<T>): Promise<Reached<T>> {
    let url = this.#victim.url;
    for (; url === null; url = this.#victim.url) await this.#victim.back();
    const { outages } = this.#victim;
    try {
      return { value: await act(url) };
    } catch (error) {
      const { message, cause } = error as Error;
      const text = cause instanceof Error ? `${message}: ${cause.message}` : message;
      if (this.#victim.outages === outages) {
        this.#seen.mishaps.push(`${what} broke, and nothing had been killed: ${text}`);
        throw error;
      }
      return { error: text };
    }
  }
}
