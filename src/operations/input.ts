import type { Context, HonoRequest } from "hono";
import { limitBody } from "./body-limit";
import { invalidRequest, ProblemError } from "./failure";
import { problemOf } from "./problem";
import { type Check, Report } from "./report";
import type { Reader } from "./text";

/** What a dependency is when its own parameters are invalid: it was not called, and the request ends with 422. */
export const skipped = undefined as never;

/** Carries over what the type declares and nothing else; turns a date's string into a `Date`. */
export type Pick<T> = (value: T) => T;

const asItIs = <T>(value: T): T => value;

/**
 * A request on its way to becoming arguments. Each method reads one parameter, checks it and notes what is wrong;
 * nothing throws until `assertValid`, so that a client learns of everything at once. Only a body that cannot be read
 * at all ends the request on the spot: 415, or 400 for malformed JSON.
 *
 * A required parameter that is missing or invalid comes back as something that nobody will read.
 *
 * What few operations have is read in `parameters/`, a file each: a class is in the bundle as a whole.
 */
export class Input {
  readonly context: Context;
  readonly #report = new Report();
  #request: HonoRequest | undefined;

  constructor(context: Context) {
    this.context = context;
  }

  /** Whether everything read so far is valid. */
  get valid(): boolean {
    return this.#report.ok;
  }

  /** @throws {ProblemError} 422 with every issue. */
  assertValid(): void {
    if (!this.#report.ok) throw invalidRequest(this.#report.issues);
  }

  path<T>(key: string, read: Reader, check: Check<T>, pick: Pick<T> = asItIs): T {
    return this.#scalar("path", key, this.context.req.param(key), read, check, "required", pick);
  }

  query<T, N extends Need>(
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    return this.#scalar("query", key, this.context.req.query(key), read, check, need, pick);
  }

  header<T, N extends Need>(
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    return this.#scalar("header", key, this.context.req.header(key), read, check, need, pick);
  }

  /** The body as text. What is done with it then needs no promise of its own. */
  text(): Promise<string> {
    return this.request.text();
  }

  /** The body, which is JSON, as one argument. */
  json<T, N extends Need>(body: string, check: Check<T>, need: N, pick: Pick<T> = asItIs): Given<T, N> {
    return this.take("body", undefined, this.parse(body), check, need, pick);
  }

  /** What the body says, which is JSON; undefined when there is none. */
  parse(body: string): unknown {
    if (body === "") return undefined;
    const type = this.mediaType;
    if (type !== "application/json" && !type.endsWith("+json")) {
      throw unsupportedMediaType(type, ["application/json"]);
    }
    try {
      return JSON.parse(body);
    } catch (error) {
      throw new ProblemError(
        problemOf(400, { detail: `The body is not well-formed JSON: ${(error as SyntaxError).message}` }),
      );
    }
  }

  /** The request, to read its body: no more of it than its limit. */
  get request(): HonoRequest {
    if (this.#request === undefined) {
      this.#request = this.context.req;
      limitBody(this.#request);
    }
    return this.#request;
  }

  /** What the body is said to be, without parameters; empty where nothing is said. */
  get mediaType(): string {
    return (this.context.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  }

  /** A parameter that has been read, here or elsewhere; `undefined` where the request has none. */
  take<T, N extends Need>(
    place: string,
    key: string | undefined,
    value: unknown,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    if (value === undefined) {
      if (need === "required") this.#fail(place, key, "missing", "Required.");
      return undefined as Given<T, N>;
    }
    const before = this.#report.failures;
    if (key === undefined) this.#report.within(place, value, check);
    else this.#report.within(place, value, (inner, at) => at.within(key, inner, check));
    return (this.#report.failures === before ? pick(value as T) : undefined) as Given<T, N>;
  }

  #scalar<T, N extends Need>(
    place: string,
    key: string,
    raw: string | undefined,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T>,
  ): Given<T, N> {
    return this.take(place, key, raw === undefined ? undefined : read(raw), check, need, pick);
  }

  #fail(place: string, key: string | undefined, type: string, message: string): void {
    this.#report.within(place, undefined, (_, at) => at.fail(type, message, key));
  }
}

export type Need = "required" | "optional";

/** What a parameter gives: `undefined` where it may be left out. */
export type Given<T, N extends Need> = N extends "required" ? T : T | undefined;

/** Answer 415: the body is none of what is accepted. */
export function unsupportedMediaType(found: string, accepted: string[]): ProblemError {
  return new ProblemError(
    problemOf(415, {
      detail: `Send the body as ${accepted.join(" or ")}; its content-type is ${found === "" ? "missing" : found}.`,
    }),
    // RFC 9110, section 15.5.16
    { accept: accepted.join(", ") },
  );
}
