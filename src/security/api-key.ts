import type { Header } from "../operations";
import { unauthorized } from "./challenge";
import { notConfigured, setting } from "./configuration";
import { holderOf, namedSecrets } from "./secrets";

/** Whose key came with a request. */
export interface ApiKey {
  /** As `API_KEYS` names it. */
  name: string;
}

/**
 * The key of the header `X-API-Key`.
 *
 * @remarks One of those in `API_KEYS`.
 * @security apiKey header X-API-Key
 * @throws {401} The key is missing or not one of ours.
 */
export async function apiKey(xApiKey?: Header<string>): Promise<ApiKey> {
  const keys = setting("API_KEYS");
  if (keys === undefined)
    throw notConfigured("apiKey is used: set API_KEYS, as NAME:KEY or NAME:sha256:DIGEST.");
  const known = await namedSecrets(keys, "API_KEYS");
  if (!xApiKey) throw unauthorized("Send your key in the header `X-API-Key`.", CHALLENGE);
  const name = await holderOf(xApiKey, known);
  if (name === undefined) throw unauthorized("This key is not known.", CHALLENGE);
  return { name };
}

/** No RFC has a challenge for keys, but a 401 needs one: FastAPI's. */
const CHALLENGE = "APIKey";
