/** Twins, registry and schedules of `test/samples/jobs`, as they are written. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { copyProject } from "../../end-to-end/harness.ts";

describe("what is written of jobs", () => {
  let root: string;
  const run = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: root });
  const read = (file: string) => readFile(path.join(root, "src/generated", file), "utf8");
  beforeAll(async () => {
    root = await copyProject("jobs");
    await run("scripts/scaffold.ts", "--quiet");
  }, 60_000);

  /** The fields of a twin's definition. */
  async function definitionOf(name: string): Promise<string> {
    const twins = await read("jobs.ts");
    return new RegExp(`export const ${name} = [^(]+\\((.*?)\\);$`, "ms").exec(twins)?.[1] ?? "";
  }

  it("type-checks", { timeout: 60_000 }, async () => {
    await run("node_modules/typescript/bin/tsc", "-p", ".");
  });

  it("gives a twin its policy, times in milliseconds, and the limits of its queue", async () => {
    expect(await definitionOf("cleanRoom")).toMatchInlineSnapshot(`
      "{
        operation: "cleanRoom",
        kind: "plain",
        result: "json",
        arity: 2,
        queue: "cleaning",
        priority: -2,
        retries: 3,
        backoff: { first: 500, longest: 600000 },
        timeout: 60000,
        concurrency: 2,
        rate: { limit: 10, per: 60000 },
        unique: true,
        retention: 3600000,
        read: pickRoom,
      }"
    `);
    expect(await definitionOf("cleanAll")).toMatchInlineSnapshot(`
      "{
        operation: "cleanAll",
        kind: "steps",
        result: "empty",
        arity: 3,
        queue: "cleaning",
        concurrency: 2,
        rate: { limit: 10, per: 60000 },
      }"
    `);
    expect(await definitionOf("airOut")).toMatchInlineSnapshot(`
      "{
        operation: "airOut",
        kind: "plain",
        result: "empty",
        arity: 1,
      }"
    `);
  });

  it("schedules each time under a name of its own", async () => {
    expect(await read("schedules.ts")).toMatchInlineSnapshot(`
      "// Written by \`npm run scaffold\`. Change the stub it comes from, not this file: it is written anew.

      import type { Schedule } from "../jobs/schedule";
      import { cronTicks } from "../jobs/schedules/cron";
      import * as jobs from "./jobs";

      /** What the queue starts by itself. */
      export const schedules: Schedule[] = [
        { name: "countRooms", ...cronTicks("0 0 1 * *", "UTC"), job: jobs.countRooms.definition },
        { name: "airOut", ...cronTicks("0 3 * * *", "UTC"), job: jobs.airOut.definition },
        { name: "airOut-2", ...cronTicks("*/15 9-17 * * MON-FRI", "Europe/Berlin"), job: jobs.airOut.definition },
      ];
      "
    `);
  });

  it("has each function once, though an operation is also a dependency", async () => {
    const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);
    const all = ["countRooms", "freeRooms", "cleanRoom", "cleanAll", "airOut"];
    expect(names(await read("jobs.ts"), /^export const (\w+)/gm)).toEqual(all);
    expect(names(await read("registry.ts"), /^ {2}(\w+): \{/gm)).toEqual(all);
  });

  it("has no route or path for a job, but the tickets", async () => {
    expect(await read("routes.ts")).not.toMatch(/clean(Room|All)|airOut/);
    const { paths } = JSON.parse(await read("assets/openapi.json"));
    const own = Object.keys(paths).filter((name) => !/^\/(jobs|health)(\/|$)/.test(name));
    expect(own).toEqual(["/rooms/count", "/rooms/free", "/rooms/cleaned"]);
  });

  it("lists jobs after the routes, with what starts them", { timeout: 60_000 }, async () => {
    const { stdout } = await run("scripts/scaffold.ts", "routes");
    expect(stdout).toMatchInlineSnapshot(`
      "METHOD  PATH            OPERATION    KIND            RUNS ON   SCHEDULE                                            STUB
      POST    /rooms/cleaned  haveCleaned  async function  edge                                                          src/handlers/rooms.ts:55
      POST    /rooms/count    countRooms   function        executor  0 0 1 * * UTC                                       src/handlers/rooms.ts:45
      GET     /rooms/free     freeRooms    function        executor                                                      src/handlers/rooms.ts:50
      job                     airOut       function        executor  0 3 * * * UTC; */15 9-17 * * MON-FRI Europe/Berlin  src/handlers/rooms.ts:39
      job                     cleanAll     function*       executor                                                      src/handlers/rooms.ts:27
      job                     cleanRoom    function        executor                                                      src/handlers/rooms.ts:19
      "
    `);
    const json = JSON.parse((await run("scripts/scaffold.ts", "routes", "--format", "json")).stdout);
    expect(json.at(-3)).toEqual({
      method: "job",
      path: null,
      operation: "airOut",
      kind: "function",
      runs: "executor",
      schedules: ["0 3 * * * UTC", "*/15 9-17 * * MON-FRI Europe/Berlin"],
      file: "src/handlers/rooms.ts",
      line: expect.any(Number),
    });
  });
});
