/**
 * What tests of the API import: the API itself, in the test's own process, and overrides of its dependencies.
 *
 * @module
 */

import { exports } from "cloudflare:workers";

export { override } from "../../src/testing/overrides";

/** A request to the API, as `fetch` takes it; `json` is sent as the body. */
export function request(
  path: string,
  { json, headers, ...init }: RequestInit & { json?: unknown } = {},
): Promise<Response> {
  const sent = new Headers(headers);
  if (json !== undefined) sent.set("content-type", "application/json");
  return exports.default.fetch(
    new Request(new URL(path, "http://api"), {
      ...init,
      headers: sent,
      ...(json !== undefined && { method: init.method ?? "POST", body: JSON.stringify(json) }),
    }),
  );
}
