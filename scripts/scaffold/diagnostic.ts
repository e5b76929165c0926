/** What a stub says that cannot be carried over HTTP, and how to mend it. */
export interface Diagnostic {
  /** Stable: `SO101`. */
  code: string;
  severity: "error" | "warning";
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  /** How many characters the caret line marks. */
  length: number;
  /** The whole source line. */
  sourceLine: string;
  message: string;
  /** How to mend it. */
  mend: string;
}

/**
 * A diagnostic as the terminal shows it: the place in a form that editors turn into a link, what is wrong, the source
 * line with the marked part under it, and how to mend it.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, severity, file, line, column, length, sourceLine, message, mend } = diagnostic;
  const shown: string[] = [`${file}:${line}:${column} - ${severity} ${code}: ${message}`];
  if (sourceLine.trim() !== "") {
    const number = String(line);
    const gutter = " ".repeat(number.length);
    // Tabs are copied, so that the carets stand under the marked characters however wide a tab is.
    const indent = sourceLine.slice(0, column - 1).replace(/[^\t]/g, " ");
    shown.push(
      "",
      `  ${number} | ${sourceLine}`,
      `  ${gutter} | ${indent}${"^".repeat(Math.max(1, length))}`,
    );
  }
  shown.push("", `  Mend: ${mend}`);
  return shown.join("\n");
}
