import type { Messages } from "../operations";

let farewells = 0;

/** @websocket /sockets/farewell */
export async function* sayFarewell(texts: Messages<string>): AsyncGenerator<string> {
  try {
    for await (const text of texts) yield text;
  } finally {
    await new Promise((resolve) => setTimeout(resolve, 100));
    farewells++;
  }
}

/** @get /sockets/farewells */
export async function countFarewells(): Promise<number> {
  return farewells;
}
