/**
 * The one record of the project: read once from the stubs and the settings beside them, it feeds the routes, the
 * validators, the OpenAPI document, the executor's registry and the async twins. Plain data: `JSON.stringify` loses
 * nothing of it.
 *
 * @module
 */

/** Everything that the stubs declare, and what is switched on beside them. */
export interface Project {
  operations: Operation[];
  /** Every function that runs as a job and has no route. */
  jobs: JobFunction[];
  /** Every function that some `Depends<typeof f>` names, directly or through another dependency. */
  dependencies: Dependency[];
  /** Every named type that a request or response carries, by name. */
  models: Record<string, Model>;
  /** Every security scheme that an operation asks for, by name. */
  securitySchemes: Record<string, SecurityScheme>;
  settings: Settings;
}

/** What is switched on somewhere: in `wrangler.toml`, whichever environment it says it for, or in `.dev.vars`. */
export interface Settings {
  /** `CORS_ORIGINS` names some. */
  otherSites: boolean;
  /** There is a `[[ratelimits]]` binding called `RATE_LIMIT`. */
  rateLimit: boolean;
}

export type Method = "get" | "put" | "post" | "patch" | "delete" | "head" | "options";

/**
 * Which of the four kinds a function is; it decides where the function runs.
 * `async function` · `async function*` · `function` · `function*`
 */
export type Kind = "async" | "stream" | "plain" | "steps";

/** A place in a source file. `line` and `column` count from 1. */
export interface Place {
  /** Relative to the project's root, with `/`. */
  file: string;
  line: number;
  column: number;
}

/** What operations and dependencies share: a named export of a module, with parameters. */
export interface Callable {
  /** The function's name: unique in the project, and the operationId of an operation. */
  name: string;
  kind: Kind;
  /** Relative to the project's root, without extension: `src/handlers/burgers`. */
  module: string;
  place: Place;
  /** In the order of the declaration. */
  parameters: Parameter[];
  /** Its module, or one that this one imports, imports the twins of functions that run as jobs. */
  callsTwins?: true;
}

export interface Operation extends Callable {
  /** A WebSocket begins as a GET (RFC 6455, section 4.1). */
  method: Method;
  /** With placeholders as OpenAPI writes them: `/burgers/{burgerId}`. */
  path: string;
  tags: string[];
  /** The doc comment's first sentence or line. */
  summary?: string;
  /** The rest of the doc comment. */
  description?: string;
  deprecated: boolean;
  /** The success status: `@status`, else 204 for an empty return, else 200. */
  status: number;
  returns: Returns;
  /** Its own, and those of its dependencies. */
  throws: Thrown[];
  /** What lets a request in, from `@security`: any one of these. None: everybody comes in. */
  security: SecurityRequirement[];
  /** Plain and steps only. */
  job?: JobPolicy;
}

/** An answer that is thrown, from `@throws {status} text`. Several may have one status. */
export interface Thrown {
  /** `4XX`, `5XX` and `default` stand for those that are not named. */
  status: number | "4XX" | "5XX" | "default";
  description: string;
  /** The body, by its media types; null where nothing says what it is. Without it, it is a problem. */
  content?: Record<string, Schema | null>;
}

/** Schemes that a request must satisfy all, by name, each with the scopes that it takes. Empty: it need not sign in. */
export type SecurityRequirement = Record<string, string[]>;

/** How credentials are sent: OpenAPI's Security Scheme Object. */
export type SecurityScheme = { description?: string } & (
  | { type: "http"; scheme: string; bearerFormat?: string }
  | { type: "apiKey"; in: "header" | "query" | "cookie"; name: string }
  | { type: "openIdConnect"; openIdConnectUrl: string }
  | { type: "oauth2"; flows: Record<string, OAuthFlow> }
  | { type: "mutualTLS" }
);

/** Which of the addresses it has depends on the flow. */
export interface OAuthFlow {
  authorizationUrl?: string;
  tokenUrl?: string;
  refreshUrl?: string;
  /** What each means. */
  scopes: Record<string, string>;
}

/**
 * A function without a route, from `@job` or `@schedule`: plain or steps. Its parameters come from whoever submits it:
 * each JSON value in a `body` of its name, a `file`, `bytes`, the `resume`.
 */
export interface JobFunction extends Callable {
  summary?: string;
  description?: string;
  returns: Returns;
  job: JobPolicy;
}

/** What the doc tags say of a function's jobs. Times in seconds. */
export interface JobPolicy {
  /** How often a job is tried again after its function threw. */
  retries: number;
  /** Time limit of one attempt. */
  timeout?: number;
  /** The queue that it stands in; without it one of its own, named as the function. */
  queue?: string;
  /** From -10 to 10, higher first; default 0. */
  priority?: number;
  /** The wait before the first retry; it doubles up to the longest. */
  backoff?: { first: number; longest: number };
  /** How many jobs of its queue run at once, at most: every function of the queue has the same. */
  concurrency?: number;
  /** How many jobs of its queue start in so many seconds, at most: every function of the queue has the same. */
  rate?: { limit: number; seconds: number };
  /** While a job of the same arguments is not done, submitting gives that one. */
  unique?: true;
  /** How long a finished job is kept. */
  retention?: number;
  /** When it runs by itself: five fields of cron, in an IANA time zone. */
  schedules?: { cron: string; zone: string }[];
}

