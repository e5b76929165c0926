import type { Kind, Method } from "../operation.ts";
import type { Wish } from "./wish.ts";

/** Asks one thing and gives the answer, as `readline/promises` does. */
export type Ask = (question: string) => Promise<string>;

const METHODS: readonly string[] = [
  "get",
  "post",
  "put",
  "patch",
  "delete",
  "head",
  "options",
] satisfies Method[];

export function isMethod(text: string): text is Method {
  return METHODS.includes(text);
}

const KINDS: Record<string, Kind> = { wait: "async", stream: "stream", cpu: "plain", steps: "steps" };

/** What `new` is told by its options, asked for at the terminal. */
export async function askForWish(ask: Ask): Promise<Wish> {
  const answer = async (question: string, fallback = "") => (await ask(question)).trim() || fallback;
  let method = "";
  while (!isMethod(method)) method = (await answer("Method [GET]: ", "get")).toLowerCase();
  let path = "";
  while (!path.startsWith("/")) path = await answer("Path, like /burgers/{burgerId}: ");
  let kind: Kind | undefined;
  while (!kind) kind = KINDS[await answer("What it does: wait, stream, cpu or steps [wait]: ", "wait")];
  const query = await answer("Query parameters, like limit:Limit=10 search? [none]: ");
  const hasBody = method !== "get" && method !== "head";
  const body = hasBody ? await answer("Type of the body, like NewBurger [none]: ") : "";
  const returns = await answer("Type of the answer, like Burger[] [not yet known]: ");
  return {
    method,
    path,
    kind,
    placeholders: [],
    query: query.split(/\s+/).filter(Boolean),
    headers: [],
    body: body || undefined,
    returns: returns || undefined,
  };
}
