/** What the operations of the fault tests take and give. Every answer carries the number of its order. */

/** Work that ends well. */
export interface Order {
  /** Which order this is: no two have the same. */
  number: number;
  /** How much work it is, in rounds of `mix`. */
  rounds: number;
}

/** Work that is the client's mistake. */
export interface RefusedOrder {
  number: number;
  status: 404 | 409 | 422;
}

/** Work in steps. */
export interface LongOrder extends Order {
  /** Each of so many rounds. */
  steps: number;
  /** Throws once, half way. */
  trips: boolean;
}

export interface Mixture {
  number: number;
  value: number;
}

/** A checkpoint of a walk. */
export interface Footprint {
  /** Steps done. */
  at: number;
  value: number;
  /** Where attempts have resumed, in steps done. */
  resumed: number[];
  tripped: boolean;
}

export interface Walk extends Mixture {
  resumed: number[];
}
