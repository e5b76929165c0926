/**
 * Path templates: `/burgers/{burgerId}`.
 *
 * @module
 */

import { type DocTag, lineOf } from "./doc.ts";
import type { Reporter } from "./reporter.ts";

/** The names of the placeholders, in their order. */
export function placeholdersOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}

/** The path of a method tag. What is wrong with it is reported. */
export function pathOf(tag: DocTag, reporter: Reporter): string {
  const path = lineOf(tag);
  const problem = problemOf(path);
  if (problem) reporter.report("SO105", tag.valueSpan, { path, ...problem });
  return path;
}

/** Whether the path has its own diagnostic, so that its placeholders say nothing. */
export function isMalformed(path: string): boolean {
  return problemOf(path) !== undefined;
}

/** What is wrong with a path, and what to write instead. */
export function problemOf(path: string): { reason: string; instead: string } | undefined {
  const template = path.replace(/[:*]([A-Za-z_]\w*)/g, "{$1}");
  if (path === "") return { reason: "", instead: "Write a path after the method: @get /burgers/{burgerId}" };
  if (/\s/.test(path)) return { reason: "contains a space", instead: "Put the path alone on its line." };
  if (!path.startsWith("/")) return { reason: "does not start with /", instead: `Write it as /${template}` };
  if (/[?#]/.test(path))
    return {
      reason: "contains a query",
      instead: "Parameters that are not in the path are read from the query by themselves.",
    };
  if (/(^|\/)[:*]/.test(path))
    return { reason: "has a placeholder of another router", instead: `Write it as ${template}` };
  const names = placeholdersOf(path);
  const odd = names.find((name) => !/^[A-Za-z_$][\w$]*$/.test(name));
  if (odd !== undefined) {
    return {
      reason: `has the placeholder {${odd}}, which can't be a parameter's name`,
      instead: "Name it as the parameter: {burgerId}.",
    };
  }
  const rest = path.replace(/\{[^{}]*\}/g, "");
  if (/[{}]/.test(rest))
    return { reason: "has an unmatched brace", instead: "Write placeholders as {name}." };
  if (path.includes("}{")) {
    return {
      reason: "has two placeholders with nothing between them",
      instead: "Put a character between them that says where the first one ends: /{year}-{month}",
    };
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) return { reason: `has {${repeated}} twice`, instead: "Give each placeholder its own name." };
  return undefined;
}
