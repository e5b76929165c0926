/**
 * The `Prefer` header.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc7240
 */

import { MAX_WAIT_SECONDS } from "../limits";

export interface Preference {
  /** `wait=N`, in seconds, {@link MAX_WAIT_SECONDS} at most. */
  wait: number | null;
  /** `respond-async` */
  respondAsync: boolean;
}

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const PREFERENCE = new RegExp(`^\\s*(${TOKEN})\\s*(?:=\\s*(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)"))?\\s*$`);

/**
 * Read the header. What is unknown or malformed is ignored, as the RFC asks; of a preference that is given twice, the
 * first counts.
 *
 * @param header all of its values, joined by commas
 */
export function readPrefer(header: string | undefined): Preference {
  const preference: Preference = { wait: null, respondAsync: false };
  for (const item of split(header ?? "", ",")) {
    // After a semicolon come the preference's parameters: neither of ours has any.
    const [, name, token, quoted] = PREFERENCE.exec(split(item, ";")[0] ?? "") ?? [];
    const value = token ?? quoted?.replaceAll(/\\(.)/g, "$1") ?? "";
    if (name?.toLowerCase() === "respond-async" && value === "") preference.respondAsync = true;
    if (name?.toLowerCase() === "wait" && /^\d+$/.test(value))
      preference.wait ??= Math.min(Number(value), MAX_WAIT_SECONDS);
  }
  return preference;
}

/** The `Preference-Applied` header; null when no preference was given. */
export function preferenceApplied({ wait, respondAsync }: Preference): string | null {
  const applied = [...(respondAsync ? ["respond-async"] : []), ...(wait === null ? [] : [`wait=${wait}`])];
  return applied.length === 0 ? null : applied.join(", ");
}

/** Split at a separator, but not within quotes. */
function split(text: string, separator: "," | ";"): string[] {
  const items = [""];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === separator && !quoted) {
      items.push("");
      continue;
    }
    if (char === '"') quoted = !quoted;
    items[items.length - 1] += char;
    if (quoted && char === "\\") items[items.length - 1] += text[++i] ?? "";
  }
  return items;
}
