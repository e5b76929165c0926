import { TrieRouter } from "hono/router/trie-router";
import type { Hono } from "./hono";

/** The methods that a path takes, in the order of the alphabet; none when the path is unknown. */
export type MethodsOf = (path: string) => string[];

/** Built when it is first asked, after all routes have been added: most isolates never ask. */
export function methodFinder(app: Hono): MethodsOf {
  let find: MethodsOf | undefined;
  return (path) => {
    find ??= finderOf(app);
    return find(path);
  };
}

function finderOf(app: Hono): MethodsOf {
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
