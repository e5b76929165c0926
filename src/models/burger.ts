import type { PositiveInteger } from "../operations";

/** What the burger is made around. */
export type Patty = "beef" | "chicken" | "vegetarian" | "vegan";

/**
 * @minLength 1
 * @maxLength 60
 */
export type BurgerName = string;

/**
 * An amount of money, in cents.
 *
 * @asType integer
 * @minimum 1
 * @maximum 1000000
 */
export type Cents = number;

/**
 * How long it lies on the grill.
 *
 * @asType integer
 * @minimum 1
 * @maximum 60
 */
export type GrillSeconds = number;

/** A burger as it stands on the menu. */
export interface Burger {
  id: PositiveInteger;
  name: BurgerName;
  patty: Patty;
  price: Cents;
  grillSeconds: GrillSeconds;
}

/** A burger to put on the menu. */
export interface NewBurger {
  /** No two burgers have the same name, whatever the case of its letters. */
  name: BurgerName;
  patty: Patty;
  price: Cents;
  /** What its ingredients cost us. It goes in, and never comes out: `Burger` does not declare it. */
  cost: Cents;
  grillSeconds: GrillSeconds;
}
