import type { Issue } from "./problem";

/**
 * A check of a value that came from outside: it writes what is wrong into the report, and nothing where all is well.
 * `T` is what the value is when the report stayed empty.
 */
export type Check<T = unknown> = {
  (value: unknown, at: Report): void;
  /** Never there: it only carries `T`. */
  readonly type?: T;
};

/** How deep a value may be nested: a client must not be able to exhaust the stack of a recursive type's check or pick. */
const MAX_DEPTH = 500;

/** How many issues are listed; a body of millions of wrong items has no more to say than its first ones. */
const MAX_ISSUES = 100;

/**
 * What is wrong with a request, all of it, with the place of each issue.
 *
 * The generated checks walk a value with it: each method tests one JSON Schema keyword, notes an issue if it fails,
 * and says whether it held. `key` names the property or item under test, where the walk has not entered it. Keywords that
 * few schemas have are functions, in `keywords.ts` and `unions.ts`: a class is in the bundle as a whole.
 */
export class Report {
  /** The first that were found. */
  readonly issues: Issue[] = [];
  readonly #path: (string | number)[] = [];
  #failures = 0;

  /** True while nothing is wrong. */
  get ok(): boolean {
    return this.#failures === 0;
  }

  /** How many issues were found. */
  get failures(): number {
    return this.#failures;
  }

  fail(type: string, message: string, key?: string | number): false {
    this.#failures++;
    if (this.issues.length < MAX_ISSUES) {
      this.issues.push({ loc: key === undefined ? [...this.#path] : [...this.#path, key], type, message });
    }
    return false;
  }

  /** A value of the wrong type; what is not there at all is missing. */
  #mistyped(value: unknown, message: string, key?: string | number): false {
    return value === undefined ? this.fail("missing", "Required.", key) : this.fail("type", message, key);
  }

  /** Check a value one step further in. */
  within(key: string | number, value: unknown, check: Check): void {
    if (!this.#entering()) return;
    this.#path.push(key);
    check(value, this);
    this.#path.pop();
  }

  /** Check every item of an array that stands at `key`. */
  each(key: string | number | undefined, items: readonly unknown[], check: Check): void {
    if (key !== undefined) this.#path.push(key);
    if (this.#entering()) {
      const last = this.#path.push(0) - 1;
      for (let index = 0; index < items.length; index++) {
        this.#path[last] = index;
        check(items[index], this);
      }
      this.#path.pop();
    }
    if (key !== undefined) this.#path.pop();
  }

  /** Whether the walk may go one step further in. */
  #entering(): boolean {
    return (
      this.#path.length < MAX_DEPTH ||
      this.fail("depth", `Must not be nested deeper than ${MAX_DEPTH} levels.`)
    );
  }

  required(value: unknown, key?: string | number): boolean {
    return value !== undefined || this.fail("missing", "Required.", key);
  }

  string(value: unknown, key?: string | number): value is string {
    return typeof value === "string" || this.#mistyped(value, "Must be a string.", key);
  }

  /** JSON's numbers are finite, and so is this. */
  number(value: unknown, key?: string | number): value is number {
    return (
      (typeof value === "number" && Number.isFinite(value)) || this.#mistyped(value, "Must be a number.", key)
    );
  }

  integer(value: unknown, key?: string | number): value is number {
    return Number.isInteger(value) || this.#mistyped(value, "Must be an integer.", key);
  }

  boolean(value: unknown, key?: string | number): value is boolean {
    return typeof value === "boolean" || this.#mistyped(value, "Must be true or false.", key);
  }

  null(value: unknown, key?: string | number): value is null {
    return value === null || this.#mistyped(value, "Must be null.", key);
  }

  array(value: unknown, key?: string | number): value is unknown[] {
    return Array.isArray(value) || this.#mistyped(value, "Must be an array.", key);
  }

  /** A `Date` is none: JSON has it as a string. */
  object(value: unknown, key?: string | number): value is Record<string, unknown> {
    return (
      (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)) ||
      this.#mistyped(value, "Must be an object.", key)
    );
  }

  minimum(value: number, limit: number, key?: string | number): boolean {
    return value >= limit || this.fail("minimum", `Must be at least ${limit}.`, key);
  }

  maximum(value: number, limit: number, key?: string | number): boolean {
    return value <= limit || this.fail("maximum", `Must be at most ${limit}.`, key);
  }

  minLength(value: string, limit: number, key?: string | number): boolean {
    return value.length >= limit * 2 || hasLength(value, limit) || this.#short(limit, key);
  }

  maxLength(value: string, limit: number, key?: string | number): boolean {
    return value.length <= limit || !hasLength(value, limit + 1) || this.#long(limit, key);
  }

  // Apart from the tests, which are short enough so to be compiled into the checks.

  #short(limit: number, key?: string | number): false {
    return this.fail("minLength", `Must have at least ${count(limit, "character")}.`, key);
  }

