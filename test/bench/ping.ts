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
    jobs: { type: "string", default: "4" },
    help: { type: "boolean", short: "h" },
  },
});

if (values.help) {
  console.log(`Usage: npm run bench:ping -- [--url http://localhost:8787] [--rounds 10] [--pings 300] [--jobs 4]

Times GET /ping in turns: with nothing else to do, and while --jobs matrix products at a time keep the executors busy.`);
  process.exit();
}

const url = new URL(values.url);
const [rounds, pings, jobs] = [values.rounds, values.pings, values.jobs].map(Number) as [
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

const size = 400;
const matrix = Array.from({ length: size }, (_, row) =>
  Array.from({ length: size }, (_, column) => Math.sin(row * size + column)),
);
const product = JSON.stringify({ left: matrix, right: matrix });

/** Submit a job of some 100 ms of CPU. @returns its path */
async function submit(): Promise<string> {
  const headers = { "content-type": "application/json", prefer: "respond-async" };
  const response = await fetch(new URL("/matrices/product", url), { method: "POST", headers, body: product });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`A job was answered ${response.status}, not 202.`);
  return response.headers.get("location") ?? "";
}

/** Have so many jobs waiting that the executors have no pause for as long as a round takes. */
async function workload(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, submit));
}

async function unfinished(paths: string[]): Promise<string[]> {
  const jobs = await Promise.all(
    paths.map(async (path) => (await fetch(new URL(path, url))).json() as Promise<{ status: string }>),
  );
  return paths.filter((_, i) => jobs[i]?.status === "queued" || jobs[i]?.status === "running");
}

function quantile(times: number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

await round(); // warm up
const idle: number[] = [];
const busy: number[] = [];
let pausedRounds = 0;
for (let i = 0; i < rounds; i++) {
  idle.push(...(await round()));
  const paths = await workload(jobs);
  busy.push(...(await round()));
  // The figures count only if there was work throughout.
  let left = await unfinished(paths);
  if (left.length === 0) pausedRounds++;
  await Promise.all(left.map((path) => fetch(new URL(path, url), { method: "DELETE" })));
  while (left.length > 0) left = (await unfinished(left)).filter(Boolean);
}

const row = (name: string, times: number[]) =>
  console.log(
    `${name.padEnd(6)} p50 ${quantile(times, 0.5).toFixed(2)} ms   p99 ${quantile(times, 0.99).toFixed(2)} ms`,
  );
row("idle", idle);
row("busy", busy);
console.log(
  `ratio  p50 ${(quantile(busy, 0.5) / quantile(idle, 0.5)).toFixed(2)}      p99 ${(quantile(busy, 0.99) / quantile(idle, 0.99)).toFixed(2)}      (${rounds} rounds of ${pings} pings each, taking turns)`,
);
if (pausedRounds > 0) console.log(`${pausedRounds} busy rounds outlived their work: raise --jobs.`);
agent.destroy();
