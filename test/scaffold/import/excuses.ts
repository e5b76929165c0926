/** What an import tells that it does not carry over: nobody is to expect it in the end. */
import type { Finding } from "../../../scripts/scaffold/import/findings.ts";

export interface Excuses {
  /** Whether a difference just here is told of. */
  difference(pointer: string): boolean;
  /** Whether what is here was replaced, with everything in it. */
  everything(pointer: string): boolean;
}

/** A finding excuses what it names; one of what is replaced excuses everything in it, too. */
export function excusesOf(findings: readonly Finding[]): Excuses {
  const named = new Set(findings.map(({ pointer }) => pointer));
  const replaced = new Set(findings.filter(({ text }) => REPLACED.test(text)).map(({ pointer }) => pointer));
  const everything = (pointer: string): boolean => {
    for (let at = pointer; at.includes("/"); at = at.slice(0, at.lastIndexOf("/")))
      if (replaced.has(at)) return true;
    return replaced.has(pointer);
  };
  return { difference: (pointer) => named.has(pointer) || everything(pointer), everything };
}

const REPLACED =
  /taken as (unknown|text|204|application\/octet-stream)|(takes|gives) its bytes|which has none|its value is a document/;
