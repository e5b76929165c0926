/**
 * What a `function*` yields to have jobs done: their results come back as what `yield` gives.
 *
 * @module
 */

import type { ChildOrder } from "./protocol";

export class ChildrenCall {
  readonly orders: ChildOrder[];
  // It passes as a step, which a `function*` is declared to yield.
  readonly progress?: undefined;
  readonly checkpoint?: undefined;

  constructor(orders: ChildOrder[]) {
    this.orders = orders;
  }
}
