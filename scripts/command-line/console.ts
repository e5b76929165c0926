import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** The terminal, as `npm run dev` writes to it: its own lines plain, those of a Worker after its name. */
export interface Console {
  /** Our own line. */
  say(text: string): void;
  /** Our own line that asks for attention. */
  warn(text: string): void;
  /** Our own line about something that failed. */
  fail(text: string): void;
  /** What a Worker wrote. */
  relay(worker: string, level: string, text: string): void;
}

export function createConsole(out: NodeJS.WriteStream, err: NodeJS.WriteStream): Console {
  const write = (stream: NodeJS.WriteStream, style: Style, text: string) =>
    stream.write(`${styleText(style, text, { stream })}\n`);
  return {
    say: (text) => write(out, "reset", text),
    warn: (text) => write(err, "yellow", text),
    fail: (text) => write(err, "red", text),
    relay(worker, level, text) {
      const stream = level === "error" || level === "warn" ? err : out;
      const name = styleText("dim", `[${worker}]`, { stream });
      const style: Style = level === "error" ? "red" : level === "warn" ? "yellow" : "reset";
      for (const line of text.trimEnd().split("\n"))
        stream.write(`${name} ${styleText(style, line, { stream })}\n`);
    },
  };
}
