import fc from "fast-check";
import type { Result, Router } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";
import { describe, expect, it } from "vitest";
import { PathRouter } from "../../src/operations/router.ts";

/** Segments of routes, of every kind that Hono has. */
const part = fc.constantFrom(
  "a",
  "b",
  "",
  "*",
  ":x",
  ":y",
  ":n{[0-9]+}",
  ":s{[^/]+\\.pdf}",
  ":all{.+}",
  ":two{[a-b]+/[a-b]+}",
  ":x?",
  "a:x?",
);
const routePath = fc.oneof(
  fc
    .tuple(fc.constantFrom("/", "//"), fc.array(part, { minLength: 1, maxLength: 4 }))
    .map(([start, parts]) => start + parts.join("/")),
  fc.constantFrom("/a/:x?", "/:x?", "/a/:x?/b/:y?", "/a*", "/b/a*", "/:x{[0-9]+}?"),
);
const method = fc.constantFrom("GET", "POST", "ALL");
const routes = fc.array(fc.tuple(method, routePath), { minLength: 1, maxLength: 8 });
const requestPath = fc
  .array(fc.constantFrom("a", "b", "", "ab", "7", "42", "menu.pdf", "__proto__"), {
    minLength: 1,
    maxLength: 5,
  })
  .map((segments) => `/${segments.join("/")}`);

type Answer = { route: number; params: Record<string, string | undefined> }[];

/** What a handler would see of an answer, in whichever of its two forms it is. */
function seen([found, stash]: Result<number>): Answer {
  return found.map(([route, params]) => ({
    route,
    params: Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        stash ? stash[value as number] : (value as string),
      ]),
    ),
  }));
}

function fill(router: Router<number>, table: [string, string][]): Router<number> {
  table.forEach(([method, path], i) => {
    router.add(method, path, i);
  });
  return router;
}

describe("PathRouter", () => {
  it("answers as Hono's trie does", () => {
    fc.assert(
      fc.property(routes, fc.array(requestPath, { minLength: 1, maxLength: 20 }), (table, paths) => {
        const [ours, honos] = [fill(new PathRouter(), table), fill(new TrieRouter(), table)];
        // Twice: what it found the first time it may have kept.
        for (const path of [...paths, ...paths]) {
          for (const asked of ["GET", "POST", "PUT"])
            expect(seen(ours.match(asked, path)), path).toEqual(seen(honos.match(asked, path)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("refuses an expression that is none when it is added, so that what stands behind it is not lost", () => {
    const router = new PathRouter<number>();
    expect(() => router.add("GET", "/:id{[0-9}", 0)).toThrow(SyntaxError);
    router.add("ALL", "*", 1);
    expect(seen(router.match("GET", "/menu"))).toEqual([{ route: 1, params: {} }]);
  });

  it("takes routes also after it has been asked", () => {
    const router = fill(new PathRouter<number>(), [["GET", "/menu"]]);
    expect(seen(router.match("GET", "/menu"))).toEqual([{ route: 0, params: {} }]);
    router.add("ALL", "*", 1);
    expect(seen(router.match("GET", "/menu"))).toEqual([
      { route: 0, params: {} },
      { route: 1, params: {} },
    ]);
  });
});
