import type { SecurityScheme } from "../../operation.ts";
import type { Reporter } from "../reporter.ts";
import type { SecurityTag } from "../security.ts";
import { closest } from "../spelling.ts";
import type { ReadProject } from "./dependents.ts";

/** The schemes that need no definition. */
const BY_NAME: Record<string, SecurityScheme> = {
  bearer: { type: "http", scheme: "bearer" },
  basic: { type: "http", scheme: "basic" },
  apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
};

/**
 * Every scheme that is asked for, in the order of the operations. Names that nothing defines and definitions that
 * contradict are reported.
 */
export function defineSchemes(project: ReadProject, reporter: Reporter): Record<string, SecurityScheme> {
  const tags = [...project.operations, ...project.dependencies].flatMap(({ fn, security }) =>
    security.map((tag) => ({ fn, tag })),
  );
  const mentions = tags.flatMap(({ tag }) => tag.schemes);
  const schemes: Record<string, SecurityScheme> = {};
  for (const { name, span } of mentions) {
    if (schemes[name]) continue;
    const [first, ...others] = mentions.flatMap((one) =>
      one.name === name && one.scheme ? [{ scheme: one.scheme, span: one.span }] : [],
    );
    const scheme = first?.scheme ?? BY_NAME[name];
    if (!scheme) {
      const known = [...Object.keys(BY_NAME), ...mentions.flatMap((one) => (one.scheme ? [one.name] : []))];
      reporter.report("SO120", span, { name, suggestion: closest(name, known) });
      continue;
    }
    for (const other of others) {
      if (!first || JSON.stringify(other.scheme) === JSON.stringify(first.scheme)) continue;
      const { file, line } = reporter.placeOf(first.span);
      reporter.report("SO505", other.span, { name, elsewhere: `${file}:${line}` });
    }
    const description = descriptionOf(name, project);
    schemes[name] = { ...scheme, ...(description && { description }) };
  }
  return schemes;
}

/** What is said of a dependency that asks for this scheme alone is said of the scheme; first of one that defines it. */
function descriptionOf(name: string, { dependencies }: ReadProject): string | undefined {
  const guards = dependencies.filter(({ security }) => isOnly(name, security));
  const definer = guards.find(({ security }) => security.some(({ schemes }) => schemes[0]?.scheme));
  return (definer ?? guards[0])?.fn.doc.text;
}

function isOnly(name: string, security: SecurityTag[]): boolean {
  const schemes = security.flatMap((tag) => tag.schemes);
  return schemes.length === 1 && schemes[0]?.name === name;
}
