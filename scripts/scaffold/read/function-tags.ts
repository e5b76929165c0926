/**
 * The values of a function's doc tags, each checked where it is read.
 *
 * @module
 */

import { type DocTag, lineOf, PARAM } from "./doc.ts";
import type { NamedFunction } from "./functions.ts";
import type { Reporter } from "./reporter.ts";
import { readSecurityTag, type SecurityTag } from "./security.ts";
import { closest } from "./spelling.ts";
import { isRouteTag, JOB_TAGS } from "./tags.ts";

export const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(\s*;\s*[\w-]+=("[^"]*"|[\w.+-]+))*$/;

/** Tags that say one thing. */
const SINGLE = ["status", "produces", "consumes", "deprecated", "job", ...JOB_TAGS];

export class FunctionTags {
  readonly #fn: NamedFunction;
  readonly #reporter: Reporter;

  constructor(fn: NamedFunction, reporter: Reporter) {
    this.#fn = fn;
    this.#reporter = reporter;
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }

  all(name: string): DocTag[] {
    return this.#fn.doc.tags.filter((tag) => tag.name === name);
  }

  first(name: string): DocTag | undefined {
    return this.all(name)[0];
  }

  /** What goes with no tag in particular: repeated tags, names of parameters that there are not. */
  check(): void {
    const seen = new Set<string>();
    const [method] = this.#fn.doc.tags.filter(({ name }) => isRouteTag(name));
    for (const tag of this.#fn.doc.tags) {
      if (isRouteTag(tag.name) && method && tag !== method) {
        this.#reporter.report("SO104", tag.span, { tag: tag.name, first: method.name });
      } else if (SINGLE.includes(tag.name) && seen.has(tag.name)) {
        this.#reporter.report("SO110", tag.span, { tag: tag.name });
      }
      seen.add(tag.name);
    }
    this.#checkParameterNames();
  }

  status(): number | undefined {
    const tag = this.first("status");
    if (!tag) return undefined;
    if (/^[23]\d\d$/.test(tag.text)) return Number(tag.text);
    this.#reporter.report("SO106", tag.valueSpan, { text: lineOf(tag) });
    return undefined;
  }

  security(): SecurityTag[] {
    return this.all("security").flatMap((tag) => readSecurityTag(tag, this.#reporter) ?? []);
  }

  tags(): string[] {
    return this.all("tag").flatMap((tag) => {
      const word = lineOf(tag);
      if (word === "") this.reject(tag, "a name", "Menu");
      return word === "" ? [] : [word];
    });
  }

  produces(): DocTag | undefined {
    const tag = this.first("produces");
    if (!tag || MEDIA_TYPE.test(lineOf(tag))) return tag;
    this.reject(tag, "one media type", "image/webp");
    return undefined;
  }

  /** Several, separated by commas. */
  consumes(): string[] {
    const tag = this.first("consumes");
    if (!tag) return [];
    const types = lineOf(tag).split(/\s*,\s*/);
    if (types.every((type) => MEDIA_TYPE.test(type))) return types;
    this.reject(tag, "media types, separated by commas", "image/png, image/jpeg");
    return [];
  }

  /** Report what stands behind a tag. */
  reject(tag: DocTag, expected: string, example: string): void {
    this.#reporter.report("SO108", tag.valueSpan, { tag: tag.name, text: lineOf(tag), expected, example });
  }

  #checkParameterNames(): void {
    const names = this.#fn.node.parameters.map(({ name }) => name.getText());
    for (const tag of this.all("param")) {
      const name = PARAM.exec(tag.text)?.[1] ?? "";
      if (names.includes(name)) continue;
      const at = { ...tag.valueSpan, length: Math.max(1, name.length) };
      this.#reporter.report("SO111", at, { name, suggestion: closest(name, names) });
    }
  }
}
