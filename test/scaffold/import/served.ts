/** A document as the API that it becomes, in workerd. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { bundle } from "../../../scripts/dev/bundle.ts";
import { formatDiagnostic } from "../../../scripts/scaffold/diagnostic.ts";
import type { Finding } from "../../../scripts/scaffold/import/findings.ts";
import { importDocument } from "../../../scripts/scaffold/import/index.ts";
import { loadDocument } from "../../../scripts/scaffold/import/load.ts";
import { NO_ROUTE } from "../../../scripts/scaffold/import/operations.ts";
import type { Place } from "../../../scripts/scaffold/import/place.ts";
import { Scaffolder } from "../../../scripts/scaffold/index.ts";
import { copyProject } from "../../end-to-end/project-copy.ts";
import { excusesOf } from "./excuses.ts";
import { type Attempt, Requests } from "./requests.ts";

const METHODS = ["get", "put", "post", "patch", "delete", "head", "options"];
const ENTRY = `import { mountRoutes } from "./generated/routes";
import { createApp } from "./operations/app";

const app = createApp();
mountRoutes(app);

export default app;
`;

export interface Served {
  /** Requests that fit, one for each operation, and requests with a fault. */
  asked: { fitting: number; faulty: number };
  /** Answers that were others than 501 and 422. */
  wrong: string[];
  /** Operations that no request could be made for, and why. */
  unmade: string[];
}

/** Ask every operation of a document for what it has to take, and for what it has to refuse. */
export async function serve(file: string): Promise<Served> {
  const root = await copyProject("parameters");
  try {
    for (const folder of ["handlers", "models", "dependencies"]) {
      await rm(join(root, "src", folder), { recursive: true });
      await mkdir(join(root, "src", folder));
    }
    const { findings } = await importDocument(root, file);
    const { attempts, unmade } = attemptsOf(await loadDocument(file), findings);
    const wrong = await answersOf(root, attempts.flat());
    const fitting = attempts.length;
    return { asked: { fitting, faulty: attempts.flat().length - fitting }, wrong, unmade };
  } finally {
    await rm(root, { recursive: true });
  }
}

/** The requests for each operation that has become a route; all at once, for it takes longer than a connection is kept. */
function attemptsOf(document: Place, findings: Finding[]): { attempts: Attempt[][]; unmade: string[] } {
  const requests = new Requests(document, excusesOf(findings));
  const lost = findings.filter(({ text }) => text.startsWith(NO_ROUTE));
  const attempts: Attempt[][] = [];
  const unmade: string[] = [];
  for (const [path, at] of document.at("paths").entries()) {
    const item = at.follow();
    for (const method of METHODS) {
      const operation = item.at(method);
      const isLost = lost.some(({ pointer }) => pointer === operation.pointer);
      if (!operation.exists || path.startsWith("x-") || isLost) continue;
      try {
        attempts.push(requests.of(method, path, operation, item.at("parameters").items()));
      } catch (error) {
        unmade.push(`${method.toUpperCase()} ${path}: ${(error as Error).message}`);
      }
    }
  }
  return { attempts, unmade };
}

/** @returns what was answered otherwise than it should */
async function answersOf(root: string, attempts: Attempt[]): Promise<string[]> {
  await letEverybodyPass(join(root, "src/dependencies"));
  const { diagnostics, changes } = await new Scaffolder(root).write();
  if (!changes) throw new Error(diagnostics.map(formatDiagnostic).join("\n"));
  await writeFile(join(root, "src/served.ts"), ENTRY);
  const { modules } = await bundle(join(root, "src/served.ts"), root, {});
  const options = { name: "api", cf: false, modules, compatibilityDate: "2026-11-01" };
  const workerd = new Miniflare(convertV4MiniflareOptions(options));
  try {
    const wrong: string[] = [];
    for (const attempt of attempts) {
      const { method, path, fault } = attempt;
      const expected = fault === undefined ? 501 : 422;
      const { status, text } = await ask(workerd, attempt);
      if (status !== expected)
        wrong.push(
          `${method} ${path}${fault === undefined ? "" : `, ${fault}`}: ${status} instead of ${expected} ${text}`,
        );
    }
    return wrong;
  } finally {
    await workerd.dispose();
  }
}

async function ask(
  workerd: Miniflare,
  { method, path, headers, body }: Attempt,
): Promise<{ status: number; text: string }> {
  // A form becomes a body, and says its boundary.
  const request = new Request(new URL(path, "http://localhost"), {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const response = await workerd.dispatchFetch(request.url, {
    method,
    headers: [...request.headers],
    ...(body !== undefined && { body: await request.arrayBuffer() }),
  });
  return { status: response.status, text: await response.text() };
}

/** Fill in the dependencies that the import writes for security schemes. */
async function letEverybodyPass(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), "utf8");
    await writeFile(
      join(folder, name),
      text.replaceAll("throw new HTTPException(501);", 'return "somebody";'),
    );
  }
}
