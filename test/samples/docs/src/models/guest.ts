export interface Guest {
  /** @minLength 1 */
  name: string;
}

/**
 * @asType integer
 * @minimum 1
 * @maximum 100
 */
export type Limit = number;
