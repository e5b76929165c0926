/**
 * The project that somebody has who has followed every page: a copy of the template with all files of all pages.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { copyProject } from "../end-to-end/harness.ts";
import type { Block, ChangeBlock, FileBlock } from "./blocks.ts";
import { repository } from "./pages.ts";
import { environment } from "./shell.ts";

/**
 * Make it.
 *
 * @param host what `localhost:8787` of the pages is here
 * @returns its folder
 */
export async function projectOf(blocks: Block[], host: string): Promise<string> {
  const root = await copyProject();
  // What a bench has installed for itself is large.
  const filter = (source: string) => path.basename(source) !== "node_modules";
  for (const name of ["test", "vitest.config.ts", ".dev.vars.example"])
    await cp(path.join(repository, name), path.join(root, name), { recursive: true, filter });
  const files = new Map<string, FileBlock>();
  for (const block of blocks) {
    if (block.kind === "change") await change(root, block);
    if (block.kind !== "file") continue;
    const other = files.get(block.path);
    if (other && other.content !== block.content)
      throw new Error(`${placeOf(block)} and ${placeOf(other)} are both ${block.path}, and differ.`);
    files.set(block.path, block);
    await mkdir(path.dirname(path.join(root, block.path)), { recursive: true });
    await writeFile(path.join(root, block.path), block.content.replaceAll("localhost:8787", host));
  }
  return root;
}

async function change(root: string, block: ChangeBlock): Promise<void> {
  const file = path.join(root, block.path);
  let text = await readFile(file, "utf8");
  for (const { before, after } of block.hunks) {
    if (text.split(before).length !== 2)
      throw new Error(
        `${placeOf(block)} changes what ${block.path} has not, or has more than once:\n${before}`,
      );
    text = text.replace(before, () => after);
  }
  await writeFile(file, text);
}

/** Which configurations check the types of which files. */
const configurations = [
  { folder: ".", takes: /^(src|web)\// },
  { folder: "test/api", takes: /^test\/api\// },
  { folder: "test", takes: /^test\/(?!api\/)/ },
];

/**
 * Check the types of the files, and of what was generated from them.
 *
 * @returns what the compiler says, with places in the pages; nothing when all is well.
 */
export async function typeErrors(root: string, blocks: Block[]): Promise<string> {
  let errors = "";
  for (const { folder, takes } of configurations) {
    const files = filesOf(blocks).filter(({ path }) => takes.test(path) && path.endsWith(".ts"));
    if (files.length === 0) continue;
    const own = path.join(root, folder, "tsconfig.pages.json");
    const relative = (file: string) => path.relative(path.dirname(own), path.join(root, file));
    const included = [...files.map(({ path }) => path), "worker-configuration.d.ts"].map(relative);
    if (folder === ".") included.push("src");
    await writeFile(own, JSON.stringify({ extends: "./tsconfig.json", include: included }));
    errors += await failureOf(root, "node_modules/typescript/bin/tsc", ["-p", own, "--pretty", "false"]);
  }
  return inPages(errors, blocks);
}

/** Run the tests among the files. @returns what they print when they fail; nothing when all is well. */
export async function failedTests(root: string, blocks: Block[]): Promise<string> {
  const tests = filesOf(blocks).filter(({ path }) => path.endsWith(".test.ts"));
  const failures = await failureOf(root, "node_modules/vitest/vitest.mjs", [
    "run",
    ...tests.map(({ path }) => path),
  ]);
  return inPages(failures, blocks);
}

/** Run a program in Node. @returns what it prints when it fails; nothing when all is well. */
async function failureOf(root: string, program: string, args: string[]): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, [program, ...args], {
      cwd: root,
      env: environment(),
    });
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

/** A message about files of the project, with where their lines stand in the pages. */
export function inPages(message: string, blocks: Block[]): string {
  return filesOf(blocks).reduce(
    (text, { page, line, path }) =>
      text.replaceAll(
        new RegExp(`${RegExp.escape(path)}[(:](\\d+)`, "g"),
        (place, number) => `${page}:${line + Number(number) - 1}: ${place}`,
      ),
    message,
  );
}

function filesOf(blocks: Block[]): FileBlock[] {
  return blocks.filter((block) => block.kind === "file");
}

function placeOf({ page, line }: Block): string {
  return `${page}:${line}`;
}
