import type { Integer, PositiveInteger } from "../operations";

/**
 * @asType integer
 * @minimum 1
 * @maximum 100
 */
export type Limit = number;

export interface Burger {
  id: Integer;
  name: string;
  price: Integer;
  limit: Integer;
}

/** @get /burgers/{burgerId} */
export async function readBurger(burgerId: PositiveInteger, limit: Limit = 10): Promise<Burger> {
  return { id: burgerId, name: "Classic", price: 850, limit };
}
