import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { watchProject } from "../../scripts/scaffold/watch.ts";

const WATCHED = ["src", "wrangler.toml", ".dev.vars"];
const root = await mkdtemp(path.join(tmpdir(), "shortorder-"));
const stopping = new AbortController();
afterAll(async () => {
  stopping.abort();
  await rm(root, { recursive: true, force: true });
});

const write = (name: string, text = "") => writeFile(path.join(root, name), text);

it("misses nothing from its start, not even with a file that isn't there", async () => {
  for (const folder of ["src/handlers", "src/generated", "other"])
    await mkdir(path.join(root, folder), { recursive: true });
  for (let file = 0; file < 300; file++) await write(`src/handlers/stubs${file}.ts`);
  const changes = watchProject(root, WATCHED, stopping.signal);
  await changes.started;
  await write("src/handlers/stubs7.ts", "// saved");
  expect(await changes.next()).toEqual(["src/handlers/stubs7.ts"]);
  await write(".dev.vars", "A=1");
  expect(await changes.next()).toEqual([".dev.vars"]);
  // Neither what is generated or somewhere else, nor what an editor keeps for itself.
  for (const name of ["src/generated/edge.ts", "other/a.ts", "README.md", "src/handlers/.stubs7.ts.swp"])
    await write(name);
  await write("wrangler.toml");
  expect(await changes.next()).toEqual(["wrangler.toml"]);
  const last = changes.next();
  stopping.abort();
  expect(await last).toBeNull();
});

it("ends when it is stopped before it has started", async () => {
  const stopping = new AbortController();
  const changes = watchProject(root, WATCHED, stopping.signal);
  stopping.abort();
  await changes.started;
  expect(await changes.next()).toBeNull();
});
