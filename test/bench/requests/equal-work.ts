/**
 * Only those are compared who do the same: the same answers byte for byte, the same verdicts, all mistakes told.
 *
 * @module
 */
import type { Probe } from "./probes.ts";
import type { Server } from "./server.ts";

/**
 * Ask a server everything, and look at what it has to answer rightly.
 *
 * @throws {Error} the first difference
 */
export async function assertEqualWork(
  name: string,
  { url }: Server,
  asked: Probe[],
  mustBeRight: (probe: Probe) => boolean,
): Promise<void> {
  for (const probe of asked) {
    const { path, body } = probe;
    const headers = { "content-type": "application/json" };
    const response = await fetch(
      new URL(path, url),
      body === undefined ? {} : { method: "POST", body, headers },
    );
    const text = await response.text();
    if (response.status >= 500)
      throw new Error(`${name} answers ${probe.name} with ${response.status}.\n${text}`);
    if (mustBeRight(probe)) assertRight(name, probe, response, text);
  }
}

function assertRight(name: string, probe: Probe, { status, headers }: Response, text: string): void {
  const unequal = (found: string, expected: unknown) =>
    new Error(
      `Not equal work: ${name} answers ${probe.name} with ${found} instead of ${expected}.\n${text.slice(0, 500)}`,
    );
  if (status !== probe.status) throw unequal(String(status), probe.status);
  const type = headers.get("content-type") ?? "nothing";
  if (!type.includes("json")) throw unequal(type, "JSON");
  if (probe.answer !== undefined && text !== probe.answer)
    throw unequal("another body", probe.answer.slice(0, 500));
  if (probe.wrong === undefined) return;
  const found = placesOf(JSON.parse(text)).join(", ");
  if (found !== probe.wrong.join(", ")) throw unequal(`mistakes in ${found}`, probe.wrong.join(", "));
}

/** A mistake, as FastAPI and we tell of it, as zod does, and as workery does. */
interface Mistake {
  loc?: Step[];
  path?: Step[];
  location?: string;
  name?: string;
  issues?: { path: Step[] }[];
}

type Step = string | number;

/** The places of a request that an answer says are wrong. */
function placesOf({ errors, detail }: { errors?: Mistake[]; detail?: string | Mistake[] }): string[] {
  const mistakes = Array.isArray(detail) ? detail : (errors ?? []);
  const places = mistakes.flatMap(({ loc, path, location = "", name = "", issues = [] }) => [
    ...((loc ?? path) ? [loc ?? path ?? []] : []),
    ...issues.map((issue) => [location, ...(location === "body" ? [] : [name]), ...issue.path]),
  ]);
  return [...new Set(places.map(withoutPart))].sort();
}

/** Some say which part of the request it is in, others do not. */
function withoutPart([first, ...rest]: Step[]): string {
  const steps = ["path", "query", "body", "params"].includes(String(first)) ? rest : [first, ...rest];
  return steps.join(".");
}
