import { expect, test } from "vitest";
import { type Diagnostic, formatDiagnostic } from "../../scripts/scaffold/diagnostic.ts";

const diagnostic: Diagnostic = {
  code: "SO101",
  severity: "error",
  file: "src/handlers/burgers.ts",
  line: 7,
  column: 5,
  length: 4,
  sourceLine: " *  @gte /burgers",
  message: "There is no tag @gte.",
  mend: "Did you mean @get?",
};

test("a diagnostic shows the place, the line with carets, and the mend", () => {
  expect(formatDiagnostic(diagnostic)).toMatchInlineSnapshot(`
    "src/handlers/burgers.ts:7:5 - error SO101: There is no tag @gte.

      7 |  *  @gte /burgers
        |     ^^^^

      Mend: Did you mean @get?"
  `);
});

test("carets stand under their characters behind tabs too", () => {
  const [, , source, carets] = formatDiagnostic({
    ...diagnostic,
    sourceLine: "\t* \t@gte",
    line: 1234,
  }).split("\n");
  expect(source).toBe("  1234 | \t* \t@gte");
  expect(carets).toBe("       | \t  \t^^^^");
});

test("what is wrong with no line in particular shows none", () => {
  expect(formatDiagnostic({ ...diagnostic, severity: "warning", sourceLine: "", line: 1, column: 1 })).toBe(
    "src/handlers/burgers.ts:1:1 - warning SO101: There is no tag @gte.\n\n  Mend: Did you mean @get?",
  );
});
