import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import { History } from "../../../src/jobs/queue/history";
import { queue } from "../bindings";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** On the hour. */
const NOW = Date.parse("2026-11-25T12:00:00Z");

afterEach(() => reset());

/** Do that with a history on the tables of a real object. */
function inHistory(act: (history: History, again: () => History, sql: SqlStorage) => void): Promise<void> {
  return runInDurableObject(queue(), (_, { storage: { sql } }) => {
    const again = () => new History(sql);
    act(again(), again, sql);
  });
}

/** When how many `add` were submitted. */
function submitted(
  history: History,
  from: number,
  now: number,
): [minutes: number, count: number | undefined][] {
  return history
    .since(from, now)
    .stretches.map(({ at, metrics }) => [(at - NOW) / MINUTE, metrics.add?.submitted]);
}

const add = (history: History, at: number) => history.record("add", { type: "submitted" }, at);

test("a history tells minutes apart, and leaves out those in which nothing happened", () =>
  inHistory((history) => {
    for (const at of [NOW, NOW + 59_999, NOW + MINUTE, NOW + 5 * MINUTE]) add(history, at);
    expect(submitted(history, NOW, NOW + 5 * MINUTE)).toEqual([
      [0, 2],
      [1, 1],
      [5, 1],
    ]);
    expect(submitted(history, NOW + MINUTE, NOW + 5 * MINUTE)).toEqual([
      [1, 1],
      [5, 1],
    ]);
  }));

test("what was saved is there for the next object, which goes on with the same minute", () =>
  inHistory((history, again) => {
    add(history, NOW);
    history.save(NOW + 1_000);
    add(history, NOW + 2_000);
    const next = again();
    add(next, NOW + 3_000);
    expect(submitted(next, NOW, NOW + 4_000)).toEqual([[0, 2]]);
  }));

test("what is older than three hours is told by quarters of an hour, however it came there", () =>
  inHistory((history, again) => {
    const times = [0, 1, 14, 15, 61, 200, 201];
    let present = history;
    for (const minutes of times) {
      const at = NOW + minutes * MINUTE;
      add(present, at);
      present.save(at);
      // A new object knows no more than the tables.
      if (minutes % 2 === 1) present = again();
    }
    const now = NOW + 202 * MINUTE;
    expect(present.since(now - 4 * HOUR, now).step).toBe(15 * MINUTE);
    expect(submitted(present, now - 4 * HOUR, now)).toEqual([
      [0, 3],
      [15, 1],
      [60, 1],
      [195, 2],
    ]);
    expect(present.since(now - 3 * HOUR, now).step).toBe(MINUTE);
    expect(submitted(present, now - 3 * HOUR, now)).toEqual([
      [61, 1],
      [200, 1],
      [201, 1],
    ]);
  }));

test("it does not grow for ever", () =>
  inHistory((history, _, sql) => {
    for (let minutes = 0; minutes < 4 * 24 * 60; minutes++) {
      const at = NOW + minutes * MINUTE;
      add(history, at);
      history.save(at);
    }
    const { n } = sql.exec<{ n: number }>("SELECT count(*) AS n FROM history").one();
    expect(n).toBeLessThan(3 * 60 + 48 * 4 + 20);
    const now = NOW + 4 * 24 * HOUR - 1;
    const counts = submitted(history, now - 48 * HOUR, now).map(([, count]) => count ?? 0);
    expect(counts).toEqual(counts.map(() => 15));
    expect(counts.length).toBeGreaterThanOrEqual(48 * 4);
  }));

test("nothing is written while nothing happens", () =>
  inHistory((history, _, sql) => {
    add(history, NOW);
    history.save(NOW);
    sql.exec("DELETE FROM history");
    history.save(NOW + HOUR);
    expect(sql.exec<{ n: number }>("SELECT count(*) AS n FROM history").one().n).toBe(0);
  }));
