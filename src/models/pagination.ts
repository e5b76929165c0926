/**
 * How many items a page has at most.
 *
 * @asType integer
 * @minimum 1
 * @maximum 100
 */
export type Limit = number;
