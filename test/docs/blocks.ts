/**
 * The code blocks of a page in Markdown, as its author meant them: the word after the fence says what a block is.
 *
 * | fence | it is |
 * |---|---|
 * | `ts src/handlers/burgers.ts` | the whole content of this file; any language will do |
 * | `diff src/index.ts` | a change of a file of the template: ` ` stays, `-` goes, `+` comes; `…` leaves lines out |
 * | `console` | commands after `$ `, and their output, in which `…` stands for anything |
 * | anything else | to be read: `sh` for what needs an account, `json`, `text` |
 *
 * @module
 */
import { spawnSync } from "node:child_process";

/** Where a block is. */
interface Place {
  /** Relative to the repository. */
  page: string;
  /** Of its first line of content, from 1. */
  line: number;
}

export interface FileBlock extends Place {
  kind: "file";
  /** Relative to the project. */
  path: string;
  content: string;
}

export interface ChangeBlock extends Place {
  kind: "change";
  path: string;
  hunks: Hunk[];
}

export interface Hunk {
  /** What the file has to have, once and in one piece. */
  before: string;
  /** What stands there afterwards. */
  after: string;
}

export interface ConsoleBlock extends Place {
  kind: "console";
  commands: Command[];
}

export interface Command {
  line: number;
  command: string;
  /** Lines of output, the last without its line end. */
  output: string;
}

export type Block = FileBlock | ChangeBlock | ConsoleBlock;

/**
 * Read the blocks of a page that can be written or run, in their order.
 *
 * @throws {Error} A block of TypeScript does not say which file it is.
 */
export function blocksOf(page: string, markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const [, indent, fence, info] = /^( *)(`{3,})(.*)$/.exec(lines[at] ?? "") ?? [];
    if (indent === undefined || fence === undefined || info === undefined) continue;
    const start = at + 1;
    at = lines.indexOf(indent + fence, start);
    if (at < 0) throw new Error(`${page}:${start} opens a block that nothing closes.`);
    const content = lines.slice(start, at).map((line) => line.slice(indent.length));
    const block = blockOf({ page, line: start + 1 }, info, content);
    if (block) blocks.push(block);
  }
  return blocks;
}

function blockOf(place: Place, info: string, lines: string[]): Block | undefined {
  const [language, path] = info.trim().split(" ");
  if (language === "console") return { kind: "console", ...place, commands: commandsOf(place, lines) };
  if (path === undefined) {
    if (language === "ts")
      throw new Error(`${place.page}:${place.line - 1} does not say which file it is: \`ts src/…\`.`);
    return undefined;
  }
  if (language !== "diff") return { kind: "file", ...place, path, content: `${lines.join("\n")}\n` };
  return { kind: "change", ...place, path, hunks: lines.join("\n").split("\n…\n").map(hunkOf) };
}

function hunkOf(text: string): Hunk {
  const lines = text.split("\n");
  const without = (sign: string) =>
    lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1));
  return { before: without("+").join("\n"), after: without("-").join("\n") };
}

/** Whether a shell would run it, or wait for the rest: of a quotation, or after a backslash. */
function isWhole(command: string): boolean {
  return !command.endsWith("\\") && spawnSync("bash", ["-n", "-c", command]).status === 0;
}

function commandsOf({ page, line: first }: Place, lines: string[]): Command[] {
  const commands: Command[] = [];
  lines.forEach((text, index) => {
    const last = commands.at(-1);
    if (text.startsWith("$ ")) commands.push({ line: first + index, command: text.slice(2), output: "" });
    else if (!last) throw new Error(`${page}:${first} begins with no command: \`$ …\`.`);
    else if (last.output === "" && !isWhole(last.command)) last.command += `\n${text}`;
    else last.output += last.output === "" ? text : `\n${text}`;
  });
  return commands;
}
