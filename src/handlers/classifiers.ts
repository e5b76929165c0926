/** CPU work that takes long: a `function*` reports progress at every `yield`, and resumes from its last checkpoint. */

import { HTTPException } from "hono/http-exception";
import type { Classifier, Epochs, LearningRate, Samples, Weights } from "../models/classifier";
import type { Resume, Steps } from "../operations";

/**
 * Train a classifier.
 *
 * Multinomial logistic regression by gradient descent on the samples of the request. The answer is a ticket: follow
 * `/jobs/{id}/events` to see the training advance. Each epoch is a checkpoint.
 *
 * @post /classifiers
 * @throws {422} The samples differ in their number of features, or all are of one class.
 */
export function* trainClassifier(
  samples: Samples,
  epochs: Epochs = 100,
  learningRate: LearningRate = 0.5,
  resume?: Resume<Weights>,
): Steps<Weights, Classifier> {
  const labels = [...new Set(samples.map((sample) => sample.label))].sort();
  if (labels.length < 2) throw new HTTPException(422, { message: "All samples are of one class." });
  const width = samples[0]?.features.length ?? 0;
  const odd = samples.findIndex((sample) => sample.features.length !== width);
  if (odd >= 0)
    throw new HTTPException(422, { message: `Sample ${odd} has not ${width} features, as sample 0 has.` });

  // The bias is the weight of a feature that is always 1.
  const examples = samples.map(({ features, label }) => ({
    features: [...features, 1],
    target: labels.indexOf(label),
  }));
  let weights = resume ?? { epoch: 0, rows: labels.map(() => new Array<number>(width + 1).fill(0)) };
  while (weights.epoch < epochs) {
    weights = { epoch: weights.epoch + 1, rows: descend(weights.rows, examples, learningRate) };
    yield { progress: weights.epoch / epochs, checkpoint: weights };
  }
  const correct = examples.filter(({ features, target }) => {
    const odds = probabilities(weights.rows, features);
    return odds.indexOf(Math.max(...odds)) === target;
  });
  return { labels, weights: weights.rows, accuracy: correct.length / examples.length };
}

interface Example {
  features: number[];
  /** The row of its class. */
  target: number;
}

/** One step down the gradient of the mean cross-entropy. */
function descend(rows: number[][], examples: Example[], learningRate: number): number[][] {
  const next = rows.map((row) => [...row]);
  const rate = learningRate / examples.length;
  for (const { features, target } of examples) {
    const odds = probabilities(rows, features);
    next.forEach((row, label) => {
      const error = (odds[label] ?? 0) - (label === target ? 1 : 0);
      features.forEach((feature, i) => {
        row[i] = (row[i] ?? 0) - rate * error * feature;
      });
    });
  }
  return next;
}

/** Softmax of the weighted sums: how likely each class is. */
function probabilities(rows: number[][], features: number[]): number[] {
  const scores = rows.map((row) => features.reduce((sum, feature, i) => sum + feature * (row[i] ?? 0), 0));
  const highest = Math.max(...scores); // keeps `exp` from overflowing
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
