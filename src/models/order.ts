import type { PositiveInteger, Uuid } from "../operations";
import type { BurgerName, Cents, GrillSeconds } from "./burger";

/** One line of an order. */
export interface OrderLine {
  burgerId: PositiveInteger;
  /**
   * @asType integer
   * @minimum 1
   * @maximum 3
   */
  quantity: number;
}

export interface NewOrder {
  /**
   * @minItems 1
   * @maxItems 10
   */
  lines: OrderLine[];
}

/** A burger as it was on the menu when it was ordered. */
export interface OrderedBurger {
  name: BurgerName;
  price: Cents;
  grillSeconds: GrillSeconds;
}

export interface Order {
  id: Uuid;
  placedAt: Date;
  total: Cents;
  burgers: OrderedBurger[];
}

/** A burger's turn on the grill. */
export interface Serving {
  burger: BurgerName;
  /** Which grill, from 1. */
  grill: PositiveInteger;
  /** When it is done, in seconds after the order was placed. */
  readyAfter: PositiveInteger;
}

/** How the kitchen makes an order. */
export interface KitchenPlan {
  /** When the last burger is done, in seconds after the order was placed. */
  readyAfter: PositiveInteger;
  /** In the order in which they are done. */
  servings: Serving[];
}

export interface PlannedOrder extends Order {
  plan: KitchenPlan;
}
