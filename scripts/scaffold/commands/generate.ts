import { scaffold } from "../index.ts";
import { type Command, noMore, parse } from "./command.ts";
import { printDiagnostics } from "./diagnostics.ts";

export const generate: Command = {
  summary: "make src/generated of the stubs in src/handlers (without a command, this one)",
  usage: `Usage: npm run scaffold [-- generate OPTIONS]

Makes src/generated of the stubs in src/handlers: routes, checks, async twins, the executor's registry and the
OpenAPI document. \`npm run dev\`, \`npm test\` and \`npm run deploy\` do it by themselves.

Options:
  --quiet   print nothing but diagnostics
  --help    print this

Exits with 1 when a stub has an error; src/generated then stays as it was.`,

  async run(args, { root }) {
    const started = performance.now();
    const { values: options, positionals } = parse(args, { quiet: { type: "boolean" } });
    noMore(positionals);
    const { project, diagnostics, written } = await scaffold(root);
    printDiagnostics(diagnostics);
    if (!written) return 1;
    if (!options.quiet) {
      const { created, updated, removed } = written;
      const changes = [
        `${created.length} created`,
        `${updated.length} updated`,
        `${removed.length} removed`,
        `${written.unchanged} unchanged`,
      ].join(", ");
      const duration = Math.round(performance.now() - started);
      console.log(`src/generated: ${project.operations.length} operations; ${changes} (${duration} ms)`);
    }
    return 0;
  },
};
