/**
 * Real `npm run dev` processes for tests: what a test that fails in the middle leaves behind is cleared away.
 *
 * @module
 */
import { createServer } from "node:net";
import { afterAll } from "vitest";
import { DevServer, endServers } from "./dev-server.ts";
import { copyProject, removeCopies } from "./project-copy.ts";

export { copyProject, DevServer };

afterAll(async () => {
  await endServers();
  await removeCopies();
});

/** Start the template as it is. */
export async function startProject(args: string[] = []): Promise<DevServer> {
  return await new DevServer(await copyProject(), ["--port", "0", ...args]).ready();
}

/** Start the template with the handlers of a folder of test/samples. */
export async function startSample(sample: string, args: string[] = []): Promise<DevServer> {
  return await new DevServer(await copyProject(sample), ["--port", "0", ...args]).ready();
}

/** A port that is free now, for what has to know it before the server that takes it has started. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
