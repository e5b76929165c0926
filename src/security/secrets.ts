/**
 * Secrets that are compared, never by their text: by their SHA-256, in constant time.
 *
 * @module
 */

import { notConfigured } from "./configuration";

/** Somebody's secret. */
export interface NamedSecret {
  name: string;
  digest: Uint8Array;
}

/** SHA-256 in hex: enough to keep of a secret that is random and long. */
export async function digestOf(secret: string): Promise<string> {
  return (await sha256(secret)).toHex();
}

/** Whether they are the same, in a time that says nothing of where they differ. */
export async function isSameSecret(a: string, b: string): Promise<boolean> {
  return crypto.subtle.timingSafeEqual(await sha256(a), await sha256(b));
}

/** Lists that were read: the same texts come with every request. */
const lists = new Map<string, NamedSecret[]>();

/**
 * Read a list of secrets.
 *
 * @param text `NAME:SECRET` or `NAME:sha256:DIGEST` (hex), with white space in between. A name may stand there several
 *   times: while one secret replaces another, both are good
 * @param variable where the text is from
 * @throws {Error} for the log, where it is no such list
 */
export async function namedSecrets(text: string, variable: string): Promise<NamedSecret[]> {
  const known = lists.get(text);
  if (known) return known;
  const list = await Promise.all(
    text.split(/\s+/).map(async (entry, index) => {
      const [, name, digest, secret] =
        /^([^:]+):(?:sha256:([\da-f]{64})|(?!sha256:)(.+))$/i.exec(entry) ?? [];
      if (name === undefined)
        throw notConfigured(
          `Entry ${index + 1} of ${variable} is neither NAME:SECRET nor NAME:sha256:DIGEST.`,
        );
      return { name, digest: digest ? Uint8Array.fromHex(digest) : await sha256(secret ?? "") };
    }),
  );
  lists.set(text, list);
  return list;
}

/**
 * Whose secret it is; undefined where it is nobody's. It is compared with all of them, wherever one fits.
 *
 * @param name whose it should be; anybody's unless given
 */
export async function holderOf(
  secret: string,
  secrets: NamedSecret[],
  name?: string,
): Promise<string | undefined> {
  const digest = await sha256(secret);
  let holder: string | undefined;
  for (const one of secrets) {
    const fits = crypto.subtle.timingSafeEqual(digest, one.digest);
    if (fits && (name === undefined || name === one.name)) holder = one.name;
  }
  return holder;
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
