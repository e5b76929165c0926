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
 * and says whether it held. `key` names the property or item under test, where the walk has not entered it.
 */
export class Report {
  /** The first that were found. */
  readonly issues: Issue[] = [];
  readonly #path: (string | number)[] = [];
  #failures = 0;
  /** How many unions the walk is in. */
  #unions = 0;
  /** What a check said of an object within a union. */
  #tried: Map<object, Map<Check, Trial>> | undefined;

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

  /** Check every property of an object, but those named in `except`. */
  values(value: object, check: Check, except: readonly string[] = []): void {
    for (const [name, property] of Object.entries(value)) {
      if (!except.includes(name)) this.within(name, property, check);
    }
  }

  /** Check every property's name. */
  names(value: object, check: Check): void {
    for (const name of Object.keys(value)) this.within(name, name, check);
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

  exclusiveMinimum(value: number, limit: number, key?: string | number): boolean {
    return value > limit || this.fail("exclusiveMinimum", `Must be more than ${limit}.`, key);
  }

  exclusiveMaximum(value: number, limit: number, key?: string | number): boolean {
    return value < limit || this.fail("exclusiveMaximum", `Must be less than ${limit}.`, key);
  }

  multipleOf(value: number, step: number, key?: string | number): boolean {
    // 4.35 is a multiple of 0.01, though 4.35 / 0.01 is 434.99999999999994.
    const times = value / step;
    const tolerance = Math.max(1, Math.abs(times)) * 4 * Number.EPSILON;
    return (
      Math.abs(times - Math.round(times)) <= tolerance ||
      this.fail("multipleOf", `Must be a multiple of ${step}.`, key)
    );
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

  pattern(value: string, pattern: RegExp, key?: string | number): boolean {
    return pattern.test(value) || this.fail("pattern", `Must match ${pattern.source}.`, key);
  }

  /** @param matches whether a string has the format `name`; see `formats.ts` */
  format(value: unknown, name: string, matches: (text: string) => boolean, key?: string | number): boolean {
    return (
      this.string(value, key) && (matches(value) || this.fail("format", `Must be a valid ${name}.`, key))
    );
  }

  minItems(value: readonly unknown[], limit: number, key?: string | number): boolean {
    return value.length >= limit || this.fail("minItems", `Must have at least ${count(limit, "item")}.`, key);
  }

  maxItems(value: readonly unknown[], limit: number, key?: string | number): boolean {
    return value.length <= limit || this.fail("maxItems", `Must have at most ${count(limit, "item")}.`, key);
  }

  uniqueItems(value: readonly unknown[], key?: string | number): boolean {
    const distinct = new Set(value.map((item) => canonical(item)));
    return distinct.size === value.length || this.fail("uniqueItems", "Must have no item twice.", key);
  }

  minProperties(value: object, limit: number, key?: string | number): boolean {
    return (
      Object.keys(value).length >= limit ||
      this.fail("minProperties", `Must have at least ${count(limit, "property", "properties")}.`, key)
    );
  }

  maxProperties(value: object, limit: number, key?: string | number): boolean {
    return (
      Object.keys(value).length <= limit ||
      this.fail("maxProperties", `Must have at most ${count(limit, "property", "properties")}.`, key)
    );
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

  /**
   * A union: at least one of the checks must hold. Where none does, the issues of the one alternative that the value
   * came into (its own type was right, something inside was not) say more than "none fits".
   */
  anyOf(value: unknown, checks: readonly Check[]): void {
    const depth = this.#path.length;
    const entered: Issue[][] = [];
    for (const check of checks) {
      const { failures, issues } = this.#try(value, check);
      if (failures === 0) return;
      if (issues.every((issue) => issue.loc.length > depth || issue.type !== "type")) entered.push(issues);
    }
    const [issues] = entered;
    if (issues === undefined || entered.length > 1) {
      this.fail("anyOf", "Must be of one of the declared types.");
      return;
    }
    this.#failures += issues.length;
    this.issues.push(...issues.slice(0, MAX_ISSUES - this.issues.length));
  }

  /** Whether the value passes the check; for telling the members of a union apart. Notes nothing. */
  fits(value: unknown, check: Check): boolean {
    return this.#try(value, check).failures === 0;
  }

  /**
   * What a check says of a value, kept out of the report. Within a union it is asked once of each object: the members of
   * a recursive union may have much in common, and asking again would double the work at every level.
   */
  #try(value: unknown, check: Check): Trial {
    const repeats = this.#unions > 0 && typeof value === "object" && value !== null;
    const trials = repeats ? this.#trialsOf(value) : undefined;
    const known = trials?.get(check);
    if (known) return known;
    const failures = this.#failures;
    const issues = this.issues.splice(0);
    this.#unions++;
    check(value, this);
    this.#unions--;
    const trial = { failures: this.#failures - failures, issues: this.issues.splice(0) };
    this.#failures = failures;
    this.issues.push(...issues);
    trials?.set(check, trial);
    return trial;
  }

  #trialsOf(value: object): Map<Check, Trial> {
    this.#tried ??= new Map();
    const trials = this.#tried.get(value) ?? new Map<Check, Trial>();
    this.#tried.set(value, trials);
    return trials;
  }
}

interface Trial {
  failures: number;
  issues: Issue[];
}

/** An object's own property of that name: for names that every object has through its prototype. */
export function own(value: object, name: string): unknown {
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

function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${n} ${n === 1 ? singular : plural}`;
}

/** JSON with sorted keys: equal for equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
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
