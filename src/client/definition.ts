/** What a client has to know of an operation. The scaffolder writes one for each. */
export interface OperationDefinition {
  method: string;
  /** With placeholders: `/burgers/{burgerId}`. */
  path: string;
  /** What the answer is read as. */
  answer: "json" | "text" | "bytes" | "empty" | "response" | "stream";
  /** It runs as a job. */
  job?: true;
  /** Where each argument goes. */
  arguments?: Record<string, Placement>;
}

/**
 * A place in the request, and what the argument is called there if that is not its name: `"query"`,
 * `"header x-request-id"`. Of `bytes` it is the media type that goes without saying.
 */
export type Placement = Place | `${Place} ${string}`;

/**
 * `body` is the JSON body itself, `field` a property of it; `form` all fields of a form, `part` one field or file;
 * `bytes` the raw body. A list in the query has its key as often as it has items, or, as `commas`, `spaces` or `pipes`,
 * once, with these between them; an object has each property by its own name (`properties`), or in brackets behind its
 * key (`deep`).
 */
export type Place =
  | "path"
  | "query"
  | Delimiter
  | "properties"
  | "deep"
  | "header"
  | "cookie"
  | "body"
  | "field"
  | "form"
  | "part"
  | "bytes";

export type Delimiter = "commas" | "spaces" | "pipes";
