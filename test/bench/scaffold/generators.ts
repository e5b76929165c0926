/**
 * What makes code of types: from the same operations, written as each would have them.
 *
 * @module
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rename as move, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { installPeers, peersFolder } from "../frame/peers.ts";
import { makeProject, scaffold } from "../frame/project.ts";
import { rename, repeatStubs } from "../requests/repeat.ts";

/** A project with a generator. */
export interface Generator {
  /** Generate everything, as if for the first time. @returns milliseconds */
  cold(): Promise<number>;
  /** Save one file, and generate what has changed. @returns milliseconds from the save to the end */
  save(): Promise<number>;
}

/** So many saves go before the first that counts: the watch runs warm, as a server does. */
const WARM_UP = 5;

/** Ours: the scaffolder, which has a watch of its own. @param times pairs of operations */
export async function openShortorder(scope: AsyncDisposableStack, times: number): Promise<Generator> {
  const [coldRoot, watchedRoot] = [await makeProject(scope), await makeProject(scope)];
  const stubs = path.join(import.meta.dirname, "../requests/stubs/two");
  for (const root of [coldRoot, watchedRoot]) await repeatStubs(stubs, path.join(root, "src"), times);
  const child = spawn(process.execPath, ["scripts/run.js", "scaffold", "--watch"], {
    cwd: watchedRoot,
    stdio: ["ignore", "pipe", "inherit"],
  });
  scope.defer(async () => {
    const ended = once(child, "exit");
    child.kill("SIGINT");
    await ended;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const printed = async (text: string) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error("The watch ended.");
      if (value.includes(text)) return;
    }
  };
  await printed("Watching");
  const edit = await editorOf(path.join(watchedRoot, "src/handlers/burgers.ts"));
  const save = async () => {
    await edit();
    await printed("operations;");
  };
  for (let saves = 0; saves < WARM_UP; saves++) await save();
  return {
    async cold() {
      await putAway(coldRoot, "src/generated");
      return await timed(() => scaffold(coldRoot, "--quiet"));
    },
    save: () => timed(save),
  };
}

/** Validators, picks and serializers of typia 12. It has no watch: a save means another run. */
export function openTypia(scope: AsyncDisposableStack, times: number): Promise<Generator> {
  const args = ["generate", "--input", "src", "--output", "generated", "--project", "tsconfig.json"];
  return openPeer(scope, "typia", times, ["node_modules/typia/lib/executable/typia.js", ...args]);
}

/** Routes with validation and an OpenAPI document, by tsoa. It has no watch either. */
export function openTsoa(scope: AsyncDisposableStack, times: number): Promise<Generator> {
  return openPeer(scope, "tsoa", times, ["node_modules/@tsoa/cli/dist/cli.js", "spec-and-routes"]);
}

const TSCONFIG = {
  compilerOptions: {
    ...{ target: "es2022", module: "esnext", moduleResolution: "bundler", strict: true, skipLibCheck: true },
    ...{ experimentalDecorators: true, types: [] },
  },
  include: ["src"],
};

const TSOA = {
  entryFile: "src/index.ts",
  noImplicitAdditionalProperties: "silently-remove-extras",
  controllerPathGlobs: ["src/*.ts"],
  spec: { outputDirectory: "generated", specVersion: 3 },
  routes: { routesDir: "generated" },
};

async function openPeer(
  scope: AsyncDisposableStack,
  name: string,
  times: number,
  [script = "", ...args]: string[],
): Promise<Generator> {
  await installPeers();
  await mkdir(path.join(peersFolder, ".work"), { recursive: true });
  // Inside of the project, so that packages are found from it.
  const root = await mkdtemp(path.join(peersFolder, ".work/"));
  scope.defer(() => rm(root, { recursive: true, force: true }));
  await mkdir(path.join(root, "src"));
  const source = await readFile(path.join(import.meta.dirname, name, "operations.ts"), "utf8");
  for (let i = 0; i < times; i++)
    await writeFile(path.join(root, `src/operations${i}.ts`), rename(source, i));
  await writeFile(path.join(root, "src/index.ts"), "");
  await writeFile(path.join(root, "tsconfig.json"), JSON.stringify(TSCONFIG));
  await writeFile(path.join(root, "tsoa.json"), JSON.stringify(TSOA));
  const generate = async () => {
    await promisify(execFile)(process.execPath, [path.join(peersFolder, script), ...args], {
      cwd: root,
      maxBuffer: 1e8,
      // As the scaffolder does.
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(peersFolder, "node_modules/.cache/node") },
    });
  };
  const edit = await editorOf(path.join(root, "src/operations0.ts"));
  return {
    async cold() {
      await putAway(root, "generated");
      return await timed(generate);
    },
    save: () =>
      timed(async () => {
        await edit();
        await generate();
      }),
  };
}

/**
 * Have a project without a folder of it, which is deleted with the project: before ext4 makes a file, it looks at each that was
 * deleted in the last seconds, and a round would pay for the one before.
 */
async function putAway(root: string, folder: string): Promise<void> {
  const old = path.join(root, ".old");
  await mkdir(old, { recursive: true });
  await move(path.join(root, folder), await mkdtemp(`${old}/`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

/** Saves a file with another bound of its limit each time, so that something has to be generated. */
async function editorOf(file: string): Promise<() => Promise<void>> {
  const source = await readFile(file, "utf8");
  let saves = 0;
  return async () => {
    saves++;
    await writeFile(file, source.replace(/(maximum (?:limit )?|Maximum<)100\b/, `$1${100 + saves}`));
  };
}

async function timed(what: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await what();
  return performance.now() - started;
}
