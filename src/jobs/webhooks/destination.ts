/**
 * Where a webhook may go. Whoever orders a job chooses the URL, and the queue calls it: it must not reach what only the
 * queue can reach.
 *
 * A public name may stand for a private address, and only who resolves it could tell. In production nothing private is
 * reachable from a Worker; a development server reaches whatever its machine does.
 *
 * @module
 * @see https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
 */

import { isPublicAddress } from "./public-address";

/** `reason` is a sentence for whoever chose the URL. */
export type Destination = { allowed: true; url: string } | { allowed: false; reason: string };

/** Names that lead to this machine or this network. RFC 6761, 6762, 8375, and ICANN's reserved `.internal`. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/**
 * Check the URL of a webhook.
 *
 * @param text as it was given
 * @param allowPrivate for development: `http:` and private destinations too
 * @returns the URL as it is called, in its normal form; or why it is refused
 */
export function checkDestination(text: string, allowPrivate: boolean): Destination {
  const url = URL.parse(text);
  if (url === null)
    return refused("A webhook needs a whole URL, such as https://example.com/hooks; this is none.");
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:"))
    return refused(`A webhook goes to https:, not to ${url.protocol}`);
  if (url.username !== "" || url.password !== "")
    return refused("A webhook's URL carries no user name or password: its signature says who calls.");
  if (!allowPrivate) {
    const host = url.hostname.replace(/\.+$/, "");
    const isPublic = isPublicAddress(host);
    if (isPublic === false) return refused(`${host} is not an address of the public Internet.`);
    if (isPublic === null && (LOCAL_NAME.test(host) || !host.includes(".")))
      return refused(`${host} is a name of a local network, not of the public Internet.`);
  }
  return { allowed: true, url: url.href };
}

function refused(reason: string): Destination {
  return { allowed: false, reason };
}
