import type { NonEmptyString, PositiveInteger } from "../operations";

export interface Address {
  street: NonEmptyString;
  city: NonEmptyString;
  /** @maxLength 10 */
  zip: string;
}

export interface Customer {
  /**
   * @minLength 1
   * @maxLength 60
   */
  name: string;
  address: Address;
}

export interface Line {
  burgerId: PositiveInteger;
  /**
   * @asType integer
   * @minimum 1
   * @maximum 10
   */
  quantity: number;
  /** @maxItems 8 */
  toppings: NonEmptyString[];
  /** @maxLength 200 */
  note?: string;
}

export interface Order {
  customer: Customer;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  lines: Line[];
  paid: boolean;
}

/** @post /orders */
export async function placeOrder(order: Order): Promise<Order> {
  return order;
}
