/**
 * What a security scheme is, in words:
 *
 *     bearer [FORMAT] · basic · http SCHEME · mutualTLS
 *     apiKey header|query|cookie KEY
 *     openIdConnect URL
 *     oauth2
 *       authorizationCode AUTHORIZE-URL TOKEN-URL [refresh URL]
 *         SCOPE what it means
 *
 * The other flows are `implicit AUTHORIZE-URL`, `password TOKEN-URL` and `clientCredentials TOKEN-URL`. The first flow may
 * stand on the line of `oauth2`; indentation makes no difference.
 *
 * @module
 */

import type { OAuthFlow, SecurityScheme } from "../operation.ts";

/** Why words can't be read: which they are, what is the matter with them, how to write it. */
export class Refusal extends Error {
  readonly words: string;
  readonly reason: string;
  readonly example: string;

  constructor(words: string, reason: string, example: string) {
    super(`${words} ${reason}`);
    this.words = words;
    this.reason = reason;
    this.example = example;
  }
}

/** @param further the lines below, none of them empty */
type Reader = (words: string[], further: string[]) => SecurityScheme;

const KINDS = {
  bearer: (words, further) => {
    const [format] = exactly(words, further, "bearer JWT", ["a format"], 0);
    return { type: "http", scheme: "bearer", ...(format !== undefined && { bearerFormat: format }) };
  },
  basic: (words, further) => {
    exactly(words, further, "basic", []);
    return { type: "http", scheme: "basic" };
  },
  http: (words, further) => {
    const [scheme = ""] = exactly(words, further, "http digest", ["a scheme"]);
    return { type: "http", scheme };
  },
  mutualTLS: (words, further) => {
    exactly(words, further, "mutualTLS", []);
    return { type: "mutualTLS" };
  },
  apiKey: (words, further) => {
    const example = "apiKey header X-API-Key";
    const [place = "", name = ""] = exactly(words, further, example, ["a place", "a name"]);
    if (place !== "header" && place !== "query" && place !== "cookie")
      throw new Refusal(place, "is not where a key is: header, query or cookie", example);
    return { type: "apiKey", in: place, name };
  },
  openIdConnect: (words, further) => {
    const example = "openIdConnect https://example.com/.well-known/openid-configuration";
    const [url = ""] = exactly(words, further, example, ["a URL"]);
    return { type: "openIdConnect", openIdConnectUrl: urlOf(url, example) };
  },
  oauth2: (words, further) => {
    const flows: Record<string, OAuthFlow> = {};
    let flow: OAuthFlow | undefined;
    for (const line of [...(words.length > 0 ? [words.join(" ")] : []), ...further]) {
      const [first = "", ...rest] = line.split(/\s+/);
      if (isFlow(first)) flow = flows[first] = readFlow(first, rest);
      else if (flow) flow.scopes[first] = rest.join(" ");
      else throw new Refusal(first, `is no flow of oauth2: ${Object.keys(FLOWS).join(", ")}`, CODE_FLOW);
    }
    if (!flow) throw new Refusal("", "has no flow", CODE_FLOW);
    return { type: "oauth2", flows };
  },
} satisfies Record<string, Reader>;

export function isKind(word: string): word is keyof typeof KINDS {
  return Object.hasOwn(KINDS, word);
}

/**
 * @param further the lines below, none of them empty
 * @throws {Refusal}
 */
export function readScheme(kind: keyof typeof KINDS, words: string[], further: string[]): SecurityScheme {
  return KINDS[kind](words, further);
}

const CODE_FLOW =
  "oauth2 authorizationCode https://example.com/authorize https://example.com/token, with a line for each scope below";

const FLOWS = {
  implicit: ["authorizationUrl"],
  password: ["tokenUrl"],
  clientCredentials: ["tokenUrl"],
  authorizationCode: ["authorizationUrl", "tokenUrl"],
} as const satisfies Record<string, (keyof OAuthFlow)[]>;

function isFlow(word: string): word is keyof typeof FLOWS {
  return Object.hasOwn(FLOWS, word);
}

function readFlow(name: keyof typeof FLOWS, words: string[]): OAuthFlow {
  const addresses = FLOWS[name];
  const example = `oauth2 ${name} ${addresses.map((key) => `https://example.com/${key === "tokenUrl" ? "token" : "authorize"}`).join(" ")}`;
  const refresh = words.at(-2) === "refresh" ? words.slice(-1) : [];
  const urls = refresh.length > 0 ? words.slice(0, -2) : words;
  exactly(urls, [], example, [...addresses]);
  const flow: OAuthFlow = { scopes: {} };
  for (const [index, key] of addresses.entries()) flow[key] = urlOf(urls[index] ?? "", example);
  if (refresh[0] !== undefined) flow.refreshUrl = urlOf(refresh[0], example);
  return flow;
}

/** As many words as there are things to say, and no line more. */
function exactly(
  words: string[],
  further: string[],
  example: string,
  things: string[],
  least = things.length,
): string[] {
  const [tooMuch] = [...words.slice(things.length), ...further];
  if (tooMuch !== undefined) throw new Refusal(tooMuch, "is more than there is to say", example);
  if (words.length < least)
    throw new Refusal("", `lacks ${things.slice(words.length).join(" and ")}`, example);
  return words;
}

function urlOf(text: string, example: string): string {
  if (!/[:/]/.test(text)) throw new Refusal(text, "is no URL", example);
  return text;
}
