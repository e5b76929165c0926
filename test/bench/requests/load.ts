/**
 * Load on a server, by autocannon.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { peersFolder } from "../frame/peers.ts";
import { onOtherCores } from "./cores.ts";
import type { Probe } from "./probes.ts";
import type { Server } from "./server.ts";

/** Enough that the server always has a request to turn to. */
const CONNECTIONS = 32;

/** What became of a load. */
export interface Served {
  /** Requests in a second of the server's CPU time. */
  perCpuSecond: number;
  /** The share of its core that the server took. */
  busy: number;
}

/**
 * Send a request so many times.
 *
 * @throws when an answer has another status than the probe says, or none comes
 */
export async function load(server: Server, probe: Probe, times: number): Promise<Served> {
  const [before, started] = [await server.cpuTime(), performance.now()];
  const report = await autocannon(server, probe, times);
  const [cpuTime, time] = [(await server.cpuTime()) - before, performance.now() - started];
  const answered = report[`${probe.status.toString()[0]}xx` as "2xx"];
  if (answered !== times || report.errors > 0)
    throw new Error(`Of ${times} × ${probe.name}, ${answered} were answered with ${probe.status}.`);
  return { perCpuSecond: (times / cpuTime) * 1000, busy: cpuTime / Math.min(time, report.duration * 1000) };
}

async function autocannon(
  { url }: Server,
  { path: target, body }: Probe,
  times: number,
): Promise<{ "2xx": number; "4xx": number; errors: number; duration: number }> {
  const script = path.join(peersFolder, "node_modules/autocannon/autocannon.js");
  const post = ["--method", "POST", "--headers", "content-type=application/json", "--body", body ?? ""];
  const [program = "", ...args] = [
    ...onOtherCores,
    process.execPath,
    script,
    ...["--json", "--connections", String(CONNECTIONS), "--amount", String(times)],
    ...(body === undefined ? [] : post),
    new URL(target, url).href,
  ];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
  const [report] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return JSON.parse(report);
}
