/**
 * Real `npm run dev` processes for tests: what a test that fails in the middle leaves behind is cleared away.
 *
 * @module
 */
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
