/** What the pages say is so: every file is written into one project and type-checked, every command is run there. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../end-to-end/free-port.ts";
import { DevServer } from "../end-to-end/harness.ts";
import { blocksOf } from "./blocks.ts";
import { isShown, tidy } from "./output.ts";
import { pageNames, repository } from "./pages.ts";
import { failedTests, inPages, projectOf, typeErrors } from "./project.ts";
import { Shell } from "./shell.ts";

const pages = await Promise.all(
  (await pageNames()).map(async (name) => {
    const markdown = await readFile(path.join(repository, name), "utf8");
    const blocks = blocksOf(name, markdown);
    return {
      name,
      blocks,
      commands: blocks.flatMap((block) => (block.kind === "console" ? block.commands : [])),
      asksServer: markdown.includes("localhost:8787"),
    };
  }),
);
const blocks = pages.flatMap((page) => page.blocks);

let host: string;
let root: string;
let server: DevServer;
beforeAll(async () => {
  const port = await freePort();
  host = `localhost:${port}`;
  root = await projectOf(blocks, host);
  server = new DevServer(root, ["--port", String(port)]);
  await server.ready().catch((error: Error) => {
    throw new Error(inPages(error.message, blocks));
  });
});
afterAll(() => server?.stop());

const running = pages.filter(({ commands }) => commands.length > 0);
describe.each(running)("$name", ({ name, commands, asksServer }) => {
  let shell: Shell;
  beforeAll(async () => {
    // What a page scaffolds would reload the server under the requests of the next page.
    shell = new Shell(asksServer ? root : await projectOf(blocks, host));
  });
  afterAll(() => shell.end());

  it.for(commands)(`${name}:$line $command`, async ({ command, output }) => {
    const printed = await shell.run(command.replaceAll("localhost:8787", host));
    const actual = tidy(printed.replaceAll(host, "localhost:8787"));
    if (!isShown(output, actual)) expect(actual).toBe(output);
  });
});

// Commands write files too: these come last.
it("has files that fit their types", async () => {
  expect(await typeErrors(root, blocks)).toBe("");
});

it("has tests that pass", async () => {
  expect(await failedTests(root, blocks)).toBe("");
});
