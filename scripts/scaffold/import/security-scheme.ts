/**
 * A security scheme of the document in the words of `@security`, as `read/security-scheme.ts` takes them.
 *
 * @module
 */

import { oneLine } from "./doc.ts";
import type { Findings } from "./findings.ts";
import type { Place } from "./place.ts";

/** The lines of a definition; nothing for a scheme that no stub can say, which is a finding. */
export function definitionOf(place: Place, findings: Findings): string[] | undefined {
  const { type, in: where, name, scheme, bearerFormat, openIdConnectUrl } = place.value;
  const unsaid = (key: string) => {
    findings.add(place.at(key).pointer, `the security scheme: ${key} is not one word`);
    return undefined;
  };
  switch (type) {
    case "apiKey":
      if (!["header", "query", "cookie"].includes(where)) return unsaid("in");
      return isWord(name) ? [`apiKey ${where} ${name}`] : unsaid("name");
    case "http": {
      if (!isWord(scheme)) return unsaid("scheme");
      const kind = scheme.toLowerCase();
      if (kind !== "bearer") return [kind === "basic" ? "basic" : `http ${scheme}`];
      if (bearerFormat === undefined || isWord(bearerFormat)) return [`bearer ${bearerFormat ?? ""}`.trim()];
      findings.add(place.at("bearerFormat").pointer, "the format of the token is not one word");
      return ["bearer"];
    }
    case "openIdConnect":
      return isUrl(openIdConnectUrl) ? [`openIdConnect ${openIdConnectUrl}`] : unsaid("openIdConnectUrl");
    case "oauth2": {
      const flows = place.at("flows").entries();
      const lines = flows.flatMap(([flow, at]) => flowLines(flow, at, findings));
      if (lines.length > 0) return ["oauth2", ...lines];
      findings.add(place.pointer, "the security scheme: it has no flow that can be said");
      return undefined;
    }
    case "mutualTLS":
      findings.add(place.pointer, "mutual TLS: Cloudflare checks the certificate before the Worker runs");
      return undefined;
    default:
      findings.add(place.pointer, `the security scheme: ${type} is no type of one`);
      return undefined;
  }
}

/** The addresses of each flow, in the order of the words. */
const FLOWS: Record<string, string[]> = {
  implicit: ["authorizationUrl"],
  password: ["tokenUrl"],
  clientCredentials: ["tokenUrl"],
  authorizationCode: ["authorizationUrl", "tokenUrl"],
};

function flowLines(flow: string, place: Place, findings: Findings): string[] {
  const addresses = FLOWS[flow];
  if (flow.startsWith("x-")) return [];
  if (!addresses?.every((key) => isUrl(place.value[key]))) {
    findings.add(place.pointer, `the flow ${flow}: it lacks a URL, or is none that there is`);
    return [];
  }
  const { refreshUrl } = place.value;
  const urls = addresses.map((key) => place.value[key]);
  if (refreshUrl !== undefined && !isUrl(refreshUrl))
    findings.add(place.at("refreshUrl").pointer, "the address to refresh a token is no URL");
  const scopes = place
    .at("scopes")
    .entries()
    .flatMap(([scope, { value, pointer }]) => {
      if (isScope(scope) && !Object.hasOwn(FLOWS, scope))
        return [`  ${oneLine(`${scope} ${String(value ?? "").replace(/\s+/g, " ")}`)}`];
      findings.add(pointer, `the scope ${scope}`);
      return [];
    });
  return [[flow, ...urls, ...(isUrl(refreshUrl) ? ["refresh", refreshUrl] : [])].join(" "), ...scopes];
}

/** Whether the parentheses of `@security` can hold it. */
export function isScope(text: unknown): text is string {
  return isWord(text) && !/[()]/.test(text);
}

/** Nothing that would end the word, the comment or the tag. */
function isWord(text: unknown): text is string {
  return typeof text === "string" && /^[^\s@&][^\s]*$/.test(text) && !text.includes("*/");
}

function isUrl(text: unknown): text is string {
  return isWord(text) && /[:/]/.test(text);
}
