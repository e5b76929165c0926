/**
 * Requests made of a document alone: what its operations have to take, and what they have to refuse. Values that fit
 * are made by json-schema-faker; whether one fits is for ajv to say.
 */
import { Ajv, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats, { type FormatName } from "ajv-formats";
import { generateSync } from "json-schema-faker";
import { isRecord, type Place, type Raw } from "../../../scripts/scaffold/import/place.ts";
import type { Excuses } from "./excuses.ts";

export interface Attempt {
  method: string;
  /** With the query. */
  path: string;
  headers: Headers;
  body?: string | FormData | URLSearchParams;
  /** What is wrong with it; nothing where all is well. */
  fault?: string;
}

/** What a request is made of, before it is one. */
interface Sketch {
  placeholders: Map<string, string>;
  query: URLSearchParams;
  headers: Headers;
  cookies: string[];
  body?: string | FormData | URLSearchParams;
}

/** A parameter or the body: how it goes into a request, and how it goes wrong. */
interface Part {
  put: (sketch: Sketch) => void;
  faults: { fault: string; put: (sketch: Sketch) => void }[];
}

/** How often a value is made anew until it fits and can travel. */
const TRIES = 30;
/** Something that is of another type than what is asked for is among these. */
const STRAY_TEXTS = ["~~", "1.5", "12345678901234567890"];
const STRAY_VALUES: Raw[] = [null, 17.5, "~~", true, [], {}];
/** Some documents have patterns that the flag `u` forbids: they are not carried over, and keep nothing out. */
const PATTERNS = Object.assign(
  (pattern: string, flags: string) => {
    try {
      return new RegExp(pattern, flags);
    } catch {
      return new RegExp(pattern);
    }
  },
  { code: "new RegExp" },
);
/** Any other is an annotation. */
const CHECKED_FORMATS: FormatName[] = [
  ...(["date", "time", "date-time", "email", "uuid", "uri", "hostname", "ipv4", "ipv6"] as const),
];
const IGNORED_HEADERS = ["accept", "content-type", "authorization"];
/** What HTTP says itself of a message, which no client may set. */
const HEADERS_OF_HTTP = ["content-length", "host", "connection", "transfer-encoding", "expect", "upgrade"];
const DELIMITERS: Record<string, string> = { form: ",", spaceDelimited: " ", pipeDelimited: "|" };

export class Requests {
  readonly #root: Place;
  readonly #excuses: Excuses;
  readonly #ajv: Ajv;
  readonly #validators = new Map<string, ValidateFunction>();
  /** Where each schema stands, as findings say it. */
  readonly #pointers = new Map<object, string>();
  #seed = 0;

  constructor(root: Place, excuses: Excuses) {
    this.#root = root;
    this.#excuses = excuses;
    const options: Options = {
      strict: false,
      allErrors: true,
      validateSchema: false,
      verbose: true,
      inlineRefs: false,
      logger: false,
      code: { regExp: PATTERNS },
    };
    const isOld = /^3\.0/.test(root.value.openapi);
    this.#ajv = isOld ? new Ajv(options) : (new Ajv2020(options) as unknown as Ajv);
    addFormats.default(this.#ajv, CHECKED_FORMATS);
    const schemas = JSON.parse(JSON.stringify(root.value), (_, value) =>
      plainlyNullable(withoutIdentifier(value)),
    );
    this.#ajv.addSchema(schemas, "document");
    this.#locate(root.with(schemas));
  }

  /**
   * A request that fits, and one for each fault that the document does not allow.
   *
   * @throws when none can be made
   */
  of(method: string, path: string, operation: Place, shared: Place[]): Attempt[] {
    const parameters = new Map(
      [...shared, ...operation.at("parameters").items()]
        .map((one) => one.follow())
        .map((one) => [`${one.value.in} ${one.value.name}`, one]),
    );
    const parts = [
      ...[...parameters.values()].flatMap((one) => this.#parameter(one)),
      ...this.#body(operation, method),
    ];
    const made = (faulty?: Part, put?: (sketch: Sketch) => void): Attempt => {
      const sketch = this.#sketch();
      for (const part of parts) (part === faulty && put ? put : part.put)(sketch);
      return requestOf(method, path, sketch);
    };
    return [
      made(),
      ...parts.flatMap((part) => part.faults.map(({ fault, put }) => ({ ...made(part, put), fault }))),
    ];
  }

  #parameter(parameter: Place): Part[] {
    const { name, in: where, required } = parameter.value;
    const schema = parameter.at("schema");
    const isIgnored = [...IGNORED_HEADERS, ...HEADERS_OF_HTTP].includes(name.toLowerCase());
    if (!schema.exists || (where === "header" && isIgnored)) return [];
    const value = this.#fitting(schema, (one) => canTravel(where, one, parameter.value));
    const told = ["", "/style", "/explode", "/schema"].some((key) =>
      this.#excuses.difference(`${parameter.pointer}${key}`),
    );
    const isText = told || this.#excuses.everything(schema.follow().pointer);
    const carry = (one: Raw) => (sketch: Sketch) => put(sketch, where, name, one, parameter.value);
    const part: Part = { put: carry(value), faults: [] };
    if (isText) return [part];
    const isForm = isRecord(value) && parameter.value.style !== "deepObject";
    if (required === true && where !== "path" && !isForm)
      part.faults.push({ fault: `without ${where} ${name}`, put: () => {} });
    if (isRecord(value)) return [part];
    const shown = (text: string) => (Array.isArray(value) ? [text] : text);
    const stray = STRAY_TEXTS.find((text) =>
      readingsOf(text).every((reading) =>
        this.#mustRefuse(schema, Array.isArray(value) ? [reading] : reading),
      ),
    );
    if (stray !== undefined)
      part.faults.push({ fault: `${where} ${name} is ${stray}`, put: carry(shown(stray)) });
    return [part];
  }

  #body(operation: Place, method: string): Part[] {
    const body = operation.at("requestBody").follow();
    if (!body.exists || method === "get" || method === "head") return [];
    const media = body.at("content").entries();
    const json =
      media.find(([type]) => /^application\/json\b/.test(type)) ??
      media.find(([type]) => /json|^\*\/\*/.test(type));
    const form = media.find(([type]) => /form/.test(type));
    const [type, content] = json ?? form ?? media[0] ?? [];
    if (type === undefined || !content) return [];
    if (!json && !form)
      return [
        {
          put: (sketch) => send(sketch, "~~", /^[\w.+-]+\/[\w.+-]+/.exec(type)?.[0] ?? "text/plain"),
          faults: [],
        },
      ];
    const schema = content.at("schema");
    if (!schema.exists) return [{ put: (sketch) => send(sketch, "{}", "application/json"), faults: [] }];
    const value = this.#fitting(schema, (one) => json !== undefined || isRecord(one), examplesOf(content));
    if (!json) return [{ put: (sketch) => sendForm(sketch, value, schema, type), faults: [] }];
    const carry = (one: Raw) => (sketch: Sketch) => send(sketch, JSON.stringify(one), "application/json");
    const part: Part = { put: carry(value), faults: [] };
    if (body.value.required === true && !this.#excuses.difference(body.pointer))
      part.faults.push({ fault: "without body", put: () => {} });
    for (const stray of STRAY_VALUES)
      if (this.#mustRefuse(schema, stray))
        part.faults.push({ fault: `body is ${JSON.stringify(stray)}`, put: carry(stray) });
    for (const key of isRecord(value) ? Object.keys(value) : []) {
      const { [key]: _, ...without } = value;
      if (this.#mustRefuse(schema, without))
        part.faults.push({ fault: `body without ${key}`, put: carry(without) });
      const wrong = STRAY_VALUES.map((stray) => ({ ...value, [key]: stray })).find((one) =>
        this.#mustRefuse(schema, one),
      );
      if (wrong)
        part.faults.push({ fault: `body.${key} is ${JSON.stringify(wrong[key])}`, put: carry(wrong) });
    }
    return [part];
  }

  #locate(place: Place): void {
    if (isRecord(place.value)) this.#pointers.set(place.value, place.pointer);
    for (const inner of [...place.items(), ...place.entries().map(([, one]) => one)]) this.#locate(inner);
  }

  /** A request of somebody that every security scheme knows. */
  #sketch(): Sketch {
    const sketch: Sketch = {
      placeholders: new Map(),
      query: new URLSearchParams(),
      headers: new Headers({ authorization: "Bearer token" }),
      cookies: [],
    };
    for (const [, place] of this.#root.at("components", "securitySchemes").entries()) {
      const { type, in: where, name } = place.follow().value;
      if (type === "apiKey") put(sketch, where, name, "token", {});
    }
    return sketch;
  }

  #fitting(schema: Place, suits: (value: Raw) => boolean, examples: Raw[] = []): Raw {
    const own = schema.follow().value;
    const whole = { ...this.#root.value, ...own };
    const shown = [...examples, own?.example].filter((one) => one !== undefined);
    for (let tries = 0; tries < TRIES + shown.length; tries++) {
      const value = tries < TRIES ? generateSync(whole, { seed: this.#seed++ }) : shown[tries - TRIES];
      // What is not carried over, such as that one alternative alone may fit, keeps nothing out.
      if (this.#violated(schema, value).every((pointer) => this.#excuses.difference(pointer)) && suits(value))
        return value;
    }
    throw new Error(`nothing was found that fits ${schema.pointer}`);
  }

  /** Whether a value is to be refused for what was carried over alone. */
  #mustRefuse(schema: Place, value: Raw): boolean {
    if (this.#excuses.everything(schema.follow().pointer)) return false;
    const violated = this.#violated(schema, value);
    return violated.length > 0 && !violated.some((pointer) => this.#excuses.difference(pointer));
  }

  /** The keywords that a value breaks, by their pointers. */
  #violated(schema: Place, value: Raw): string[] {
    const validate = this.#validator(schema);
    if (validate(value)) return [];
    const errors = (validate.errors ?? []).map(({ parentSchema = {}, keyword, params }) => ({
      pointer: `${this.#pointers.get(parentSchema)}/${keyword}`,
      fitsSeveral: Array.isArray(params.passingSchemas),
    }));
    // Where several alternatives fit and one alone may, what the others miss is not the reason.
    const crowded = errors.filter(({ fitsSeveral }) => fitsSeveral).map(({ pointer }) => `${pointer}/`);
    return errors
      .map(({ pointer }) => pointer)
      .filter((pointer) => !crowded.some((start) => pointer.startsWith(start)));
  }

  #validator(schema: Place): ValidateFunction {
    const { path } = schema.follow();
    const known = this.#validators.get(path);
    if (known) return known;
    const validate = this.#ajv.compile({
      $ref: `document#${path.split("/").map(encodeURIComponent).join("/")}`,
    });
    this.#validators.set(path, validate);
    return validate;
  }
}

/** `nullable` means null, also beside values or alternatives without it, and where ajv misses a type beside it. */
function plainlyNullable(value: Raw): Raw {
  if (typeof value?.nullable !== "boolean") return value;
  const { nullable, ...others } = value;
  const allowing = value.type === undefined ? others : value;
  if (nullable !== true) return allowing;
  if (Array.isArray(value.enum)) return { ...allowing, enum: [...new Set([...value.enum, null])] };
  if (value.type !== undefined) return value;
  for (const key of ["oneOf", "anyOf"])
    if (Array.isArray(value[key])) return { ...others, [key]: [...value[key], { enum: [null] }] };
  return others;
}

/** References of a document are pointers. Within an example, `$id` is data, and would be a schema's name to ajv. */
function withoutIdentifier(value: Raw): Raw {
  if (typeof value?.$id !== "string") return value;
  const { $id, ...others } = value;
  return others;
}

/** What the document shows of a body. */
function examplesOf({ value }: Place): Raw[] {
  const examples = Object.values(value.examples ?? {}) as Raw[];
  return [...examples.map((one) => one?.value), value.example].filter((one) => one !== undefined);
}

function canTravel(where: string, value: Raw, parameter: Raw): boolean {
  if (value === null) return false;
  if (Array.isArray(value))
    return value.length > 0 && value.every((item) => canTravel(where, item, parameter));
  if (isRecord(value)) return Object.values(value).every((item) => canTravel(where, item, parameter));
  const text = String(value);
  if (where === "query") return !/[,| ]/.test(text);
  return where === "path" ? /[^.]/.test(text) : /^[\w.:+-]+$/.test(text);
}

/** What a text may be read as. */
function readingsOf(text: string): Raw[] {
  return Number.isFinite(Number(text)) ? [text, Number(text)] : [text];
}

function put(sketch: Sketch, where: string, name: string, value: Raw, parameter: Raw): void {
  const { style = "form", explode = style === "form" } = parameter;
  const items = [value].flat().map(String);
  if (where === "path") sketch.placeholders.set(name, items.join(","));
  else if (where === "header") sketch.headers.set(name, items.join(", "));
  else if (where === "cookie") sketch.cookies.push(`${name}=${encodeURIComponent(items.join(","))}`);
  else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value))
      for (const item of [inner].flat())
        sketch.query.append(style === "deepObject" ? `${name}[${key}]` : key, String(item));
  } else if (explode) for (const item of items) sketch.query.append(name, item);
  else sketch.query.append(name, items.join(DELIMITERS[style] ?? ","));
}

