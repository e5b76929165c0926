import type { Header } from "../operations";
import { unauthorized } from "./challenge";
import { notConfigured, setting } from "./configuration";
import { holderOf, namedSecrets } from "./secrets";

/** Who signed in. */
export interface BasicUser {
  name: string;
}

/**
 * Name and password; a browser asks for them.
 *
 * @remarks Those of `BASIC_USERS`.
 * @security basic
 * @throws {401} Name and password are missing or not known.
 * @see https://www.rfc-editor.org/rfc/rfc7617
 */
export async function basicUser(authorization?: Header<string>): Promise<BasicUser> {
  const users = setting("BASIC_USERS");
  if (users === undefined)
    throw notConfigured("basicUser is used: set BASIC_USERS, as NAME:PASSWORD or NAME:sha256:DIGEST.");
  const known = await namedSecrets(users, "BASIC_USERS");
  const given = credentialsOf(authorization);
  if (!given) throw unauthorized("Send name and password, as HTTP basic authentication.", CHALLENGE);
  const name = await holderOf(given.password, known, given.name);
  if (name === undefined) throw unauthorized("Name and password are not known.", CHALLENGE);
  return { name };
}

const CHALLENGE = 'Basic realm="api", charset="UTF-8"';

/** `Basic` and `NAME:PASSWORD` in base64. The password may hold colons, the name may not. */
function credentialsOf(authorization: string | undefined): { name: string; password: string } | undefined {
  const encoded = authorization?.match(/^Basic +([\w+/]+=*)$/i)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.fromBase64(encoded),
    );
    const [, name, password] = /^([^:]*):(.*)$/s.exec(text) ?? [];
    return name === undefined || password === undefined ? undefined : { name, password };
  } catch {
    return undefined;
  }
}
