/** A worker thread: takes a number of rounds, answers what is left after them. */
import { parentPort } from "node:worker_threads";
import { burn } from "./workers/operations.ts";

parentPort?.on("message", (rounds: number) => parentPort?.postMessage(burn(rounds)));
