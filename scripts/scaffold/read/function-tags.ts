/**
 * The values of a function's doc tags, each checked where it is read.
 *
 * @module
 */

import type { JobPolicy, Operation } from "../operation.ts";
import { type DocTag, lineOf, PARAM } from "./doc.ts";
import { isJob, kindName, type NamedFunction } from "./functions.ts";
import type { Reporter } from "./reporter.ts";
import { closest } from "./spelling.ts";
import { isMethod } from "./tags.ts";

const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(\s*;\s*[\w-]+=("[^"]*"|[\w.+-]+))*$/;

/** Tags that say one thing. */
const SINGLE = ["status", "produces", "consumes", "retries", "timeout", "deprecated"];

export class FunctionTags {
  readonly #fn: NamedFunction;
  readonly #reporter: Reporter;

  constructor(fn: NamedFunction, reporter: Reporter) {
    this.#fn = fn;
    this.#reporter = reporter;
  }

  has(name: string): boolean {
    return this.#all(name).length > 0;
  }

  first(name: string): DocTag | undefined {
    return this.#all(name)[0];
  }

  /** What goes with no tag in particular: repeated tags, names of parameters that there are not. */
  check(): void {
    const seen = new Set<string>();
    const [method] = this.#fn.doc.tags.filter(({ name }) => isMethod(name));
    for (const tag of this.#fn.doc.tags) {
      if (isMethod(tag.name) && method && tag !== method) {
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
    const status = wholeNumber(tag.text);
    if (status !== undefined && status >= 200 && status <= 399) return status;
    this.#reporter.report("SO106", tag.valueSpan, { text: lineOf(tag) });
    return undefined;
  }

  throws(): Operation["throws"] {
    const found: Operation["throws"] = [];
    for (const tag of this.#all("throws")) {
      const [, code = "", text = ""] = /^\{\s*([45]\d\d)\s*\}\s*([\s\S]*)$/.exec(tag.text) ?? [];
      if (code === "") this.#reporter.report("SO107", tag.span, {});
      else found.push({ status: Number(code), description: text.replace(/\s*\n\s*/g, " ") });
    }
    return found;
  }

  security(): string[] {
    return this.#words("security", "the name of a security scheme", "bearer");
  }

  tags(): string[] {
    return this.#words("tag", "a name", "Menu");
  }

  produces(): DocTag | undefined {
    const tag = this.first("produces");
    if (!tag || MEDIA_TYPE.test(lineOf(tag))) return tag;
    this.#report(tag, "one media type", "image/webp");
    return undefined;
  }

  /** Several, separated by commas. */
  consumes(): string[] {
    const tag = this.first("consumes");
    if (!tag) return [];
    const types = lineOf(tag).split(/\s*,\s*/);
    if (types.every((type) => MEDIA_TYPE.test(type))) return types;
    this.#report(tag, "media types, separated by commas", "image/png, image/jpeg");
    return [];
  }

  /** Undefined for what is no job. */
  job(): JobPolicy | undefined {
    const [retries, timeout] = [this.first("retries"), this.first("timeout")];
    if (!isJob(this.#fn.kind)) {
      for (const tag of [retries, timeout]) {
        if (tag) this.#reporter.report("SO109", tag.span, { tag: tag.name, kind: kindName(this.#fn.kind) });
      }
      return undefined;
    }
    const policy: JobPolicy = { retries: 0 };
    if (retries) {
      const count = wholeNumber(retries.text);
      if (count === undefined) this.#report(retries, "a whole number, 0 or more", "3");
      else policy.retries = count;
    }
    if (timeout) {
      const seconds = /^\d+(\.\d+)?$/.test(timeout.text) ? Number(timeout.text) : 0;
      if (seconds > 0) policy.timeout = seconds;
      else this.#report(timeout, "a number of seconds above 0", "60");
    }
    return policy;
  }

  #words(name: string, expected: string, example: string): string[] {
    return this.#all(name).flatMap((tag) => {
      const word = lineOf(tag);
      if (word === "") this.#report(tag, expected, example);
      return word === "" ? [] : [word];
    });
  }

  #report(tag: DocTag, expected: string, example: string): void {
    this.#reporter.report("SO108", tag.valueSpan, { tag: tag.name, text: lineOf(tag), expected, example });
  }

  #all(name: string): DocTag[] {
    return this.#fn.doc.tags.filter((tag) => tag.name === name);
  }

  #checkParameterNames(): void {
    const names = this.#fn.node.parameters.map(({ name }) => name.getText());
    for (const tag of this.#all("param")) {
      const name = PARAM.exec(tag.text)?.[1] ?? "";
      if (names.includes(name)) continue;
      const at = { ...tag.valueSpan, length: Math.max(1, name.length) };
      this.#reporter.report("SO111", at, { name, suggestion: closest(name, names) });
    }
  }
}

function wholeNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
