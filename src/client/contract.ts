/**
 * What users of the client see. Types only, of what every JavaScript with `fetch` has: it stands in the declarations of
 * a client that leaves the project, where there are neither Workers' types nor these files.
 *
 * @module
 */

/** How a client reaches its API. */
export interface ClientOptions {
  /**
   * Where the API is: `https://api.example.com`, with a path if it is mounted below one. In a browser, without it, the
   * page's own origin; with a `fetch` of yours, any host.
   */
  baseUrl?: string | URL;
  /** Sends the requests, in place of the global one: a function, or a service binding or Durable Object stub. */
  fetch?: Fetch | Fetcher;
  /** Headers of every request, or what makes them anew for each: `() => ({ authorization: … })`. */
  headers?: HeaderValues | (() => HeaderValues | Promise<HeaderValues>);
  /**
   * How often a request that may be repeated is sent again when the API is busy (429, 503) and says when to come back;
   * 2 without it. It waits a minute at most.
   */
  retries?: number;
}

export type Fetch = (request: Request) => Response | Promise<Response>;

export interface Fetcher {
  fetch(request: Request): Response | Promise<Response>;
}

export type HeaderValues = Headers | Record<string, string> | [name: string, value: string][];

export interface CallOptions {
  /** Aborting rejects with its reason. A job goes on: `ticket.cancel()` ends it. */
  signal?: AbortSignal | undefined;
  /** Beside those of the client, or in place of them. */
  headers?: HeaderValues;
  /** As of the client. */
  retries?: number;
}

/** Of calls that run as jobs. */
export interface JobOptions extends CallOptions {
  /** The same key with the same arguments is the same job, so that a submission may be repeated. */
  idempotencyKey?: string;
  /** Where the end of the job is announced: an https URL of the public Internet. */
  webhookUrl?: string | URL;
}

/** The arguments of an operation that takes none. */
export type NoArguments = Record<string, never>;

/** A request's raw body. A `Blob` says its media type. */
export type Bytes = Blob | ArrayBuffer | Uint8Array | ReadableStream<Uint8Array>;

/** An operation that answers on the spot. */
export interface Operation<Args extends [args?: unknown], Answer> {
  /** @throws {ApiError} it was refused, or failed; a connection that fails throws what `fetch` does */
  (...args: [...Args, options?: CallOptions]): Promise<Answer>;
  /**
   * The same as a `Response`, for its headers, or to read the body as it comes.
   * @throws {ApiError}
   */
  response(...args: [...Args, options?: CallOptions]): Promise<Response>;
}

/** An operation that answers with items, one after another. The request goes out with the first; `break` ends it. */
export interface StreamOperation<Args extends [args?: unknown], Item> {
  /** @throws {ApiError} while it is read */
  (...args: [...Args, options?: CallOptions]): AsyncIterable<Item>;
  /**
   * The same as a `Response`, whose body is server-sent events.
   * @throws {ApiError}
   */
  response(...args: [...Args, options?: CallOptions]): Promise<Response>;
}

/** An operation that runs as a job. */
export interface JobOperation<Args extends [args?: unknown], Answer> {
  /**
   * The answer, however long it takes.
   * @throws {ApiError} it was refused, or failed
   */
  (...args: [...Args, options?: JobOptions]): Promise<Answer>;
  /**
   * The ticket of the job, at once.
   * @throws {ApiError} it was refused
   */
  submit(...args: [...Args, options?: JobOptions]): Promise<Ticket<Answer>>;
  /** Go on with a job that was submitted elsewhere. */
  ticket(id: string): Ticket<Answer>;
  /**
   * The answer as a `Response`, for its headers, or to read the body as it comes.
   * @throws {ApiError}
   */
  response(...args: [...Args, options?: JobOptions]): Promise<Response>;
}

/** A job that was submitted. Its id is all that it takes to go on elsewhere, and whoever has it may see and cancel the job. */
export interface Ticket<Answer> {
  readonly id: string;
  /** The job as it is now. */
  get(options?: CallOptions): Promise<Job>;
  /**
   * The answer, however long it takes. A lost connection is taken up again.
   * @throws {ApiError} the job failed; 410, it was cancelled
   */
  result(options?: CallOptions): Promise<Answer>;
  /** The job as it is, and then at each of its changes, until the final one. A lost connection is taken up again. */
  progress(options?: CallOptions): AsyncIterable<Job>;
  /** Cancel it, unless it has ended. @returns the job as it is then */
  cancel(options?: CallOptions): Promise<Job>;
}

export interface Job {
  id: string;
  /** The operation's name. */
  operation: string;
  status: "queued" | "scheduled" | "running" | "waiting" | "succeeded" | "failed" | "cancelled";
  /** From 0 to 1; null while nothing is known. */
  progress: number | null;
  /** How many times it was begun, from 0. */
  attempt: number;
  /** Times are ISO 8601 in UTC. */
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Why it failed, when it did. */
  error?: Problem;
}

/** What went wrong (RFC 9457). */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  /** Everything that is wrong with the request. */
  errors?: Issue[];
  /** With status 500: what to look for in the log. */
  requestId?: string;
}

/** One thing that is wrong with a request. */
export interface Issue {
  /** Where: `["query", "limit"]`, `["body", "toppings", 2, "name"]`. */
  loc: (string | number)[];
  /** The JSON Schema keyword that failed, or `missing`. */
  type: string;
  message: string;
}
