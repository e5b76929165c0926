import { Context, type MiddlewareHandler } from "hono";
import { log } from "../logs/log";
import type { allowOrigins } from "./cors";
import { answerFailure, errorOf } from "./failure";
import { Hono } from "./hono";
import { type MethodsOf, methodFinder } from "./methods";
import { problemOf, problemResponse } from "./problem";
import type { limitRate } from "./rate-limit";
import { logRequests } from "./request-log";
import { secured } from "./secure-headers";
import { serverTiming } from "./server-timing";

/** What makes a middleware of each setting that a Worker may be built without. */
export interface Settings {
  CORS_ORIGINS?: typeof allowOrigins;
  RATE_LIMIT?: typeof limitRate;
}

/** What the app reads from its environment. Whatever is missing is off, but the log. */
export interface AppEnv {
  /** Requests that get a line in the log: "all", which is also the default, "failed" or "none". */
  LOG_REQUESTS?: string;
  /** "on": answers say where their time went. */
  SERVER_TIMING?: string;
  /** Sites whose pages may call the API, as {@link allowOrigins} reads them. */
  CORS_ORIGINS?: string;
  /** How much each caller may ask for. */
  RATE_LIMIT?: RateLimit;
}

/**
 * The Hono app that everything is mounted on: whatever goes wrong in it is answered as a problem, and whatever leaves it
 * has secure headers.
 */
export function createApp(): Hono {
  const app = new Hono();
  const methodsOf = methodFinder(app);
  app.notFound((c) => answerNotFound(c, methodsOf(c.req.path)));
  app.onError(answerFailure);
  // Around Hono and not within: one middleware alone makes it take its slower way.
  const { fetch } = app;
  app.fetch = (...args) => {
    // What is no error is all that Hono itself does not hand to the error handler, which it keeps private.
    const fail = async (thrown: unknown) =>
      // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets a private member be read this way alone
      secured(await app["errorHandler"](errorOf(thrown), new Context(args[0])));
    try {
      const response = fetch(...args);
      return response instanceof Promise ? response.then(secured, fail) : secured(response);
    } catch (thrown) {
      return fail(thrown);
    }
  };
  return app;
}

/** Where {@link applySettings} does not apply: whoever watches asks every few seconds, and must not be turned away. */
export const HEALTH_PATH = "/health";

/**
 * Have every route that is added after this logged, timed, open to other sites and limited, as far as that is on.
 *
 * @param settings those that are built in
 */
export function applySettings(app: Hono, env: AppEnv, settings: Settings): void {
  const {
    LOG_REQUESTS: requests = "all",
    SERVER_TIMING: timing,
    CORS_ORIGINS: origins,
    RATE_LIMIT: limit,
  } = env;
  const use = (middleware: MiddlewareHandler) =>
    app.use((c, next) => (c.req.path === HEALTH_PATH ? next() : middleware(c, next)));
  if (requests !== "none") use(logRequests(requests));
  if (timing === "on") use(serverTiming());
  if (origins) use(settings.CORS_ORIGINS?.(origins, methodFinder(app)) ?? tellLeftOut("CORS_ORIGINS"));
  if (limit) use(settings.RATE_LIMIT?.(limit) ?? tellLeftOut("RATE_LIMIT"));
}

/** Says it at the first request: what is written before has no place in the platform's log. */
function tellLeftOut(name: keyof Settings): MiddlewareHandler {
  let isTold = false;
  return (_, next) => {
    if (!isTold)
      log(
        "error",
        `${name} is set and has no effect: this Worker was built without it. Set it in wrangler.toml (or .dev.vars), and build again.`,
      );
    isTold = true;
    return next();
  };
}

/** 405 with `Allow` where the path is known under other methods (RFC 9110, section 15.5.6), else 404. */
function answerNotFound(c: Context, methods: ReturnType<MethodsOf>): Response {
  // A path may take the method and still have nothing there, such as a file that does not exist.
  if (methods.length === 0 || methods.includes(c.req.method)) {
    return problemResponse(problemOf(404, { detail: `There is nothing at ${c.req.path}.` }));
  }
  return problemResponse(
    problemOf(405, { detail: `${c.req.path} takes ${methods.join(", ")}, not ${c.req.method}.` }),
    { allow: methods.join(", ") },
  );
}
