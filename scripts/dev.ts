/**
 * `npm run dev`: one edge process and N executor processes, as in production, reloaded when the source changes.
 *
 * @module
 */
import path from "node:path";
import { UsageError } from "./command-line/arguments.ts";
import { createConsole } from "./command-line/console.ts";
import { endOnSignal } from "./command-line/signals.ts";
import { claimState, StateTakenError } from "./dev/claim.ts";
import { type DevOptions, readOptions, usage } from "./dev/options.ts";
import { assertPortFree, PortTakenError } from "./dev/port.ts";
import { ScaffoldThread } from "./dev/scaffolder.ts";

const root = path.resolve(import.meta.dirname, "..");
const terminal = createConsole(process.stdout, process.stderr);

try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") console.log(usage);
  else await serve(options);
} catch (error) {
  if (error instanceof UsageError) {
    terminal.fail(error.message);
    console.error(`\n${usage}`);
    process.exitCode = 2;
  } else if (error instanceof PortTakenError || error instanceof StateTakenError) {
    terminal.fail(error.message);
    process.exit(1);
  } else throw error;
}

async function serve(options: DevOptions): Promise<void> {
  await assertPortFree(options.host, options.port);
  await claimState(path.resolve(root, options.state));
  // Both take a while to load: side by side.
  const scaffolder = new ScaffoldThread(root);
  const { DevServer } = await import("./dev/server.ts");
  const server = new DevServer(root, options, scaffolder, terminal);
  endOnSignal(() => server.stop());
  await server.run();
}
