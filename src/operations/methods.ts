import type { Hono } from "./hono";

/** The methods that a path takes, in the order of the alphabet; none when the path is unknown. */
export type MethodsOf = (path: string) => string[];

export function methodFinder(app: Hono): MethodsOf {
  return (path) => {
    const methods = new Set(app.routes.map(({ method }) => method));
    // Middleware, which takes all methods, is no sign that there is anything.
    methods.delete("ALL");
    const found = [...methods].filter((method) =>
      app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
    );
    // Hono answers HEAD wherever it answers GET.
    if (found.includes("GET") && !found.includes("HEAD")) found.push("HEAD");
    return found.sort();
  };
}
