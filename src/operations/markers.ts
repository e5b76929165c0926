/**
 * The markers of the stub language: types that overrule where a parameter comes from, or say what a return value
 * means. The scaffolder reads them; at run time nothing of them is left.
 *
 * @module
 */

/**
 * Read the parameter from the query string. With an array, every occurrence of the key: `?tag=a&tag=b`. With an object,
 * each of its properties under a key of its own: `?status=open&limit=3`.
 *
 * `@style` on the parameter says that it is otherwise: `commaDelimited`, `spaceDelimited` or `pipeDelimited` for a list
 * in one text, `?tag=a,b`; `deepObject` for an object whose keys stand in brackets, `?filter[status]=open`.
 *
 * A `_Key` is for one that is no TypeScript name: `Query<string, "filter[name]">`. So it is with the markers below.
 */
export type Query<T, _Key extends string = string> = T;

/** Read the parameter from the path template's placeholder of the same name. */
export type Path<T> = T;

/** Read the parameter from the request header of its kebab-case name: `userAgent` is `user-agent`. */
export type Header<T, _Key extends string = string> = T;

/** Read the parameter from the cookie of its name. */
export type Cookie<T, _Key extends string = string> = T;

/** Read the parameter from the JSON body, even where its type is a scalar. */
export type Body<T> = T;

/** Read the parameter from a form: a scalar is the field of its name, an object is the whole form. */
export type Form<T, _Key extends string = string> = T;

/**
 * A file of a `multipart/form-data` request, in the field of the parameter's name. It is held in memory, so that
 * a plain `function` can read it without waiting.
 */
export interface UploadedFile {
  /** The name that the client gave the file. */
  name: string;
  /** The media type that the client gave it; empty when it gave none. */
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * What the dependency `F` returns, or yields if it is an `async function*`. The parameter is filled by calling it,
 * once per request however many functions depend on it.
 */
export type Depends<F extends (...args: never[]) => unknown> = F extends (
  ...args: never[]
) => AsyncGenerator<infer Yielded>
  ? Yielded
  : Awaited<ReturnType<F>>;

/** What one `yield` of a `function*` tells the queue. */
export interface Step<Checkpoint> {
  /** How much is done, from 0 to 1. */
  progress?: number;
  /** Where to resume if the executor is lost. It must be JSON-serialisable; it comes back as the `Resume` parameter. */
  checkpoint?: Checkpoint;
}

/** What a `function*` returns: it yields steps and ends with its result. */
export type Steps<Checkpoint, Result> = Generator<Step<Checkpoint>, Result, void>;

/** The last checkpoint of an earlier attempt; `undefined` at the first. Always declare it optional: `resume?: Resume<T>`. */
export type Resume<Checkpoint> = Checkpoint;

/** What a client sends over a WebSocket, as it comes; it ends when the client goes. For an `async function*`. */
export type Messages<Message> = AsyncIterable<Message>;

/** What happens on a WebSocket, one thing a call. For an `async function`. */
export type SocketEvent<Message> =
  | { type: "open" }
  | { type: "message"; message: Message }
  /** The client has gone: with a code (RFC 6455, section 7.4) and, if it gave one, a reason. */
  | { type: "close"; code: number; reason: string };

/** Whoever is connected to the same path, with one memory among them. */
export interface Room<Message> {
  /** Who the event comes from: the same for as long as the connection lasts. */
  readonly socket: string;
  /** How many are connected. */
  readonly size: number;
  /** Outlives connections, and the times when nobody runs it: https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/ */
  readonly storage: DurableObjectStorage;
  /** Send it to whom the event comes from. */
  reply(message: Message): void;
  /** Send it to everybody. */
  toAll(message: Message): void;
  /** Send it to everybody but whom the event comes from. */
  toOthers(message: Message): void;
  /** End the connection that the event comes from: 1000, or a code from 4000 to 4999. */
  close(code?: number, reason?: string): void;
}
