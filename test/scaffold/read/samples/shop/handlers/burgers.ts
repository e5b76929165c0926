import type { Depends, Query, Resume, Steps, UploadedFile } from "../../../../../../src/operations";
import type { Customer, customer } from "../dependencies/customer";
import type { Burger, NewBurger, Page, Patty } from "../models/burger";

/**
 * List the menu.
 *
 * @get /burgers
 * @param patty Only these.
 */
export async function listBurgers(patty: Query<Patty[]> = ["beef"], limit = 20): Promise<Page<Burger>> {
  return { items: [], next: `${patty} ${limit}` };
}

/**
 * Put a burger on the menu.
 *
 * @post /burgers
 * @status 201
 * @throws {409} There is one of this name.
 */
export async function createBurger(burger: NewBurger, _by: Depends<typeof customer>): Promise<Burger> {
  return { ...burger, id: "", createdAt: new Date() };
}

/**
 * Follow what is served.
 *
 * @get /burgers/{burgerId}/servings
 */
export async function* followBurger(burgerId: string): AsyncGenerator<{ burgerId: string; at: Date }> {
  yield { burgerId, at: new Date() };
}

/**
 * Make a label. CPU work, so a plain function.
 *
 * @post /labels
 * @produces image/png
 * @timeout 20
 */
export function label(photo: UploadedFile, _customer: Depends<typeof customer>): Uint8Array {
  return photo.bytes;
}

/** @post /forecasts */
export function* forecast(
  history: number[],
  resume?: Resume<{ day: number; by: Customer }>,
): Steps<{ day: number; by: Customer }, number> {
  if (resume) yield { progress: 0.5, checkpoint: resume };
  return history.length;
}