/** A dependency. One of kind `stream` yields once: set-up before, tear-down after. One of kind `plain` is delegated as a job. Never `steps`. */
export interface Dependency extends Callable {
  /** What the dependency gives, for the kind `plain` (its result crosses the queue); else null. */
  returns: Returns | null;
  job?: JobPolicy;
}

export interface Parameter {
  /** The name in TypeScript. */
  name: string;
  /** It may be left out: `?`, a default, or a type that includes `undefined`. */
  optional: boolean;
  /** The declared default, where it is a JSON literal. The function applies it by itself when given `undefined`. */
  default?: Json;
  /** From `@param name text`. */
  description?: string;
  source: Source;
}

/** Where a parameter's value comes from. */
export type Source =
  /** A scalar, or a list of scalars where `list`: then `schema` is the array's. `key` is the name in the request. */
  | {
      in: "path" | "query" | "header" | "cookie";
      key: string;
      schema: Schema;
      list: boolean;
      style?: ListStyle;
    }
  /** An object of scalars and of lists of these, each property under a key of its own in the query. `deep`: under `key[property]`. */
  | { in: "queryObject"; key: string; schema: Schema; deep: boolean }
  /** JSON. `key: null`: the body itself; else the body's property of that name. */
  | { in: "body"; key: string | null; schema: Schema }
  /** A form. `key: null`: the object of all its fields; else the field of that name. */
  | { in: "form"; key: string | null; schema: Schema }
  /** An `UploadedFile` (`list`: several) in the multipart field `key`. */
  | { in: "file"; key: string; list: boolean }
  /** The raw body: a `Uint8Array`, or a `ReadableStream` when `stream`. `mediaTypes` from `@consumes`; empty: any. */
  | { in: "bytes"; stream: boolean; mediaTypes: string[] }
  /** Filled by calling the dependency of that name. `value`: what it gives, as JSON, where it crosses the queue into a plain or steps function. */
  | { in: "dependency"; dependency: string; value?: Schema }
  /** Hono's `Context`, or the raw `Request`. */
  | { in: "context" | "request" }
  /** The checkpoint of an earlier attempt. */
  | { in: "resume"; checkpoint: Schema }
  /** What a WebSocket brings: an iterable of it, or one event at a time. */
  | { in: "messages" | "event"; message: Payload }
  /** Whoever is connected to the same path. */
  | { in: "room"; message: Payload };

/** What a frame of a WebSocket carries: JSON in a text frame, or bytes in a binary one. */
export type Payload = { type: "json"; schema: Schema } | { type: "bytes" };

/** How a list stands in the query as one text, from `@style`; without one, each value has the key to itself. */
export type ListStyle = "commaDelimited" | "spaceDelimited" | "pipeDelimited";

/** What the function gives back, and so what the response carries. */
export type Returns =
  | { type: "json"; schema: Schema }
  /** A string with `@produces` of a media type that is not JSON. */
  | { type: "text"; mediaType: string }
  /** `Uint8Array`, `Blob`, `ReadableStream`; `@produces`, else `application/octet-stream`. */
  | { type: "bytes"; mediaType: string }
  /** A `Response`, passed through as it is. */
  | { type: "response" }
  /** `void`, `undefined`. */
  | { type: "empty" }
  /** The items of an `async function*`. */
  | { type: "stream"; schema: Schema }
  /**
   * A WebSocket: the kind `stream` is a conversation with one client, the kind `async` an event in a room of several.
   * `receives` is null where nothing that comes is read.
   */
  | { type: "socket"; receives: Payload | null; sends: Payload };

/** A named type. */
export interface Model {
  name: string;
  schema: Schema;
  /** How generated code may name the type, where it can be imported: `Page<Burger>`, with the imports that it needs (`name as as`, where another module has a type of that name). */
  typescript?: { text: string; imports: { module: string; name: string; as?: string }[] };
}

/**
 * JSON Schema 2020-12 as OpenAPI 3.1 takes it, with three words more. Named types are references,
 * `#/components/schemas/NAME`, into `Project.models`.
 */
export interface Schema {
  $ref?: string;
  type?: "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";
  /** What JSON cannot say: in TypeScript this string is a `Date`. Removed from the document. */
  "x-date"?: true;
  /** In TypeScript this string of digits is a `bigint`. Removed from the document. */
  "x-bigint"?: true;
  /** TypeScript tells these strings or numbers from others (a brand, a template literal). Removed from the document. */
  "x-branded"?: true;
  const?: Json;
  enum?: Json[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  discriminator?: { propertyName: string; mapping?: Record<string, string> };
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  items?: Schema | false;
  prefixItems?: Schema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  title?: string;
  description?: string;
  default?: Json;
  examples?: Json[];
  deprecated?: boolean;
  readOnly?: boolean;
  writeOnly?: boolean;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
