/**
 * FastAPI, where Debian's `python3-fastapi` and `python3-uvicorn` are installed.
 *
 * @module
 */
import { execFile } from "node:child_process";
import path from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { lineOf, type ServeOptions, Server, serve } from "./server.ts";

/** Debian's own comes last: a version manager's may stand before it on the path, and not have the packages. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/** @returns a Python that has FastAPI, or null */
export async function findFastApi(): Promise<string | null> {
  for (const python of PYTHONS) {
    const found = await promisify(execFile)(python, ["-c", "import fastapi, uvicorn"]).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  return null;
}

/** Serve `app` of a Python file. It ends with `scope`. */
export async function serveFastApi(
  scope: AsyncDisposableStack,
  python: string,
  file: string,
  options: ServeOptions = {},
): Promise<Server> {
  const app = `${path.basename(file, ".py")}:app`;
  // A connection that others' turns leave idle must not close just as it is used again.
  const settings = ["--port", "0", "--no-access-log", "--timeout-keep-alive", "600"];
  const child = serve(scope, [python, "-m", "uvicorn", app, ...settings], {
    ...options,
    cwd: path.dirname(file),
  });
  const port = await lineOf(child, child.stderr as Readable, /running on http:\/\/[\d.]+:(\d+)/);
  return new Server(child, Number(port));
}
