/** A short run of the fault test, and its command. The long one: `npm run test:faults`. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { copyProject } from "../end-to-end/harness.ts";
import { check } from "./chaos/check.ts";
import { makePlan } from "./chaos/plan.ts";
import { account, summary } from "./chaos/report.ts";
import { carryOut } from "./chaos/run.ts";

const JOBS = 300;
const KILLS = 6;
/** Of the run; set it to repeat one. */
const seed = Number(process.env.FAULTS_SEED ?? randomInt(2 ** 31 - 1));

it(`${JOBS} jobs have their one right outcome through ${KILLS} kills: FAULTS_SEED=${seed}`, async () => {
  const plan = makePlan(seed, JOBS, KILLS);
  const seen = await carryOut(plan, await copyProject("faults"), () => {});
  console.log(`FAULTS_SEED=${seed}\n${summary(plan, seen)}`);
  expect(seen.kills).toBe(KILLS);
  expect(account(check(plan, seen))).toBe("");
});

describe("npm run test:faults", () => {
  const run = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [path.join(import.meta.dirname, "chaos.ts"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });

  it("explains its flags", async () => {
    const command = run("--jobs", "none");
    const errors = command.stderr?.setEncoding("utf8").toArray();
    expect(await once(command, "close")).toEqual([2, null]);
    const text = (await errors)?.join("");
    expect(text).toMatch(
      /^--jobs takes a whole number from 1 to 1000000, not "none"\n\nUsage: npm run test:faults/,
    );
  });

  it("ends by Ctrl-C and leaves no process behind", async () => {
    const command = run("--jobs", "1000", "--kills", "0");
    const closed = once(command, "close");
    for await (const text of command.stderr?.setEncoding("utf8") ?? [])
      if (/\d+\/1000 jobs/.test(text)) break;
    const family = await descendants(command.pid ?? 0);
    expect(family.length).toBeGreaterThanOrEqual(4);
    command.kill("SIGINT");
    expect(await closed).toEqual([130, null]);
    await expect.poll(async () => (await processes()).filter(({ pid }) => family.includes(pid))).toEqual([]);
  });
});

async function processes(): Promise<{ pid: number; parent: number }[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,stat="]);
  return stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => state !== undefined && !state.startsWith("Z"))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

/** The processes that it started, and those that they started. */
async function descendants(root: number): Promise<number[]> {
  const all = await processes();
  const below = (parent: number): number[] =>
    all.filter((one) => one.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(root);
}