function send(sketch: Sketch, body: string, type: string): void {
  sketch.body = body;
  sketch.headers.set("content-type", type);
}

function sendForm(sketch: Sketch, value: Raw, schema: Place, type: string): void {
  const form = /multipart/.test(type) ? new FormData() : new URLSearchParams();
  for (const [key, inner] of Object.entries(value)) {
    const property = schema.follow().at("properties", key).follow();
    const isFile = [property, property.at("items").follow()].some(
      (one) => one.value?.format === "binary" || one.value?.contentMediaType !== undefined,
    );
    for (const item of [inner].flat())
      if (isFile && form instanceof FormData) form.append(key, new File([String(item)], "file"));
      else form.append(key, typeof item === "object" ? JSON.stringify(item) : String(item));
  }
  sketch.body = form;
}

function requestOf(
  method: string,
  path: string,
  { placeholders, query, headers, cookies, body }: Sketch,
): Attempt {
  if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
  const route = path.replace(/[?#].*$/s, "");
  // A placeholder behind ? is a parameter of the query.
  for (const [key, value] of placeholders) if (!route.includes(`{${key}}`)) query.set(key, value);
  const filled = route.replace(/\{([^{}]*)\}/g, (_, key) =>
    encodeURIComponent(placeholders.get(key) ?? "text"),
  );
  const search = query.size > 0 ? `?${query}` : "";
  return {
    method: method.toUpperCase(),
    path: filled + search,
    headers,
    ...(body !== undefined && { body }),
  };
}
