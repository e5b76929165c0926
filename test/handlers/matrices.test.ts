import fc from "fast-check";
import { expect, test } from "vitest";
import { multiply } from "../../src/handlers/matrices.ts";

/** Integers this small multiply and add without rounding, so that equations hold exactly. */
const number = fc.integer({ min: -100, max: 100 });
const matrix = (rows: number, columns: number) =>
  fc.array(fc.array(number, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });
const size = fc.integer({ min: 1, max: 5 });
const transpose = (rows: number[][]) => (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] ?? 0));

test("multiplies", () => {
  expect(
    multiply(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [
        [1, 0, 2],
        [0, 1, 3],
      ],
    ),
  ).toEqual([
    [1, 2, 8],
    [3, 4, 18],
    [5, 6, 28],
  ]);
});

test("a product's transpose is the product of the transposes in reverse", () => {
  const factors = fc.tuple(size, size, size).chain(([m, k, n]) => fc.tuple(matrix(m, k), matrix(k, n)));
  fc.assert(
    fc.property(factors, ([left, right]) => {
      expect(transpose(multiply(left, right))).toEqual(multiply(transpose(right), transpose(left)));
    }),
  );
});

test.each([
  [
    "shapes that do not fit",
    [[1, 2]],
    [[1, 2]],
    "left has 2 columns and right has 1 rows: they must be as many.",
  ],
  ["a ragged left", [[1, 2], [3]], [[1], [2]], "Row 1 of left has 1 numbers and row 0 has 2."],
  ["a ragged right", [[1, 2]], [[1], [2, 3]], "Row 1 of right has 2 numbers and row 0 has 1."],
])("%s is the client's mistake", (_, left, right, message) => {
  expect(() => multiply(left, right)).toThrow(expect.objectContaining({ status: 422, message }));
});
