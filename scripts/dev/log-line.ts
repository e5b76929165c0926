/**
 * A line of a Worker's log for the terminal: those that are JSON with a message (`src/logs/log.ts`) as words.
 *
 * @param text what a Worker wrote
 * @returns the message, its fields after it, and the stack below; anything else as it is
 */
export function readableLog(text: string): string {
  const line = parse(text);
  if (line === null) return text;
  const { level, message, error, stack, requestId, ...rest } = line;
  const fields = Object.fromEntries(Object.entries(rest).filter(([key]) => !KNOWN.includes(key)));
  // Where all went well, nobody looks for the request.
  const shown = level === "info" || requestId === undefined ? fields : { ...fields, requestId };
  const details = Object.entries(shown).map(([key, value]) => `${key} ${wordsOf(value)}`);
  const head = [message, details.join(", ")].filter((part) => part !== "").join(": ");
  // A stack begins with the error.
  const below = stack ?? error;
  return below === undefined ? head : `${head}\n${below}`;
}

/** What the message says already. */
const KNOWN = ["method", "route", "status"];

interface LogLine {
  level: string;
  message: string;
  error?: string;
  stack?: string;
  [field: string]: unknown;
}

function parse(text: string): LogLine | null {
  if (!text.startsWith('{"level":')) return null;
  try {
    const line = JSON.parse(text);
    return typeof line.message === "string" ? line : null;
  } catch {
    return null;
  }
}

function wordsOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
