import fc from "fast-check";
import type { Happening } from "../../../src/jobs/metrics/metrics";

const ms = fc.oneof(fc.nat(100), fc.nat(100_000), fc.nat(10_000_000), fc.integer({ min: -1000, max: -1 }));

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ type: fc.constantFrom("submitted" as const, "rejected" as const) }),
  fc.record({ type: fc.constant("started" as const), waitMs: ms }),
  fc.record({ type: fc.constantFrom("retried" as const, "lost" as const) }),
  fc.record({
    type: fc.constant("finished" as const),
    status: fc.constantFrom("succeeded" as const, "failed" as const, "cancelled" as const),
    runMs: fc.option(ms),
  }),
);

/** Names that objects have of themselves among them. */
const operation = fc.constantFrom("multiply", "trainClassifier", "constructor", "toString", "__proto__");

export const story = fc.array(fc.tuple(operation, happening), { maxLength: 60 });