  #long(limit: number, key?: string | number): false {
    return this.fail("maxLength", `Must have at most ${count(limit, "character")}.`, key);
  }

  minItems(value: readonly unknown[], limit: number, key?: string | number): boolean {
    return value.length >= limit || this.fail("minItems", `Must have at least ${count(limit, "item")}.`, key);
  }

  maxItems(value: readonly unknown[], limit: number, key?: string | number): boolean {
    return value.length <= limit || this.fail("maxItems", `Must have at most ${count(limit, "item")}.`, key);
  }

  /** A literal type, or a union of literals. */
  literal(value: unknown, allowed: readonly unknown[], key?: string | number): boolean {
    if (allowed.includes(value)) return true;
    if (value === undefined) return this.required(value, key);
    const choices = allowed.map((choice) => JSON.stringify(choice)).join(", ");
    return this.fail(
      "enum",
      allowed.length === 1 ? `Must be ${choices}.` : `Must be one of ${choices}.`,
      key,
    );
  }

  /** How far in the walk is. */
  get depth(): number {
    return this.#path.length;
  }

  /** What a check says of a value that stands here, kept out of the report. */
  aside(value: unknown, check: Check): Trial {
    const failures = this.#failures;
    const issues = this.issues.splice(0);
    check(value, this);
    const trial = { failures: this.#failures - failures, issues: this.issues.splice(0) };
    this.#failures = failures;
    this.issues.push(...issues);
    return trial;
  }

  /** Note what was kept out before. */
  add(issues: readonly Issue[]): void {
    this.#failures += issues.length;
    this.issues.push(...issues.slice(0, MAX_ISSUES - this.issues.length));
  }
}

/** What a check has found. */
export interface Trial {
  failures: number;
  issues: Issue[];
}

/** An object's own property of that name: for names that every object has through its prototype. */
// biome-ignore lint/suspicious/noExplicitAny: the caller knows the property's type, as if it had read it
export function own(value: object, name: string): any {
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** Whether the string has at least `limit` characters. A character is a code point, as JSON Schema counts. */
function hasLength(value: string, limit: number): boolean {
  // Code points are at most as many as code units and at least half as many: most strings need no counting.
  if (value.length < limit) return false;
  let points = 0;
  for (const _ of value) if (++points >= limit) return true;
  return points >= limit;
}

/** So many of them, in words. */
export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${n} ${n === 1 ? singular : plural}`;
}

export const checkString: Check<string> = (value, at) => {
  at.string(value);
};
export const checkNumber: Check<number> = (value, at) => {
  at.number(value);
};
export const checkInteger: Check<number> = (value, at) => {
  at.integer(value);
};
export const checkBoolean: Check<boolean> = (value, at) => {
  at.boolean(value);
};
export const checkNull: Check<null> = (value, at) => {
  at.null(value);
};
/** Whatever JSON carries. */
export const checkAnything: Check = () => {};
