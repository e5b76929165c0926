import type { Operation, Parameter, Project, Source } from "../operation.ts";
import { dependenciesOf } from "./route.ts";

/** What the request carries of an operation's parameters, and of those that its dependencies have. */
export interface Argument {
  /** Of the parameter; where two that are not the same share a name, the later has its place before it. */
  name: string;
  source: RequestSource;
  optional: boolean;
  description?: string | undefined;
}

type RequestSource = Extract<Source, { in: (typeof PLACES)[number] }>;

const PLACES = ["path", "query", "queryObject", "header", "cookie", "body", "form", "file", "bytes"] as const;

/** These are the client's own affair: who it is, and what it can read and write. */
const OWN_HEADERS = ["accept", "authorization", "content-type"];

/** A parameter that several functions read is one argument; the operation's own names come first. */
export function argumentsOf(operation: Operation, project: Project): Argument[] {
  const found = new Map<string, Argument>();
  const names = new Set<string>();
  for (const { parameters } of dependenciesOf(operation, project).reverse()) {
    for (const parameter of parameters) {
      const { source, optional } = parameter;
      if (!isOfRequest(source)) continue;
      if (source.in === "header" && OWN_HEADERS.includes(source.key)) continue;
      const place = `${source.in} ${"key" in source ? source.key : ""}`;
      const known = found.get(place);
      if (known) known.optional &&= optional;
      else
        found.set(place, {
          name: free(parameter, names),
          source,
          optional,
          description: parameter.description,
        });
    }
  }
  return [...found.values()];
}

function isOfRequest(source: Source): source is RequestSource {
  return (PLACES as readonly string[]).includes(source.in);
}

function free({ name, source }: Parameter, taken: Set<string>): string {
  let own = name;
  if (taken.has(own)) own = source.in + name.charAt(0).toUpperCase() + name.slice(1);
  for (let n = 2; taken.has(own); n++) own = `${name}${n}`;
  taken.add(own);
  return own;
}
