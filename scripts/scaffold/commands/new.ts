import { createInterface } from "node:readline/promises";
import { readArguments, UsageError } from "../../command-line/arguments.ts";
import { checkPath, planOperation } from "../new/plan.ts";
import { askForWish, isMethod } from "../new/questions.ts";
import { Refusal } from "../new/refusal.ts";
import type { Wish } from "../new/wish.ts";
import type { Kind } from "../operation.ts";
import { readProject } from "../read/index.ts";
import { writeFiles } from "../write.ts";
import type { Command } from "./command.ts";

export const newOperation: Command = {
  summary: "write a stub and its test: new GET /burgers/{burgerId}/toppings",
  usage: `Usage: npm run scaffold -- new METHOD PATH [OPTIONS]

Writes a typed stub in src/handlers and its test in test/handlers. The stub answers 501 until you write its body. A file
that exists keeps what it has, byte for byte: the stub goes to its end, what it imports among its imports.
Without arguments it asks, at a terminal.

What the function does decides its kind:
  (nothing)             it waits: async function, on the edge
  --stream              it answers bit by bit: async function*, on the edge
  --cpu                 it works: function, on an executor
  --steps               it works for long: function*, on an executor
  --checkpoint TYPE     with --steps: what it resumes from

Parameters are written as in TypeScript, name:TYPE, name?:TYPE or name:TYPE=DEFAULT; without TYPE it is a string:
  --query PARAMETER     may be repeated; lists too: --query "tag?:string[]"
  --header PARAMETER    may be repeated; ifMatch is If-Match
  --path NAME:TYPE      the type of a placeholder. Else the one that other operations give it, else string
  --body TYPE           or NAME:TYPE; it is named after its type
  --returns TYPE        for --stream, the type of one item. Else void for DELETE, and unknown

Types of src/models, of the handler's own file and the template's (PositiveInteger, Uuid, …) are imported. A type of
--body, --returns or --checkpoint that there is not is created in src/models, as Record<string, unknown>: any object,
until you say which properties it has.

Names follow the path, GET /burgers/{burgerId}/toppings is readBurgerToppings in src/handlers/burgers.ts:
  --name NAME           of the function
  --file NAME           below src/handlers: admin/burgers
  --summary TEXT        for the docs
  --status CODE         of success; else 201 for a POST that waits, 204 for void, 200
  --dry-run             print what would be written, and write nothing
  --help                print this

Examples:
  npm run scaffold -- new GET /burgers/{burgerId}/toppings --returns "Topping[]" --query limit:Limit=10
  npm run scaffold -- new POST /toppings --body NewTopping --returns Topping
  npm run scaffold -- new POST /images/blur --cpu --body image:Uint8Array --returns Uint8Array
  npm run scaffold -- new GET /orders/{orderId}/events --stream --dry-run

Exits with 1, and has written nothing, when the route or the name is taken.`,

  async run(args, { root }) {
    const { values, positionals } = readArguments(args, OPTIONS);
    const wish = args.length === 0 ? await asked() : wishOf(positionals, values);
    if (wish.method === "post" && wish.kind === "async" && wish.returns !== "void") wish.status ??= 201;
    try {
      // Before the project is read: that takes a while.
      checkPath(wish);
      const { project } = readProject({ root });
      const plan = await planOperation(root, wish, project);
      const isDryRun = values["dry-run"] === true;
      if (!isDryRun) writeFiles(root, new Map([...plan.files].map(([path, { text }]) => [path, text])));
      for (const [path, { text, isNew }] of plan.files) {
        console.log(`  ${isNew ? "create" : "update"}  ${path}`);
        if (isDryRun) console.log(`\n${text.trimEnd().replace(/^(?=.)/gm, "    ")}\n`);
      }
      console.log(
        isDryRun
          ? "Nothing was written."
          : `${plan.name} answers 501 until you write it. Its test: npx vitest run ${plan.test}`,
      );
      return 0;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      console.error(error.message);
      return 1;
    }
  },
};

const OPTIONS = {
  cpu: { type: "boolean" },
  stream: { type: "boolean" },
  steps: { type: "boolean" },
  checkpoint: { type: "string" },
  query: { type: "string", multiple: true },
  header: { type: "string", multiple: true },
  path: { type: "string", multiple: true },
  body: { type: "string" },
  returns: { type: "string" },
  name: { type: "string" },
  file: { type: "string" },
  summary: { type: "string" },
  status: { type: "string" },
  "dry-run": { type: "boolean" },
} as const;

type Values = ReturnType<typeof readArguments<typeof OPTIONS>>["values"];

function wishOf([method = "", path, ...others]: string[], values: Values): Wish {
  const lower = method.toLowerCase();
  if (!isMethod(lower))
    throw new UsageError(method ? `There is no method "${method}".` : "Which method and path?");
  if (path === undefined) throw new UsageError(`${method} of which path?`);
  if (others[0] !== undefined) throw new UsageError(`What is "${others[0]}"?`);
  if (values.status !== undefined && !/^[23]\d\d$/.test(values.status))
    throw new UsageError(`--status is a number from 200 to 399, not "${values.status}"`);
  return {
    method: lower,
    path,
    kind: kindOf(values),
    name: values.name,
    file: values.file,
    summary: values.summary,
    status: values.status === undefined ? undefined : Number(values.status),
    placeholders: values.path ?? [],
    query: values.query ?? [],
    headers: values.header ?? [],
    body: values.body,
    returns: values.returns,
    checkpoint: values.checkpoint,
  };
}

function kindOf({ cpu, stream, steps }: Values): Kind {
  if ([cpu, stream, steps].filter(Boolean).length > 1)
    throw new UsageError("--cpu, --stream and --steps exclude each other.");
  return cpu ? "plain" : stream ? "stream" : steps ? "steps" : "async";
}

async function asked(): Promise<Wish> {
  if (!process.stdin.isTTY) throw new UsageError("Which method and path? (There is no terminal to ask at.)");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Line by line, not by `question`: that loses what is pasted ahead.
  const lines = terminal[Symbol.asyncIterator]();
  const wish = await askForWish(async (question) => {
    terminal.setPrompt(question);
    terminal.prompt();
    const line = await lines.next();
    // Ctrl-C and Ctrl-D: nothing is to be written.
    if (line.done) process.exit(130);
    return line.value;
  });
  terminal.close();
  return wish;
}
