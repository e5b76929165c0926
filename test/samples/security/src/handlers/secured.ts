import type { mayCook, serviceOrUser } from "../dependencies/callers";
import type { Depends } from "../operations";
import type { ApiKey, apiKey, BasicUser, basicUser, JwtClaims, jwtClaims } from "../security";

/** @get /open */
export async function open(): Promise<string> {
  return "come in";
}

/** @get /claims */
export async function claims(caller: Depends<typeof jwtClaims>): Promise<JwtClaims> {
  return caller;
}

/** @post /burgers */
export async function cook(caller: Depends<typeof mayCook>, name: string): Promise<string> {
  return `${caller.sub} cooks ${name}`;
}

/** @get /key */
export async function key(caller: Depends<typeof apiKey>): Promise<ApiKey> {
  return caller;
}

/** @get /health */
export async function health(caller: Depends<typeof apiKey>): Promise<string> {
  return `fine, ${caller.name}`;
}

/** @get /user */
export async function user(caller: Depends<typeof basicUser>): Promise<BasicUser> {
  return caller;
}

/** @get /either */
export async function either(caller: Depends<typeof serviceOrUser>): Promise<string> {
  return caller;
}

/** CPU work: who asks goes with it through the queue.
 *  @get /squares/{n} */
export function square(n: number, caller: Depends<typeof jwtClaims>): { square: number; by: JwtClaims } {
  return { square: n * n, by: caller };
}
