import type { NonEmptyString, NonNegativeInteger } from "../operations";

/**
 * Bounded, so that no sum overflows.
 *
 * @minimum -1000000
 * @maximum 1000000
 */
export type Feature = number;

/** What is known about one thing, and which class it is of. */
export interface Sample {
  /**
   * As many in every sample. Numbers of the same magnitude, best between -1 and 1, train best.
   *
   * @minItems 1
   * @maxItems 1000
   */
  features: Feature[];
  label: NonEmptyString;
}

/**
 * @minItems 2
 * @maxItems 100000
 */
export type Samples = Sample[];

/**
 * How often the training goes through all samples.
 *
 * @asType integer
 * @minimum 1
 * @maximum 10000
 */
export type Epochs = number;

/**
 * How far one epoch moves the weights.
 *
 * @exclusiveMinimum 0
 * @maximum 10
 */
export type LearningRate = number;

/** How far the training has come. */
export interface Weights {
  /** Epochs done. */
  epoch: NonNegativeInteger;
  /** For each class the weight of every feature, and the bias at the end. */
  rows: number[][];
}

/** A linear classifier: the class whose row gives the largest sum of weighted features and bias is the answer. */
export interface Classifier {
  /** In the order of the rows of `weights`. */
  labels: string[];
  weights: number[][];
  /** The share of the samples that it classifies correctly, from 0 to 1. */
  accuracy: number;
}
