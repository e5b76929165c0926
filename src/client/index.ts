/**
 * The runtime of the typed client that the scaffolder generates. It needs `fetch` and nothing else: browsers, Node and
 * Workers have it.
 *
 * @module
 */

import { ApiError } from "./api-error";
import type { CallOptions, ClientOptions, Job, JobOptions, Ticket } from "./contract";
import type { OperationDefinition } from "./definition";
import { outgoing } from "./request";
import { serverSentEvents } from "./server-sent-events";
import { jobOf, resultOf, ticketOf } from "./ticket";
import { type Send, transport } from "./transport";

export { ApiError } from "./api-error";
export type * from "./contract";
export type { OperationDefinition } from "./definition";

type Arguments = Record<string, unknown>;

/**
 * A client of these operations.
 *
 * @template Api the type of each operation, by its name
 */
export function clientOf<Api>(
  operations: Record<keyof Api, OperationDefinition>,
  options: ClientOptions = {},
): Api {
  const send = transport(options);
  const calls = Object.entries<OperationDefinition>(operations).map(([name, definition]) => [
    name,
    callOf(send, definition),
  ]);
  return Object.fromEntries(calls);
}

/** What a user calls. */
function callOf(send: Send, definition: OperationDefinition) {
  if (definition.job) return jobCall(send, definition);
  const accept: Record<string, string> =
    definition.answer === "stream" ? { accept: "text/event-stream" } : {};
  const response = async (args?: Arguments, options?: CallOptions) => {
    const request = outgoing(definition, args);
    return send({ ...request, headers: { ...accept, ...request.headers } }, options);
  };
  const call =
    definition.answer === "stream"
      ? async function* (args?: Arguments, options?: CallOptions) {
          yield* itemsOf(await response(args, options));
        }
      : async (args?: Arguments, options?: CallOptions) => read(await response(args, options), definition);
  return Object.assign(call, { response });
}

function jobCall(send: Send, definition: OperationDefinition) {
  const ticket = (id: string) => ticketOf(send, id, (response) => read(response, definition));
  const request = (prefer: string | undefined, args?: Arguments, options: JobOptions = {}) => {
    const { idempotencyKey, webhookUrl } = options;
    const { headers, ...rest } = outgoing(definition, args);
    return send(
      {
        ...rest,
        headers: {
          ...headers,
          ...(prefer && { prefer }),
          ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
          ...(webhookUrl !== undefined && { "webhook-url": String(webhookUrl) }),
        },
      },
      options,
    );
  };
  /** The answer to the request, or to the ticket that it gave. */
  const response = async (args?: Arguments, options?: JobOptions) => {
    const first = await request(undefined, args, options);
    const id = jobOf(first);
    if (id === undefined) return first;
    await first.body?.cancel();
    return resultOf(send, id, options);
  };
  const submit = async (args?: Arguments, options?: JobOptions): Promise<Ticket<unknown>> => {
    const job = (await (await request("respond-async", args, options)).json()) as Job;
    return ticket(job.id);
  };
  const call = async (args?: Arguments, options?: JobOptions) =>
    read(await response(args, options), definition);
  return Object.assign(call, { response, submit, ticket });
}

async function read(response: Response, { answer }: OperationDefinition): Promise<unknown> {
  switch (answer) {
    case "json":
      return response.json();
    case "text":
      return response.text();
    case "bytes":
      return response.blob();
    case "empty":
      return void (await response.body?.cancel());
    default:
      return response;
  }
}

/** @throws {ApiError} the operation failed in the middle */
async function* itemsOf(response: Response): AsyncGenerator<unknown, void> {
  for await (const { event, data } of serverSentEvents(response)) {
    if (event === "error") throw new ApiError(JSON.parse(data), response.headers);
    yield JSON.parse(data);
  }
}
