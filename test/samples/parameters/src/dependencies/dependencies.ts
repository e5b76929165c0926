import { HTTPException } from "hono/http-exception";
import type { Depends, Header } from "../operations";

/** What happened, in order. */
export const events: string[] = [];

/** Another object at every call. */
export async function steady(): Promise<{ id: number }> {
  events.push("steady");
  return { id: Math.random() };
}

/** Set-up and tear-down. */
export async function* torn(_shared: Depends<typeof steady>): AsyncGenerator<string> {
  events.push("set up");
  try {
    yield "resource";
  } catch (error) {
    events.push(`saw ${(error as Error).message}`);
    throw error;
  } finally {
    events.push("torn down");
  }
}

/** CPU work. */
export function plain(factor: number = 2): number {
  return factor * 21;
}

/** Lets nobody pass. */
export async function failing(level: Header<number>): Promise<never> {
  throw new HTTPException(401, { message: `Level ${level} may not.` });
}
