import fc from "fast-check";
import { expect, test } from "vitest";
import { trainClassifier } from "../../src/handlers/classifiers.ts";
import type { Classifier, Sample, Weights } from "../../src/models/classifier.ts";
import type { Step, Steps } from "../../src/operations/index.ts";

const CORNERS: Sample[] = [
  { features: [1, 1], label: "north-east" },
  { features: [0.8, 0.9], label: "north-east" },
  { features: [-1, 1], label: "north-west" },
  { features: [-0.7, 0.8], label: "north-west" },
  { features: [0, -1], label: "south" },
  { features: [0.1, -0.9], label: "south" },
];

function finish(steps: Steps<Weights, Classifier>): { steps: Step<Weights>[]; classifier: Classifier } {
  const seen: Step<Weights>[] = [];
  for (;;) {
    const { value, done } = steps.next();
    if (done) return { steps: seen, classifier: value };
    seen.push(value);
  }
}

test("learns classes that a line can separate", () => {
  const { classifier } = finish(trainClassifier(CORNERS, 100));
  expect(classifier.labels).toEqual(["north-east", "north-west", "south"]);
  expect(classifier.accuracy).toBe(1);
  expect(classifier.weights.map((row) => row.length)).toEqual([3, 3, 3]);
});

test("reports each epoch", () => {
  const { steps } = finish(trainClassifier(CORNERS, 4));
  expect(steps.map((step) => step.progress)).toEqual([0.25, 0.5, 0.75, 1]);
  expect(steps.map((step) => step.checkpoint?.epoch)).toEqual([1, 2, 3, 4]);
});

test("resumes from any checkpoint, through JSON, to the same result", () => {
  const feature = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const sample = fc.record({
    features: fc.tuple(feature, feature),
    label: fc.constantFrom("a", "b", "c"),
  });
  const samples = fc
    .array(sample, { minLength: 2, maxLength: 8 })
    .filter((list) => new Set(list.map(({ label }) => label)).size > 1);
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 6 }), (list, epochs) => {
      const whole = finish(trainClassifier(list, epochs));
      whole.steps.forEach((step, index) => {
        const checkpoint = JSON.parse(JSON.stringify(step.checkpoint));
        const rest = finish(trainClassifier(list, epochs, undefined, checkpoint));
        expect(rest.steps).toEqual(whole.steps.slice(index + 1));
        expect(rest.classifier).toEqual(whole.classifier);
      });
    }),
  );
});

test.each([
  ["one class", [CORNERS[0], CORNERS[1]], "All samples are of one class."],
  [
    "uneven samples",
    [CORNERS[0], { features: [1], label: "south" }],
    "Sample 1 has not 2 features, as sample 0 has.",
  ],
])("%s is the client's mistake", (_, samples, message) => {
  expect(() => trainClassifier(samples as Sample[]).next()).toThrow(
    expect.objectContaining({ status: 422, message }),
  );
});
