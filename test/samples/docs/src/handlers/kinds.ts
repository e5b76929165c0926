/** One operation of each kind that the docs page has to execute. */

import { HTTPException } from "hono/http-exception";
import type { accessToken } from "../dependencies/access-token";
import type { Guest, Limit } from "../models/guest";
import type { Depends, Form, Steps, UploadedFile } from "../operations";

const GUESTS: Guest[] = [{ name: "Ada" }, { name: "Grace" }];

/** List guests.
 *  @get /guests */
export async function listGuests(limit: Limit = 10): Promise<Guest[]> {
  return GUESTS.slice(0, limit);
}

/** Welcome a guest.
 *  @post /guests
 *  @status 201 */
export async function welcomeGuest(guest: Guest): Promise<Guest> {
  return guest;
}

/** Read who you are.
 *  @get /guests/me
 *  @security bearer */
export async function readMe(token: Depends<typeof accessToken>): Promise<string> {
  return token;
}

/** Add two numbers. CPU work.
 *  @get /sum */
export function add(left: number, right: number): number {
  return left + right;
}

/** Bake. CPU work in steps.
 *  @post /bread */
export function* bake(): Steps<never, { loaves: number }> {
  yield { progress: 0.5 };
  return { loaves: 2 };
}

/** Burn. CPU work that fails.
 *  @post /toast */
export function* burn(): Steps<never, void> {
  yield { progress: 0.1 };
  throw new HTTPException(409, { message: "It is black." });
}

/** Cook until somebody comes to cancel it.
 *  @post /stew */
export function* stew(): Steps<never, void> {
  for (;;) yield { progress: 0.25 };
}

/** Count, and come to an end.
 *  @get /count */
export async function* count(upTo: number): AsyncGenerator<{ n: number }> {
  for (let n = 1; n <= upTo; n++) yield { n };
}

/** Count, and then be silent for as long as someone listens.
 *  @get /ticks */
export async function* tick(): AsyncGenerator<{ n: number }> {
  yield { n: 1 };
  yield { n: 2 };
  await new Promise(() => {});
}

/** Take a file and its caption.
 *  @post /files */
export async function takeFile(
  file: UploadedFile,
  caption: Form<string>,
): Promise<{ name: string; size: number; caption: string }> {
  return { name: file.name, size: file.bytes.length, caption };
}

/** Give a picture back.
 *  @post /pictures
 *  @consumes image/png
 *  @produces image/png */
export async function echoPicture(picture: Uint8Array): Promise<Uint8Array> {
  return picture;
}
