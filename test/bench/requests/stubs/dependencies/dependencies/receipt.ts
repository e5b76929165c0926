import type { Depends } from "../operations";

interface Restaurant {
  name: string;
  currency: string;
}

export async function restaurant(): Promise<Restaurant> {
  return { name: "The Short Order", currency: "EUR" };
}

export async function counter(house: Depends<typeof restaurant>): Promise<string> {
  return `counter 1 of ${house.name}`;
}

export async function cashier(place: Depends<typeof counter>): Promise<string> {
  return `Ada at ${place}`;
}

export async function till(
  person: Depends<typeof cashier>,
  house: Depends<typeof restaurant>,
): Promise<string> {
  return `${house.currency} till, ${person}`;
}

export async function receipt(source: Depends<typeof till>): Promise<{ from: string; total: number }> {
  return { from: source, total: 850 };
}
