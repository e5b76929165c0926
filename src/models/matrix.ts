/**
 * @minItems 1
 * @maxItems 2000
 */
export type MatrixRow = number[];

/**
 * A matrix, row by row. All rows have the same length.
 *
 * @minItems 1
 * @maxItems 2000
 */
export type Matrix = MatrixRow[];
