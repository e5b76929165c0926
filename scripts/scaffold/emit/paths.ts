/**
 * Path templates as Hono has them.
 *
 * @module
 */

import type { Method } from "../operation.ts";

/** `/burgers/:burgerId` of `/burgers/{burgerId}`, `/menus/:segment-2{[^/]+\.pdf}` of `/menus/{menu}.pdf`. */
export function honoPath(path: string): string {
  return path
    .split("/")
    .map((segment, index) => {
      if (!segment.includes("{")) return segment;
      if (isPlaceholder(segment)) return `:${segment.slice(1, -1)}`;
      return `:${segmentName(index)}{${patternOf(segment, () => "[^/]+")}}`;
    })
    .join("/");
}

/** Where a placeholder that shares its segment is found: the name that Hono gives the segment, and what takes it apart. */
export function partOf(path: string, key: string): { segment: string; pattern: string } | undefined {
  const segments = path.split("/");
  const index = segments.findIndex((segment) => segment.includes(`{${key}}`) && !isPlaceholder(segment));
  const segment = segments[index];
  if (segment === undefined) return undefined;
  // Of several, each takes as little as it can: the text between two belongs to neither.
  const last = segment.lastIndexOf("{");
  const pattern = patternOf(segment, (name, at) => `(?<${name}>.+${at === last ? "" : "?"})`);
  return { segment: segmentName(index), pattern: `/^${pattern}$/s` };
}

/** No placeholder can have this name. */
function segmentName(index: number): string {
  return `segment-${index}`;
}

function isPlaceholder(segment: string): boolean {
  return /^\{[^{}]*\}$/.test(segment);
}

/** The text of a segment as a regular expression. Hono's router takes no parentheses in one, not even escaped. */
function patternOf(segment: string, placeholder: (name: string, at: number) => string): string {
  return segment.replace(/\{([^{}]*)\}|[^\w~-]/g, (text, name: string | undefined, at: number) => {
    if (name !== undefined) return placeholder(name, at);
    if (text === "(" || text === ")") return `\\x${text.charCodeAt(0).toString(16)}`;
    return /[.*+?^$|[\]\\/]/.test(text) ? `\\${text}` : text;
  });
}

/** Hono takes the first route that fits: `/burgers/special` has to stand before `/burgers/{burgerId}`. */
export function bySpecificity(
  a: { method: Method; path: string },
  b: { method: Method; path: string },
): number {
  const [left, right] = [a.path.split("/"), b.path.split("/")];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, other] = [left[i], right[i]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const [first, second] = [openness(one), openness(other)];
    if (first !== second) return first < second ? -1 : 1;
    if (one !== other && !isPlaceholder(one)) return one < other ? -1 : 1;
  }
  return METHODS.indexOf(a.method) - METHODS.indexOf(b.method);
}

/** How much fits a segment: its own text alone, anything with that text in it (the more text, the less), anything. */
function openness(segment: string): number {
  if (!segment.includes("{")) return -Infinity;
  return -segment.replace(/\{[^{}]*\}/g, "").length;
}

/** In the order of their routes: HEAD before GET, which would answer it. */
const METHODS = ["head", "get", "post", "put", "patch", "delete", "options"];
