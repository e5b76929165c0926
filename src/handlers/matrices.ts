/** CPU work: a plain `function` runs on an executor, and a request that only waits never stands behind it. */

import { HTTPException } from "hono/http-exception";
import type { Matrix } from "../models/matrix";

/**
 * Multiply two matrices.
 *
 * @post /matrices/product
 * @param left Of m × k numbers.
 * @param right Of k × n numbers.
 * @returns Of m × n numbers.
 * @throws {422} The rows of a matrix differ in length, or `left` has not as many columns as `right` has rows.
 */
export function multiply(left: Matrix, right: Matrix): Matrix {
  const inner = columnsOf(left, "left");
  const columns = columnsOf(right, "right");
  if (inner !== right.length)
    throw new HTTPException(422, {
      message: `left has ${inner} columns and right has ${right.length} rows: they must be as many.`,
    });
  return left.map((row) => {
    const product = new Float64Array(columns);
    // Row by row of `right`: memory is read in the order in which it lies.
    row.forEach((factor, k) => {
      right[k]?.forEach((value, j) => {
        product[j] = (product[j] ?? 0) + factor * value;
      });
    });
    return Array.from(product);
  });
}

function columnsOf(matrix: Matrix, name: string): number {
  const columns = matrix[0]?.length ?? 0;
  const odd = matrix.findIndex((row) => row.length !== columns);
  if (odd >= 0)
    throw new HTTPException(422, {
      message: `Row ${odd} of ${name} has ${matrix[odd]?.length} numbers and row 0 has ${columns}.`,
    });
  return columns;
}
