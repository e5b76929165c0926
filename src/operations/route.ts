import type { Context, Handler } from "hono";
import { Exits } from "./exits";
import { Input } from "./input";

/**
 * A path operation as a Hono handler.
 *
 * @param answer from the request's input to its response; what it throws becomes a problem
 */
export function route(answer: (input: Input, c: Context) => Response | Promise<Response>): Handler {
  return (c) => answer(new Input(c), c);
}

/** A path operation that has dependencies to tear down. */
export function routeWithExits(
  answer: (input: Input, c: Context, exits: Exits) => Response | Promise<Response>,
): Handler {
  return async (c) => {
    const exits = new Exits();
    let response: Response;
    try {
      response = await answer(new Input(c), c, exits);
    } catch (error) {
      throw await exits.afterError(error);
    }
    return exits.afterResponse(response);
  };
}
