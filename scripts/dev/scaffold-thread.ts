/**
 * The thread behind `scaffolder.ts`.
 *
 * @module
 */
import { parentPort, workerData } from "node:worker_threads";
import { formatDiagnostic } from "../scaffold/diagnostic.ts";
import { Scaffolder } from "../scaffold/index.ts";

/** What the thread answers to every message. */
export interface ScaffoldReport {
  /** False: an error kept src/generated as it was. */
  written: boolean;
  /** Warnings and errors as they are shown; empty without any. */
  text: string;
}

/** Of the project whose folder the thread was given. */
const scaffolder = new Scaffolder(workerData);

parentPort?.on("message", async () => parentPort?.postMessage(await report()));

async function report(): Promise<ScaffoldReport> {
  try {
    const { diagnostics, changes } = await scaffolder.write();
    return { written: changes !== undefined, text: diagnostics.map(formatDiagnostic).join("\n\n") };
  } catch (error) {
    // A fault of the scaffolder itself; without its stack nobody could mend it.
    return { written: false, text: (error as Error).stack ?? String(error) };
  }
}
