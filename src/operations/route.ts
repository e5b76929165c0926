import type { Context, Handler } from "hono";
import { Exits } from "./exits";
import { errorOf } from "./failure";
import { Input } from "./input";

/**
 * A path operation as a Hono handler.
 *
 * @param answer from the request's input to its response; what it throws becomes a problem
 */
export function route(answer: (input: Input, c: Context) => Promise<Response>): Handler {
  return (c) => {
    const answered = answer(new Input(c), c);
    // Where nothing stands before it, the app takes what is thrown as it is, and a promise is saved.
    return c.req.routeIndex > 0 ? answered.catch(throwError) : answered;
  };
}

/** A path operation that has dependencies to tear down. */
export function routeWithExits(
  answer: (input: Input, c: Context, exits: Exits) => Promise<Response>,
): Handler {
  return async (c) => {
    const exits = new Exits();
    let response: Response;
    try {
      response = await answer(new Input(c), c, exits);
    } catch (error) {
      throw errorOf(await exits.afterError(error));
    }
    if (c.req.method === "HEAD") {
      // Nobody reads the body, so nobody would ever come to its end.
      await response.body?.cancel();
      response = new Response(null, response);
    }
    return exits.afterResponse(response);
  };
}

/** A path operation for HEAD alone. Hono answers HEAD by the path's GET route, so this one stands there, before it. */
export function headOnly(handler: Handler): Handler {
  return (c, next) => (c.req.method === "HEAD" ? handler(c, next) : next());
}

/** Hono hands nothing but errors to its error handlers. */
function throwError(thrown: unknown): never {
  throw errorOf(thrown);
}
