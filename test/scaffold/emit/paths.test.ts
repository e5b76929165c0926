import { describe, expect, it } from "vitest";
import { bySpecificity, honoPath, partOf } from "../../../scripts/scaffold/emit/paths.ts";

describe("a path for Hono", () => {
  it.each([
    ["/burgers/{burgerId}", "/burgers/:burgerId"],
    ["/menus/{menu}.json", "/menus/:segment-2{[^/]+\\.json}"],
    ["/v1/{name}:cancel", "/v1/:segment-2{[^/]+:cancel}"],
    ["/menus/{year}-{month}", "/menus/:segment-2{[^/]+-[^/]+}"],
    ["/Users('{id}')/posts", "/:segment-1{Users\\x28'[^/]+'\\x29}/posts"],
  ])("%s is %s", (path, expected) => {
    expect(honoPath(path)).toBe(expected);
  });

  it("says how a segment is taken apart", () => {
    expect(partOf("/menus/{year}-{month}.json", "month")).toEqual({
      segment: "segment-2",
      pattern: "/^(?<year>.+?)-(?<month>.+)\\.json$/s",
    });
    expect(partOf("/menus/{menu}", "menu")).toBeUndefined();
  });

  it("stands before those that fit more", () => {
    const paths = ["/a/{b}", "/a/{b}.json", "/a/{b}.tar.json", "/a/special.json", "/a/{b}-{c}.json", "/a"];
    const routes = paths.map((path) => ({ method: "get" as const, path }));
    expect(routes.sort(bySpecificity).map(({ path }) => path)).toEqual([
      "/a",
      "/a/special.json",
      "/a/{b}.tar.json",
      "/a/{b}-{c}.json",
      "/a/{b}.json",
      "/a/{b}",
    ]);
  });
});
