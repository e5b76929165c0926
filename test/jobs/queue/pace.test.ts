import { describe, expect, test } from "vitest";
import { Pace } from "../../../src/jobs/queue/pace";

describe("the pace of a queue", () => {
  test("is unknown at first: its jobs go one by one", () => {
    expect(new Pace().jobsPerCall("f")).toBe(1);
  });

  test("lets as many short jobs share a call as take some milliseconds together", () => {
    const pace = new Pace();
    pace.record("f", 1, 5);
    expect(pace.jobsPerCall("f")).toBe(4);
    pace.record("g", 1, 300);
    expect(pace.jobsPerCall("g")).toBe(1);
  });

  test("follows what its jobs take, with what the way costs shared among them", () => {
    const pace = new Pace();
    pace.record("f", 1, 5);
    for (let calls = 0; calls < 20; calls++) pace.record("f", pace.jobsPerCall("f"), 4);
    expect(pace.jobsPerCall("f")).toBe(32);
    for (let calls = 0; calls < 20; calls++) pace.record("f", 1, 100);
    expect(pace.jobsPerCall("f")).toBe(1);
  });

  test("takes no time at all where the clock is too coarse to see it", () => {
    const pace = new Pace();
    pace.record("f", 1, 0);
    expect(pace.jobsPerCall("f")).toBe(32);
  });

  test("is forgotten with a lost executor", () => {
    const pace = new Pace();
    pace.record("f", 1, 1);
    pace.forget("f");
    expect(pace.jobsPerCall("f")).toBe(1);
  });
});
