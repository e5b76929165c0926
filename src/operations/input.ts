import type { Context, HonoRequest } from "hono";
import { getCookie } from "hono/cookie";
import { limitBody } from "./body-limit";
import { invalidRequest, ProblemError } from "./failure";
import type { UploadedFile } from "./markers";
import { problemOf } from "./problem";
import { type Check, own, Report } from "./report";
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
    return this.#scalar("path", key, this.context.req.param(key), read, check, pick, "required");
  }

  /**
   * One that shares its segment of the path with other text: `/menus/{menu}.pdf`.
   *
   * @param segment what the router calls the segment
   * @param pattern takes the segment apart; its groups have the names of the parameters
   */
  pathPart<T>(
    key: string,
    segment: string,
    pattern: RegExp,
    read: Reader,
    check: Check<T>,
    pick: Pick<T> = asItIs,
  ): T {
    const text = pattern.exec(this.context.req.param(segment) ?? "")?.groups?.[key];
    return this.#scalar("path", key, text, read, check, pick, "required");
  }

  query<T, N extends Need>(
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    return this.#scalar("query", key, this.context.req.query(key), read, check, pick, need);
  }

  /** Every occurrence of the key: `?tag=a&tag=b`. */
  queryList<T, N extends Need>(
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    const values = this.context.req.queries(key)?.map(read);
    return this.#value("query", key, values, check, pick, need);
  }

  /** A list in one text: `?tags=a,b`. What is empty is a list without items. */
  queryDelimited<T, N extends Need>(
    key: string,
    delimiter: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    const texts = this.context.req.queries(key);
    const values = texts?.flatMap((text) => (text === "" ? [] : text.split(delimiter).map(read)));
    return this.#value("query", key, values, check, pick, need);
  }

  /**
   * An object of which each property has a key of its own: `?status=open&limit=3`.
   *
   * @param properties how to read each; a list's reader stands in an array
   */
  queryObject<T, N extends Need>(
    properties: Readers,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    const object = objectOf(properties, (name) => this.context.req.queries(name));
    const isLeftOut = need === "optional" && Object.keys(object).length === 0;
    return this.#value("query", undefined, isLeftOut ? undefined : object, check, pick, need);
  }

  /** An object of which each property has a key in brackets: `?filter[status]=open&filter[limit]=3`. */
  queryDeepObject<T, N extends Need>(
    key: string,
    properties: Readers,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    const object = objectOf(properties, (name) => this.context.req.queries(`${key}[${name}]`));
    const isThere = Object.keys(object).length > 0;
    return this.#value("query", key, isThere ? object : undefined, check, pick, need);
  }

  header<T, N extends Need>(
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    return this.#scalar("header", key, this.context.req.header(key), read, check, pick, need);
  }

  /** A header with several values, separated by commas (RFC 9110, section 5.6.1). */
  headerList<T, N extends Need>(
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    const values = this.context.req.header(key)?.split(",");
    return this.#value(
      "header",
      key,
      values?.map((value) => read(value.trim())),
      check,
      pick,
      need,
    );
  }

  cookie<T, N extends Need>(
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    return this.#scalar("cookie", key, getCookie(this.context, key), read, check, pick, need);
  }

  /** The JSON body as one argument. */
  async json<T, N extends Need>(check: Check<T>, need: N, pick: Pick<T> = asItIs): Promise<Given<T, N>> {
    return this.#value("body", undefined, this.#parsed(await this.#body().text()), check, pick, need);
  }

  /** The JSON body as an object that carries several arguments; read them with `field`. */
  async jsonObject(): Promise<Record<string, unknown>> {
    const body = this.#parsed(await this.#body().text());
    if (body === undefined) return {};
    let fields: Record<string, unknown> = {};
    this.#report.within("body", body, (value, at) => {
      if (at.object(value)) fields = value;
    });
    return fields;
  }

  /** One argument of a body that carries several. */
  field<T, N extends Need>(
    body: Record<string, unknown>,
    key: string,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    return this.#value("body", key, own(body, key), check, pick, need);
  }

  /** A form, URL-encoded or multipart. Read it with the `form…` methods and `file`. */
  async form(): Promise<FormData> {
    const type = this.#mediaType();
    if (type !== "application/x-www-form-urlencoded" && type !== "multipart/form-data") {
      throw unsupportedMediaType(type, ["application/x-www-form-urlencoded", "multipart/form-data"]);
    }
    try {
      return await this.#body().formData();
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw new ProblemError(problemOf(400, { detail: "The body is not a well-formed form." }));
    }
  }

  formField<T, N extends Need>(
    form: FormData,
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    return this.#value("body", key, fieldTexts(form, key).map(read).at(0), check, pick, need);
  }

  formList<T, N extends Need>(
    form: FormData,
    key: string,
    read: Reader,
    check: Check<T>,
    need: N,
    pick: Pick<T> = asItIs,
  ): Given<T, N> {
    const values = fieldTexts(form, key).map(read);
    return this.#value("body", key, values.length > 0 ? values : undefined, check, pick, need);
  }

  /**
   * The whole form as one object.
   *
   * @param fields how to read each declared field; a list's reader stands in an array
   */
  formObject<T>(form: FormData, fields: Readers, check: Check<T>, pick: Pick<T> = asItIs): T {
    const object = objectOf(fields, (key) => fieldTexts(form, key));
    return this.#value("body", undefined, object, check, pick, "required");
  }

  async file<N extends Need>(form: FormData, key: string, need: N): Promise<Given<UploadedFile, N>> {
    return (await this.files(form, key, need))?.[0] as Given<UploadedFile, N>;
  }

  async files<N extends Need>(form: FormData, key: string, need: N): Promise<Given<UploadedFile[], N>> {
    const entries = form.getAll(key);
    if (entries.length === 0) {
      if (need === "required") this.#fail("body", key, "missing", "Required.");
      return undefined as Given<UploadedFile[], N>;
    }
    const files: UploadedFile[] = [];
    for (const entry of entries) {
      if (typeof entry === "string") this.#fail("body", key, "type", "Must be a file.");
      else
        files.push({ name: entry.name, type: entry.type, bytes: new Uint8Array(await entry.arrayBuffer()) });
    }
    return files;
  }

  /**
   * The raw body.
   *
   * @param mediaTypes what is accepted, `image/*` too; empty: anything
   * @throws {ProblemError} 415
   */
  async bytes<N extends Need>(mediaTypes: string[], need: N): Promise<Given<Uint8Array<ArrayBuffer>, N>> {
    const bytes = new Uint8Array(await this.#body().arrayBuffer());
    if (bytes.length > 0 || need === "required") this.#accept(mediaTypes);
    if (bytes.length > 0) return bytes;
    if (need === "required") this.#fail("body", undefined, "missing", "Required.");
    return undefined as Given<Uint8Array<ArrayBuffer>, N>;
  }

  /** The raw body, as it arrives. */
  stream(mediaTypes: string[]): ReadableStream<Uint8Array> {
    this.#accept(mediaTypes);
    return this.#body().raw.body ?? new Blob([]).stream();
  }

  /** The request, to read its body: no more than its limit. */
  #body(): HonoRequest {
    if (this.#request === undefined) {
      this.#request = this.context.req;
      limitBody(this.#request);
    }
    return this.#request;
  }

  #accept(mediaTypes: string[]): void {
    if (mediaTypes.length === 0) return;
    const type = this.#mediaType();
    const fits = mediaTypes.some(
      (accepted) => accepted === type || (accepted.endsWith("/*") && type.startsWith(accepted.slice(0, -1))),
    );
    if (!fits) throw unsupportedMediaType(type, mediaTypes);
  }

  /** The body, parsed; undefined when there is none. */
  #parsed(body: string): unknown {
    if (body === "") return undefined;
    const type = this.#mediaType();
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

  #mediaType(): string {
    return (this.context.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  }

  #scalar<T, N extends Need>(
    place: string,
    key: string,
    raw: string | undefined,
    read: Reader,
    check: Check<T>,
    pick: Pick<T>,
    need: N,
  ): Given<T, N> {
    return this.#value(place, key, raw === undefined ? undefined : read(raw), check, pick, need);
  }

  #value<T, N extends Need>(
    place: string,
    key: string | undefined,
    value: unknown,
    check: Check<T>,
    pick: Pick<T>,
    need: N,
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

  #fail(place: string, key: string | undefined, type: string, message: string): void {
    this.#report.within(place, undefined, (_, at) => at.fail(type, message, key));
  }
}

type Need = "required" | "optional";

/** What a parameter gives: `undefined` where it may be left out. */
type Given<T, N extends Need> = N extends "required" ? T : T | undefined;

/** How to read each property of an object; a list's reader stands in an array. */
type Readers = Record<string, Reader | [Reader]>;

/** An object of texts: what has none is left out. */
function objectOf(
  properties: Readers,
  textsOf: (name: string) => string[] | undefined,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(properties)) {
    const texts = textsOf(name) ?? [];
    if (texts.length === 0) continue;
    object[name] = Array.isArray(reader) ? texts.map(reader[0]) : reader(texts[0] ?? "");
  }
  return object;
}

function fieldTexts(form: FormData, key: string): string[] {
  return form.getAll(key).filter((entry) => typeof entry === "string");
}

function unsupportedMediaType(found: string, accepted: string[]): ProblemError {
  return new ProblemError(
    problemOf(415, {
      detail: `Send the body as ${accepted.join(" or ")}; its content-type is ${found === "" ? "missing" : found}.`,
    }),
    // RFC 9110, section 15.5.16
    { accept: accepted.join(", ") },
  );
}
