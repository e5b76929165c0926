import { noMore, readArguments, UsageError } from "../../command-line/arguments.ts";
import { ImportFailure } from "../import/failure.ts";
import { importDocument } from "../import/index.ts";
import { reportOf } from "../import/report.ts";
import type { Command } from "./command.ts";

export const importCommand: Command = {
  summary: "make stubs of an OpenAPI document, or renew them when it has changed",
  usage: `Usage: npm run scaffold -- import FILE [OPTIONS]

Makes stubs of an OpenAPI 3.0 or 3.1 document, JSON or YAML: one in src/handlers for each operation, in one file a tag;
its schemas in src/models, constraints as doc tags; its security schemes in src/dependencies. Every stub answers 501
until you fill it in. Run it again when the document has changed: it adds what is new, renews what you have not touched,
and says what else has changed. It never writes into a file that it did not make. What a stub cannot say is listed with
its JSON pointer. imported.json remembers what was written: commit it.

Options:
  --dry-run   print what would be done (create, update, same, conflict), and write nothing
  --all       list everything that is not carried over, however much it is
  --help      print this

Examples:
  npm run scaffold -- import petstore.yaml --dry-run
  npm run scaffold -- import description/openapi.json

Exits with 1 when the document can't be imported, or when something of yours is in the way and stays as it is.`,

  async run(args, { root }) {
    const { values, positionals } = readArguments(args, {
      "dry-run": { type: "boolean" },
      all: { type: "boolean" },
    });
    const [file, ...others] = positionals;
    if (file === undefined) throw new UsageError("Which document?");
    noMore(others);
    const dryRun = values["dry-run"] === true;
    try {
      const imported = await importDocument(root, file, { dryRun });
      console.log(reportOf(imported, { dryRun, all: values.all === true }));
      return imported.changes.some(({ action }) => action === "conflict") ? 1 : 0;
    } catch (error) {
      if (!(error instanceof ImportFailure)) throw error;
      console.error(error.message);
      return 1;
    }
  },
};
