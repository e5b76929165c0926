import { createHash } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

/** Another `npm run dev` serves the same state. */
export class StateTakenError extends Error {
  override name = "StateTakenError";
}

/**
 * Claim a state folder until this process ends: two queues on one database would run every job twice.
 *
 * A socket that listens is the claim, since the system takes it back however the process ends.
 *
 * @param state Absolute path of the folder.
 * @throws {StateTakenError}
 */
export async function claimState(state: string): Promise<void> {
  const digest = createHash("sha256").update(state).digest("hex").slice(0, 16);
  const address =
    process.platform === "win32"
      ? `\\\\.\\pipe\\shortorder-${digest}`
      : path.join(tmpdir(), `shortorder-${digest}.sock`);
  if (await listen(address)) return;
  const owner = await ask(address);
  if (owner !== null)
    throw new StateTakenError(
      `Another npm run dev (pid ${owner}) serves ${state}. Stop it, or keep another state: npm run dev -- --state DIR`,
    );
  rmSync(address, { force: true });
  await listen(address);
}

async function listen(address: string): Promise<boolean> {
  const server = createServer((socket) => socket.end(String(process.pid)));
  server.listen(address).unref();
  try {
    await once(server, "listening");
    process.once("exit", () => rmSync(address, { force: true }));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
}

/** @returns the pid of who listens there, or null for a socket that a killed process left behind. */
async function ask(address: string): Promise<string | null> {
  try {
    return await text(connect(address));
  } catch {
    return null;
  }
}
