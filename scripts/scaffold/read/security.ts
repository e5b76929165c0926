/**
 * `@security`: what lets a request in.
 *
 *     @security NAME                     a scheme that another tag defines, or bearer, basic, apiKey by itself
 *     @security NAME(SCOPE SCOPE)        the same with scopes
 *     @security NAME KIND PARTICULARS    with what the scheme is; NAME is left out where it is KIND
 *     @security ONE & ANOTHER            both of them
 *     @security none                     without signing in
 *
 * Several tags of one function are alternatives. KIND and PARTICULARS: see `security-scheme.ts`.
 *
 * @module
 */

import type { SecurityRequirement, SecurityScheme } from "../operation.ts";
import { type DocTag, lineOf } from "./doc.ts";
import type { Reporter, Span } from "./reporter.ts";
import { isKind, Refusal, readScheme } from "./security-scheme.ts";

export interface SecurityTag {
  requirement: SecurityRequirement;
  /** The schemes of the requirement, each with its definition where the tag has it. */
  schemes: { name: string; scheme?: SecurityScheme; span: Span }[];
}

/** Undefined for one that can't be read, which is reported. */
export function readSecurityTag(tag: DocTag, reporter: Reporter): SecurityTag | undefined {
  const [line = "", ...more] = tag.text.split("\n").map((text) => text.trim());
  const further = more.filter((text) => text !== "");
  const parts = line.split(/\s+&(?:\s+|$)/);
  const spanOf = (words: string): Span => {
    const { source, start } = tag.valueSpan;
    // Anything but a whole part stands behind the name, which may be the same word.
    const from = parts.includes(words) ? start : start + (/^\S*/.exec(line)?.[0].length ?? 0);
    const at = source.text.indexOf(words, from);
    return words === "" || at < 0 ? tag.valueSpan : { source, start: at, length: words.length };
  };
  const read: SecurityTag = { requirement: {}, schemes: [] };
  if (line === "none" && further.length === 0) return read;
  if (line === "") {
    const expected = "the name of a security scheme";
    reporter.report("SO108", tag.valueSpan, { tag: "security", text: "", expected, example: "bearer" });
    return undefined;
  }
  try {
    for (const [index, part] of parts.entries()) {
      // What does not fit on the line belongs to what it ends with.
      const { name, scopes, scheme } = readPart(part, index === parts.length - 1 ? further : []);
      read.requirement[name] = [...(read.requirement[name] ?? []), ...scopes];
      read.schemes.push({ name, ...(scheme && { scheme }), span: spanOf(part) });
    }
    return read;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { words, reason, example } = error;
    reporter.report("SO119", spanOf(words), { text: words === "" ? lineOf(tag) : words, reason, example });
    return undefined;
  }
}

/** The names that OpenAPI allows, and what may stand in parentheses behind them. */
const PART = /^([\w.-]+)(?:\(([^()]*)\))?(?:\s+(\S.*))?$/;

function readPart(
  part: string,
  further: string[],
): { name: string; scopes: string[]; scheme?: SecurityScheme } {
  const [, name, scopeList = "", rest = ""] = PART.exec(part) ?? [];
  if (name === undefined)
    throw new Refusal(part, "does not begin with a name", "apiKey header X-API-Key, or as bearer & apiKey");
  const scopes = scopeList.split(/\s+/).filter((scope) => scope !== "");
  const words = rest.split(/\s+/).filter((word) => word !== "");
  const [kind = ""] = words;
  if (isKind(kind)) return { name, scopes, scheme: readScheme(kind, words.slice(1), further) };
  // A name that is a kind alone may be defined elsewhere.
  if (words.length + further.length === 0) return { name, scopes };
  if (isKind(name)) return { name, scopes, scheme: readScheme(name, words, further) };
  throw new Refusal(
    kind || (further[0] ?? ""),
    "is no kind of security scheme",
    `${name} bearer JWT. Kinds are bearer, basic, apiKey, oauth2, openIdConnect, http and mutualTLS`,
  );
}
