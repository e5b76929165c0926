#!/usr/bin/env node
/**
 * How long does a request that waits take while every executor works? Idle and busy rounds take turns against one
 * running server, so that what else the machine does falls on both.
 *
 * @example
 * npm run dev -- --executors 1
 * npm run bench:ping
 */
import { Agent, request as httpRequest } from "node:http";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://localhost:8787" },
    rounds: { type: "string", default: "10" },
    pings: { type: "string", default: "300" },
    executors: { type: "string", default: "1" },
    help: { type: "boolean", short: "h" },
  },
});

if (values.help) {
  console.log(`Usage: npm run bench:ping -- [--url http://localhost:8787] [--rounds 10] [--pings 300] [--executors 1]

Times GET /ping in turns: with nothing else to do, and while each of the server's --executors multiplies two large matrices.`);
  process.exit();
}

const url = new URL(values.url);
const [rounds, pings, executors] = [values.rounds, values.pings, values.executors].map(Number) as [
  number,
  number,
  number,
];
// One connection: what is timed is the request, not the handshake.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One GET. @returns milliseconds until the whole answer is there */
function ping(): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const request = httpRequest(new URL("/ping", url).href, { agent }, (response) => {
      response.resume();
      response.on("end", () => resolve(performance.now() - started));
    });
    request.on("error", reject).end();
  });
}

async function round(): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < pings; i++) times.push(await ping());
  return times;
}

/** Seconds of CPU for a few megabytes to carry. */
const size = 1100;
const matrix = Array.from({ length: size }, (_, row) =>
  Array.from({ length: size }, (_, column) => (row * column) % 10),
);
const product = JSON.stringify({ left: matrix, right: matrix });

/** Give an executor work. @returns the job's path, once it runs */
async function work(): Promise<string> {
  const headers = { "content-type": "application/json", prefer: "respond-async" };
  const response = await fetch(new URL("/matrices/product", url), { method: "POST", headers, body: product });
  await response.arrayBuffer();
  const path = response.headers.get("location") ?? "";
  await reached(path, "running");
  return path;
}

/** Follow a job until it has this status. */
async function reached(path: string, status: string): Promise<void> {
  const events = (await fetch(new URL(`${path}/events`, url))).body?.pipeThrough(new TextDecoderStream());
  let text = "";
  for await (const part of events ?? []) {
    text += part;
    if (text.includes(`"status":"${status}"`)) return;
  }
  if (text !== "") throw new Error(`${path} never was ${status}:\n${text}`);
}

async function statusOf(path: string): Promise<string> {
  return ((await (await fetch(new URL(path, url))).json()) as { status: string }).status;
}

function quantile(times: number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

await round(); // warm up
const idle: number[] = [];
const busy: number[] = [];
let discarded = 0;
for (let i = 0; i < rounds; i++) {
  const quiet = await round();
  const paths = await Promise.all(Array.from({ length: executors }, work));
  const loaded = await round();
  const statuses = await Promise.all(paths.map(statusOf));
  // A round counts if every executor worked to its end.
  if (statuses.every((status) => status === "running")) {
    idle.push(...quiet);
    busy.push(...loaded);
  } else discarded++;
  await Promise.all(paths.map((path) => reached(path, "succeeded")));
}

const row = (name: string, times: number[]) =>
  console.log(
    `${name.padEnd(6)} p50 ${quantile(times, 0.5).toFixed(2)} ms   p99 ${quantile(times, 0.99).toFixed(2)} ms`,
  );
row("idle", idle);
row("busy", busy);
console.log(
  `ratio  p50 ${(quantile(busy, 0.5) / quantile(idle, 0.5)).toFixed(2)}      p99 ${(quantile(busy, 0.99) / quantile(idle, 0.99)).toFixed(2)}      (${rounds - discarded} rounds of ${pings} pings each, taking turns)`,
);
if (discarded > 0)
  console.log(`${discarded} rounds are left out: their work ended before them. Ask for fewer --pings.`);
agent.destroy();
