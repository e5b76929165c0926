/**
 * Bounded, so that no product overflows.
 *
 * @minimum -1e100
 * @maximum 1e100
 */
export type MatrixEntry = number;

/**
 * @minItems 1
 * @maxItems 2000
 */
export type MatrixRow = MatrixEntry[];

/**
 * A matrix, row by row. All rows have the same length.
 *
 * @minItems 1
 * @maxItems 2000
 */
export type Matrix = MatrixRow[];
