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
