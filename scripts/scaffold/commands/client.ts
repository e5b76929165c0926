import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { noMore, readArguments, UsageError } from "../../command-line/arguments.ts";
import { clientFiles } from "../client-files.ts";
import { readProject } from "../read/index.ts";
import type { Command } from "./command.ts";
import { printDiagnostics } from "./diagnostics.ts";

export const client: Command = {
  summary: "write the typed client for another project: client --out FILE",
  usage: `Usage: npm run scaffold -- client --out FILE [OPTIONS]

Writes the typed client of the API as one JavaScript module, with its declarations beside it: api.js and api.d.ts. They
need nothing of this project and no package: copy them anywhere, commit them there, or have them written there. Within
this project, import "src/generated/client" instead.

Options:
  --out FILE   the module: .js or .mjs. A folder that is missing is made
  --check      write nothing: exit with 1 when a file is missing or not what it should be
  --help       print this

Examples:
  npm run scaffold -- client --out ../web/src/api.js
  npm run scaffold -- client --out ../web/src/api.js --check        in CI

Exits with 1 when a stub has an error; nothing is written then.`,

  async run(args, { root }) {
    const { values, positionals } = readArguments(args, {
      out: { type: "string" },
      check: { type: "boolean" },
    });
    noMore(positionals);
    const { out, check = false } = values;
    if (out === undefined) throw new UsageError("Where to? --out FILE");
    if (!/[^/\\]\.m?js$/.test(out))
      throw new UsageError(
        `--out is a .js or .mjs file, not "${out}": its declarations are written beside it.`,
      );
    const { project, diagnostics } = readProject({ root });
    printDiagnostics(diagnostics);
    if (diagnostics.some(({ severity }) => severity === "error")) return 1;
    const info = JSON.parse(await readFile(resolve(root, "package.json"), "utf8"));
    const files = await clientFiles(root, resolve(root, out), project, { ...info, title: info.name });
    let stale = 0;
    for (const [file, text] of files) {
      const before = await readFile(file, "utf8").catch(() => undefined);
      const action = before === undefined ? "create" : before === text ? "same" : "update";
      if (action !== "same") stale++;
      console.log(`  ${action.padEnd(6)}  ${relative(root, file)}`);
      if (action === "same" || check) continue;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    if (!check || stale === 0) return 0;
    console.error("The client is not what the stubs say: run this again without --check.");
    return 1;
  },
};
