/**
 * How many items a page has at most.
 *
 * @asType integer
 * @minimum 1
 * @maximum 100
 */
export type Limit = number;

/**
 * How many items come before the page.
 *
 * @asType integer
 * @minimum 0
 * @maximum 1000000
 */
export type Offset = number;
