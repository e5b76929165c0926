/** Dependencies that are called as what generated code uses: one of each kind, each on the one before. */
import type { Body, Depends, Header } from "../operations";

export interface User {
  name: string;
  since: Date;
  /** @format int64 */
  balance: bigint;
}

export async function answerStream(token?: Header<string>): Promise<string> {
  return token ?? "none";
}

export function skipped(token: Depends<typeof answerStream>, weight = 2): { token: string; weight: number } {
  return { token, weight };
}

export async function* routeWithExits(
  weighed: Depends<typeof skipped>,
): AsyncGenerator<{ token: string; open: boolean }> {
  const resource = { token: weighed.token, open: true };
  try {
    yield resource;
  } finally {
    resource.open = false;
  }
}

export const checkUser = async (
  name: Body<string>,
  _resource: Depends<typeof routeWithExits>,
): Promise<User> => ({ name, since: new Date(0), balance: 1n });
