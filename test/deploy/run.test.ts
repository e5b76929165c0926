import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { run } from "../../scripts/deploy/run.ts";

const cwd = await mkdtemp(path.join(tmpdir(), "shortorder-"));
afterAll(() => rm(cwd, { recursive: true, force: true }));

async function script(text: string): Promise<string> {
  const file = path.join(cwd, "script.mjs");
  await writeFile(file, text);
  return file;
}

it("gives the code of what ended by itself", async () => {
  const { signal } = new AbortController();
  expect(await run(await script("console.log(1); process.exit(3);"), [], { cwd, signal })).toEqual({
    code: 3,
    stdout: "1\n",
    stderr: "",
  });
});

it("ends by the interruption that its program ended of", async () => {
  const interruption = new AbortController();
  // We hear of it after the program has ended.
  process.once("SIGUSR2", () => setTimeout(() => interruption.abort(new Error("Interrupted.")), 30));
  const both = await script('process.kill(process.ppid, "SIGUSR2"); process.exit(130);');
  await expect(run(both, [], { cwd, signal: interruption.signal })).rejects.toThrow("Interrupted.");
});
