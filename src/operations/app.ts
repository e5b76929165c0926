import type { Context } from "hono";
import { contextStorage } from "hono/context-storage";
import { TrieRouter } from "hono/router/trie-router";
import { answerFailure } from "./failure";
import { Hono } from "./hono";
import { problemOf, problemResponse } from "./problem";

/** The Hono app that everything is mounted on: whatever goes wrong in it is answered as a problem. */
export function createApp(): Hono {
  const app = new Hono();
  // So that jobs know which request they come from, wherever in it they are submitted.
  app.use(contextStorage());
  let methodsOf: ((path: string) => string[]) | undefined;
  app.notFound((c) => {
    methodsOf ??= methodFinder(app);
    return answerNotFound(c, methodsOf(c.req.path));
  });
  app.onError(answerFailure);
  return app;
}

/** 405 with `Allow` where the path is known under other methods (RFC 9110, section 15.5.6), else 404. */
function answerNotFound(c: Context, methods: string[]): Response {
  // A path may take the method and still have nothing there, such as a file that does not exist.
  if (methods.length === 0 || methods.includes(c.req.method)) {
    return problemResponse(problemOf(404, { detail: `There is nothing at ${c.req.path}.` }));
  }
  return problemResponse(
    problemOf(405, { detail: `${c.req.path} takes ${methods.join(", ")}, not ${c.req.method}.` }),
    { allow: methods.join(", ") },
  );
}

/** Built at the first miss: most isolates never need it. */
function methodFinder(app: Hono): (path: string) => string[] {
  const methods = new Set<string>();
  const router = new TrieRouter<true>();
  for (const { method, path } of app.routes) {
    if (method === "ALL") continue;
    methods.add(method);
    router.add(method, path, true);
  }
  return (path) => {
    const found = [...methods].filter((method) => router.match(method, path)[0].length > 0);
    // Hono answers HEAD wherever it answers GET.
    if (found.includes("GET") && !found.includes("HEAD")) found.push("HEAD");
    return found.sort();
  };
}
