/**
 * The headers that tell a browser to trust an answer with as little as it needs.
 *
 * Each costs more than 1 % of a small request, and Hono's `secureHeaders` a third of it. So the answers that there are most of,
 * JSON, have the two that matter for them, most of them from the start: what is JSON and must not be taken for anything
 * else is embedded nowhere, and nothing in it runs. All others get the rest too.
 *
 * @module
 * @see https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 */

/** An answer for programs: should a browser show it after all, it loads nothing, runs nothing and stands in no frame. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Of JSON. */
export const JSON_HEADERS = {
  "content-type": "application/json",
  "content-security-policy": DATA_POLICY,
  "x-content-type-options": "nosniff",
};

/** Of whatever is not JSON. */
const OTHER_HEADERS = {
  "content-security-policy": DATA_POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  // Without includeSubDomains: those of your domain may be somebody else's affair.
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

/** What most of them begin as. No `Headers`: workerd sets that class up at its first use, and a start would wait for it. */
const OK = new Response(null, { headers: JSON_HEADERS });

/**
 * The last that had them from the start: to mark a response, or to look at its headers, costs more. Hardly ever does another
 * come between its making and its leaving; if one does, a look at the headers finds them.
 */
let latest: Response | undefined;

/**
 * A response with JSON that has these headers.
 *
 * @param headers others, and what is to stand in place of these; names in lower case
 */
export function securedJson(json: string, status: number, headers?: Record<string, string>): Response {
  latest = new Response(json, headers ? { status, headers: { ...JSON_HEADERS, ...headers } } : plain(status));
  return latest;
}

/** What a response of that status begins as. Headers are copied sooner than an object is read. */
function plain(status: number): ResponseInit {
  return status === 200 ? OK : { status, headers: OK.headers };
}

/** The response with these headers; those that it has already stay as they are. */
export function secured(response: Response): Response {
  if (response === latest) {
    latest = undefined;
    return response;
  }
  const { headers } = response;
  // Who has this one has all, and a WebSocket has no use for any.
  if (headers.has("x-content-type-options") || response.status === 101) return response;
  const wanted = JSON_TYPE.test(headers.get("content-type") ?? "") ? JSON_HEADERS : OTHER_HEADERS;
  try {
    add(headers, wanted);
    return response;
  } catch {
    // It comes from elsewhere: its headers cannot be changed, but it can be copied.
    const copy = new Response(response.body, response);
    add(copy.headers, wanted);
    return copy;
  }
}

function add(headers: Headers, wanted: Record<string, string>): void {
  for (const name in wanted) if (!headers.has(name)) headers.set(name, wanted[name] as string);
}
