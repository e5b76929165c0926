import { type Diagnostic, formatDiagnostic } from "../diagnostic.ts";

/** Print what is wrong with the stubs, and how many errors there are. */
export function printDiagnostics(diagnostics: Diagnostic[]): void {
  for (const diagnostic of diagnostics) console.error(`${formatDiagnostic(diagnostic)}\n`);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  if (errors > 0)
    console.error(`${errors} ${errors === 1 ? "error" : "errors"}: src/generated stays as it was.`);
}
