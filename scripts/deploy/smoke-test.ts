/**
 * Does the new version serve, and serve well?
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";

export interface SmokeTest {
  url: URL;
  /** Version of the edge that should answer. */
  version: string;
  /** The document that `/openapi.json` should be: it is of the same build, and comes from the static assets. */
  openapi: string;
  signal: AbortSignal;
}

/** A version reaches all of the network within seconds; a first address needs its certificate. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 1_000;
/** The first answers of a new version may come while its objects start. */
const UNHEALTHY_ANSWERS = 3;

/** Set by `src/operations/version.ts`. */
const VERSION_HEADER = "worker-version";

/** @returns what is wrong; null when all is well */
export async function smokeTest(test: SmokeTest): Promise<string | null> {
  return (await healthFailure(test)) ?? (await documentFailure(test));
}

/** The old version may answer for a while. */
async function healthFailure({ url, version, signal }: SmokeTest): Promise<string | null> {
  const health = new URL("/health", url);
  const end = Date.now() + PATIENCE_MS;
  for (let unhealthy = 0; ; ) {
    const answer = await ask(health, signal);
    if (answer.version === version) {
      if (answer.status === 200) return null;
      unhealthy++;
      if (unhealthy === UNHEALTHY_ANSWERS) return `GET ${health} answers ${answer.text}`;
    }
    if (Date.now() >= end)
      return answer.version === null
        ? `GET ${health} answers ${answer.text}, and names no version`
        : `GET ${health} is still answered by version ${answer.version}`;
    await setTimeout(PAUSE_MS, undefined, { signal });
  }
}

async function documentFailure({ url, openapi, signal }: SmokeTest): Promise<string | null> {
  const document = new URL("/openapi.json", url);
  const answer = await ask(document, signal);
  if (answer.status !== 200) return `GET ${document} answers ${answer.text}`;
  return answer.body === openapi ? null : `GET ${document} is not the document of this build`;
}

interface Answer {
  /** Null when there was none. */
  status: number | null;
  version: string | null;
  body: string;
  /** For people. */
  text: string;
}

async function ask(url: URL, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, {
      signal,
      redirect: "manual",
      headers: { "cache-control": "no-cache" },
    });
    const body = await response.text();
    const { status, headers } = response;
    return { status, version: headers.get(VERSION_HEADER), body, text: `${status}: ${body.slice(0, 2_000)}` };
  } catch (error) {
    signal.throwIfAborted();
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    return { status: null, version: null, body: "", text: `nothing (${reason})` };
  }
}

/** The first address among wrangler's targets, which are addresses, `name (custom domain)` and patterns of routes. */
export function addressOf(targets: string[]): URL | null {
  for (const target of targets) {
    const [, host] = /^(?:https?:\/\/)?([\w.-]+\.[\w-]+)(?:\/\*?)?(?: \(.*\))?$/.exec(target) ?? [];
    if (host !== undefined) return new URL(`https://${host}`);
  }
  return null;
}
