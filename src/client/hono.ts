/**
 * Operations as Hono's own client has them: types for `hc<AppType>`.
 *
 * @module
 * @see https://hono.dev/docs/guides/rpc
 */

import type { StatusCode } from "hono/utils/http-status";
import type { Job, Problem } from "./contract";

/** An answer of its own format, or a problem of one of the statuses. */
export type Endpoint<Input, Output, Format extends string, Status extends number, Refused extends number> =
  | Answer<Input, Output, Format, Status>
  | Answer<Input, Problem, "json", Refused>;

/** The same, or the ticket of the job. */
export type JobEndpoint<Input, Output, Format extends string, Status extends number, Refused extends number> =
  | Endpoint<Input, Output, Format, Status, Refused>
  | Answer<Input, Job, "json", 202>;

/** A WebSocket, for `$ws`. */
export type SocketEndpoint<Input> = Answer<Input, unknown, "ws", 101>;

/** Hono knows the statuses that are registered, and no others; and no interfaces, which have no index signature. */
export type Answer<Input, Output, Format extends string, Status extends number> = {
  input: Input;
  output: Output;
  outputFormat: Format;
  status: Extract<Status, StatusCode>;
};
