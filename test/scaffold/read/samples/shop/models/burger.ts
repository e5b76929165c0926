import type { NonEmptyString } from "../../../../../../src/operations";

/** In cents.
 *  @asType integer
 *  @minimum 0 */
export type Price = number;

export type Patty = "beef" | "chicken" | "vegan";

/** What it takes to make a burger. */
export interface NewBurger {
  name: NonEmptyString;
  patty: Patty;
  price: Price;
  /** @maxItems 10
   *  @uniqueItems */
  toppings?: Topping[];
}

export interface Burger extends NewBurger {
  /** @format uuid */
  id: string;
  createdAt: Date;
}

export interface Topping {
  name: string;
  /** What to take when it is sold out. */
  instead?: Topping | null;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}
