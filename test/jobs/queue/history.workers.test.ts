import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import { type Metrics, recorded } from "../../../src/jobs/metrics/metrics";
import { History } from "../../../src/jobs/queue/history";
import { queue } from "../bindings";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** On the hour. */
const NOW = Date.parse("2026-11-25T12:00:00Z");

afterEach(() => reset());

/** A history with what it is of; each has counted something already. */
class Kept {
  readonly #sql: SqlStorage;
  readonly #history: History;
  #metrics: Metrics = recorded({}, "add", { type: "submitted" });

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#history = new History(sql, this.#metrics, NOW);
  }

  add(at: number): void {
    this.#history.pass(this.#metrics, at);
    this.#metrics = recorded(this.#metrics, "add", { type: "submitted" });
  }

  save(now: number): void {
    this.#history.save(this.#metrics, now);
  }

  past(from: number, now: number) {
    this.save(now);
    return this.#history.since(from, now);
  }

  /** When how many were added, in minutes. */
  added(from: number, now: number): [minutes: number, count: number | undefined][] {
    return this.past(from, now).stretches.map(({ at, metrics }) => [
      (at - NOW) / MINUTE,
      metrics.add?.submitted,
    ]);
  }

  /** A new object, which knows no more than the tables. */
  again(): Kept {
    return new Kept(this.#sql);
  }
}

/** Do that with a history on the tables of a real object. */
function inHistory(act: (history: Kept, sql: SqlStorage) => void): Promise<void> {
  return runInDurableObject(queue(), (_, { storage: { sql } }) => act(new Kept(sql), sql));
}

test("a history tells minutes apart, and leaves out those in which nothing happened", () =>
  inHistory((history) => {
    for (const at of [NOW, NOW + 59_999, NOW + MINUTE, NOW + 5 * MINUTE]) history.add(at);
    expect(history.added(NOW, NOW + 5 * MINUTE)).toEqual([
      [0, 2],
      [1, 1],
      [5, 1],
    ]);
    expect(history.added(NOW + MINUTE, NOW + 5 * MINUTE)).toEqual([
      [1, 1],
      [5, 1],
    ]);
  }));

test("what was saved is there for the next object, which goes on with the same minute", () =>
  inHistory((history) => {
    history.add(NOW);
    history.save(NOW + 1_000);
    history.add(NOW + 2_000);
    const next = history.again();
    next.add(NOW + 3_000);
    expect(next.added(NOW, NOW + 4_000)).toEqual([[0, 2]]);
  }));

test("what is older than three hours is told by quarters of an hour, however it came there", () =>
  inHistory((history) => {
    const times = [0, 1, 14, 15, 61, 200, 201];
    let present = history;
    for (const minutes of times) {
      const at = NOW + minutes * MINUTE;
      present.add(at);
      present.save(at);
      if (minutes % 2 === 1) present = present.again();
    }
    const now = NOW + 202 * MINUTE;
    expect(present.past(now - 4 * HOUR, now).step).toBe(15 * MINUTE);
    expect(present.added(now - 4 * HOUR, now)).toEqual([
      [0, 3],
      [15, 1],
      [60, 1],
      [195, 2],
    ]);
    expect(present.past(now - 3 * HOUR, now).step).toBe(MINUTE);
    expect(present.added(now - 3 * HOUR, now)).toEqual([
      [61, 1],
      [200, 1],
      [201, 1],
    ]);
  }));

test("it does not grow for ever", () =>
  inHistory((history, sql) => {
    for (let minutes = 0; minutes < 4 * 24 * 60; minutes++) {
      const at = NOW + minutes * MINUTE;
      history.add(at);
      history.save(at);
    }
    const { n } = sql.exec<{ n: number }>("SELECT count(*) AS n FROM history").one();
    expect(n).toBeLessThan(3 * 60 + 48 * 4 + 20);
    const now = NOW + 4 * 24 * HOUR - 1;
    const counts = history.added(now - 48 * HOUR, now).map(([, count]) => count ?? 0);
    expect(counts).toEqual(counts.map(() => 15));
    expect(counts.length).toBeGreaterThanOrEqual(48 * 4);
  }));

test("nothing is written while nothing happens", () =>
  inHistory((history, sql) => {
    history.add(NOW);
    history.save(NOW);
    sql.exec("DELETE FROM history");
    history.save(NOW + HOUR);
    expect(sql.exec<{ n: number }>("SELECT count(*) AS n FROM history").one().n).toBe(0);
  }));
