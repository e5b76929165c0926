import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childOrderOf, type JobOptions, orderOf, startOf } from "../../src/jobs/order.ts";
import { unpack } from "../../src/jobs/payload.ts";

const operation = { operation: "f", priority: 2, retries: 3, timeout: 5_000 };

describe("an order", () => {
  test("is what the stub says, with a queue of its own", () => {
    expect(orderOf({ operation: "f" }, [])).toMatchObject({
      queue: "f",
      priority: 0,
      limits: { concurrency: null, rate: null },
      policy: { kind: "plain", retries: 0, timeout: 300_000, retention: 86_400_000 },
    });
    const limits = { concurrency: 2, rate: { limit: 1, per: 1_000 } };
    expect(orderOf({ ...operation, ...limits, queue: "q" }, [])).toMatchObject({
      queue: "q",
      priority: 2,
      limits,
      policy: { retries: 3, timeout: 5_000 },
    });
  });

  test("says what its options say in place of the stub", () => {
    const order = orderOf(operation, [], { priority: -10, retries: 0, timeout: 0.5 });
    expect(order).toMatchObject({ priority: -10, policy: { retries: 0, timeout: 500 } });
  });

  test("passes on no more arguments than the function takes", () => {
    const { payload } = orderOf({ operation: "f", arity: 1 }, ["room", 0, ["room"]]);
    expect(unpack(payload)).toEqual(["room"]);
  });
});

describe("an option", () => {
  test.each<[JobOptions, string]>([
    [{ priority: 11 }, 'The option "priority" takes a whole number from -10 to 10, not 11.'],
    [{ priority: 0.5 }, 'The option "priority" takes a whole number from -10 to 10, not 0.5.'],
    [{ delay: -1 }, 'The option "delay" takes a number of seconds from 0 to 315360000, not -1.'],
    [{ delay: Number.NaN }, 'The option "delay" takes a number of seconds from 0 to 315360000, not NaN.'],
    [
      { delay: 1e15 },
      'The option "delay" takes a number of seconds from 0 to 315360000, not 1000000000000000.',
    ],
    [{ runAt: new Date("tomorrow") }, 'The option "runAt" takes a valid Date, not Invalid Date.'],
    [{ runAt: new Date(), delay: 1 }, 'The options "runAt" and "delay" exclude each other.'],
    [{ retries: -1 }, 'The option "retries" takes a whole number, 0 or more, not -1.'],
    [{ retries: 1.5 }, 'The option "retries" takes a whole number, 0 or more, not 1.5.'],
    [{ timeout: 0 }, 'The option "timeout" takes a number of seconds above 0, up to 315360000, not 0.'],
    [
      { timeout: 1e300 },
      'The option "timeout" takes a number of seconds above 0, up to 315360000, not 1e+300.',
    ],
  ])("out of its range is refused: %o", (options, message) => {
    expect(() => orderOf(operation, [], options)).toThrow(new RangeError(message));
  });

  test.each<JobOptions>([
    { delay: 1 },
    { runAt: new Date() },
    { idempotencyKey: "k" },
    { webhook: "https://example.com" },
  ])("that only a call alone can have is refused in a batch: %o", (options) => {
    const [option] = Object.keys(options);
    expect(() => childOrderOf(operation, [], options)).toThrow(
      `The option "${option}" is for a call alone: all() and yield* take none that has it.`,
    );
    expect(() => orderOf(operation, [], options)).not.toThrow();
  });
});

describe("the start of a job", () => {
  test("is now, after a delay, or at a time", () => {
    expect(startOf({}, 1_000)).toBeNull();
    expect(startOf({ delay: 2 }, 1_000)).toBe(3_000);
    expect(startOf({ runAt: new Date(5_000) }, 1_000)).toBe(5_000);
  });

  test("is always a time that can be told", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 315_360_000, noNaN: true }), (delay) => {
        expect(() => orderOf(operation, [], { delay })).not.toThrow();
        expect(() => new Date(startOf({ delay }, Date.now()) as number).toISOString()).not.toThrow();
      }),
    );
  });
});
