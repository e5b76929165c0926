/**
 * The thread behind `scaffolder.ts`.
 *
 * @module
 */
import { parentPort } from "node:worker_threads";
import { formatDiagnostic } from "../scaffold/diagnostic.ts";
import { scaffold } from "../scaffold/index.ts";

/** What the thread answers to a root folder. */
export interface ScaffoldReport {
  /** False: an error kept src/generated as it was. */
  written: boolean;
  /** Warnings and errors as they are shown; empty without any. */
  text: string;
}

parentPort?.on("message", async (root: string) => parentPort?.postMessage(await report(root)));

async function report(root: string): Promise<ScaffoldReport> {
  try {
    const { diagnostics, written } = await scaffold(root);
    return { written: written !== undefined, text: diagnostics.map(formatDiagnostic).join("\n\n") };
  } catch (error) {
    // A fault of the scaffolder itself; without its stack nobody could mend it.
    return { written: false, text: (error as Error).stack ?? String(error) };
  }
}
