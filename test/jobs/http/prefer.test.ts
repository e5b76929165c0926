import { describe, expect, test } from "vitest";
import { preferenceApplied, readPrefer } from "../../../src/jobs/http/prefer";

describe("readPrefer", () => {
  test.each([
    [undefined, null, false],
    ["", null, false],
    ["wait=5", 5, false],
    ["respond-async", null, true],
    ["respond-async, wait=10", 10, true],
    ["Wait=5, RESPOND-ASYNC", 5, true],
    ['wait="5"', 5, false],
    ["wait = 7", 7, false],
    ["wait=0", 0, false],
    ["wait=31", 30, false],
    ["wait=99999999999999999999", 30, false],
    ["wait=5, wait=6", 5, false],
    ["wait=5; of=mind", 5, false],
    ["handling=lenient, wait=5", 5, false],
    // Malformed: ignored, and what stands beside it counts.
    ["wait", null, false],
    ["wait=", null, false],
    ["wait=-1", null, false],
    ["wait=1.5", null, false],
    ["wait=soon, respond-async", null, true],
    ["wait=soon, wait=6", 6, false],
    ['note="wait=5, respond-async"', null, false],
    ['note="\\", wait=5"', null, false],
    ["=, wait=5", 5, false],
    ["respond-async=yes", null, false],
  ])("%s", (header, wait, respondAsync) => {
    expect(readPrefer(header)).toEqual({ wait, respondAsync });
  });
});

describe("preferenceApplied", () => {
  test("says what was read, with the wait that was granted", () => {
    expect(preferenceApplied(readPrefer("wait=99, respond-async"))).toBe("respond-async, wait=30");
    expect(preferenceApplied(readPrefer("handling=lenient"))).toBeNull();
  });
});
