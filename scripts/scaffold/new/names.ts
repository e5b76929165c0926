/**
 * Names from a path.
 *
 * @module
 */

import type { Method } from "../operation.ts";

/** Segments that say nothing about what is served. */
const PREFIX = /^(api|v\d+)$/;

/** `readBurgerToppings` of GET `/burgers/{burgerId}/toppings`, `listBurgers` of GET `/burgers`. */
export function operationName(method: Method, path: string): string {
  const segments = segmentsOf(path);
  const words = segments.flatMap((segment, index) => {
    if (isPlaceholder(segment)) return [];
    const isLast = index === segments.length - 1;
    // One of many: it is told by its id, or it is what a POST adds.
    const isOne = isPlaceholder(segments[index + 1] ?? "") || (isLast && method === "post");
    return wordsOf(isOne ? singular(segment) : segment);
  });
  const isCollection = method === "get" && !segments.some(isPlaceholder) && isPlural(segments.at(-1) ?? "");
  const verb = isCollection ? "list" : VERBS[method];
  return [verb, ...(words.length > 0 ? words : ["root"]).map(capitalised)].join("");
}

const VERBS: Record<Method, string> = {
  get: "read",
  post: "create",
  put: "replace",
  patch: "update",
  delete: "delete",
  head: "check",
  options: "describe",
};

/** `List burgers.` of `listBurgers`. */
export function summaryOf(name: string): string {
  const text = name.replace(/\p{Lu}/gu, (letter) => ` ${letter.toLowerCase()}`);
  return `${capitalised(text)}.`;
}

/** `burgers` of `/v1/burgers/{burgerId}`: the file that such operations live in. */
export function groupOf(path: string): string {
  const segment = segmentsOf(path).find((one) => !isPlaceholder(one));
  return segment === undefined ? "root" : wordsOf(segment).join("-");
}

/** `burger` of `NewBurger`: what a parameter of that type is called, and the file that it is declared in. */
export function subjectOf(type: string): string {
  return type
    .replace(/^(New|Updated|Partial)(?=\p{Lu})/u, "")
    .replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
}

export function kebab(name: string): string {
  return name.replace(/(?<=[\p{Ll}\d])\p{Lu}/gu, (letter) => `-${letter}`).toLowerCase();
}

function segmentsOf(path: string): string[] {
  const segments = path.split("/").filter(Boolean);
  const start = segments.findIndex((segment) => !PREFIX.test(segment));
  return start < 0 ? segments : segments.slice(start);
}

function isPlaceholder(segment: string): boolean {
  return segment.startsWith("{");
}

function wordsOf(segment: string): string[] {
  return segment
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const IRREGULAR: Record<string, string> = {
  people: "person",
  children: "child",
  men: "man",
  women: "woman",
  matrices: "matrix",
  indices: "index",
  vertices: "vertex",
  news: "news",
  series: "series",
};

function isPlural(segment: string): boolean {
  return singular(segment) !== segment;
}

function singular(segment: string): string {
  const [, start = "", word = ""] = /^(.*?)([^-_.]*)$/.exec(segment) ?? [];
  const known = Object.hasOwn(IRREGULAR, word) ? IRREGULAR[word] : undefined;
  if (known !== undefined) return start + known;
  if (/[^aeiou]ies$/.test(word)) return `${start}${word.slice(0, -3)}y`;
  if (/(ss|x|zz|sh|tch|[tb]us)es$/.test(word)) return start + word.slice(0, -2);
  return /[^sui]s$/.test(word) ? start + word.slice(0, -1) : segment;
}
