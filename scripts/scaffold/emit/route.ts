/**
 * One operation becomes one route: dependencies first, in the order that they are needed, then its own parameters,
 * then the call, then the response.
 *
 * @module
 */

import type {
  Callable,
  Dependency,
  ListStyle,
  Operation,
  Parameter,
  Project,
  Returns,
  Schema,
  Source,
} from "../operation.ts";
import type { Checks } from "./checks.ts";
import type { Module } from "./module.ts";
import { partOf } from "./paths.ts";
import type { Picks } from "./picks.ts";
import { type Models, membersOf, propertyKey, resolve } from "./schema.ts";
import { isRoom, protocolFields } from "./sockets.ts";

/** Where a route is written. */
interface Target {
  module: Module;
  checks: Checks;
  picks: Picks;
  /** Whether tests may put something else in a dependency's place. */
  overridable: boolean;
}

/** What a route is made of, beside its operation. */
export type Surroundings = Pick<Project, "models" | "dependencies">;

export function emitRoute(operation: Operation, project: Surroundings, target: Target): void {
  const { module } = target;
  const writer = new RouteWriter(operation, project, target);
  const call = writer.call();
  const wrapper = writer.hasExits ? "routeWithExits" : "route";
  const wrap = module.use("src/operations/route", wrapper);
  const uses = writer.uses();
  const needsContext = writer.usesContext || writer.hasExits || uses.length > 0;
  const parameters = [
    writer.readsInput ? "input" : needsContext ? "_input" : "",
    needsContext ? "c" : "",
    writer.hasExits ? "exits" : "",
  ];
  const summary = operation.summary ? `${operation.summary}\n * ` : "";
  module.add(
    `/**\n * ${summary}\`${operation.method.toUpperCase()} ${operation.path}\`, from ${operation.place.file}:${operation.place.line}\n */\n` +
      `export const ${operation.name} = ${wrap}(async function (${parameters.filter(Boolean).join(", ")}) {\n${[...uses, ...writer.lines, ...call].join("\n")}\n});`,
  );
}

/** The variables of a route, but those that make way themselves: what the module imports and declares is called otherwise. */
export function localsOf(operation: Operation, project: Surroundings): string[] {
  const names = dependenciesOf(operation, project).flatMap(({ parameters }) =>
    parameters.map(({ name }) => name),
  );
  return names.filter((name) => !RESERVED.includes(name) && !RUNTIME.includes(name));
}

/** Whether the operation, or something that it depends on, reads the request's body. */
export function readsBody(operation: Operation, project: Surroundings): boolean {
  return dependenciesOf(operation, project).some(({ parameters }) =>
    parameters.some(({ source }) => ["body", "form", "file", "bytes"].includes(source.in)),
  );
}

/** Whether answering the operation may submit jobs, beside the one that it is itself. */
export function callsTwins(operation: Operation, project: Surroundings): boolean {
  return dependenciesOf(operation, project).some((callable) =>
    // That of a plain function runs elsewhere: the route calls the twin of a dependency, and is one of an operation.
    callable.kind === "plain" || callable.kind === "steps" ? callable !== operation : callable.callsTwins,
  );
}

/** The operation and everything that it depends on, each once, what is needed first standing first. */
export function dependenciesOf(
  callable: Callable,
  project: Surroundings,
  found: Callable[] = [],
): Callable[] {
  for (const { source } of callable.parameters) {
    if (source.in === "dependency") {
      const dependency = dependencyOf(source.dependency, project);
      if (!found.includes(dependency)) dependenciesOf(dependency, project, found);
    }
  }
  found.push(callable);
  return found;
}

function dependencyOf(name: string, { dependencies }: Surroundings): Dependency {
  const dependency = dependencies.find((candidate) => candidate.name === name);
  if (!dependency) throw new Error(`The record has no dependency ${name}.`);
  return dependency;
}

/** The statements of one route, and the names that they bind. */
class RouteWriter {
  readonly lines: string[] = [];
  readsInput = false;
  usesContext = false;
  givesContext = false;
  hasExits = false;
  readonly #operation: Operation;
  readonly #project: Surroundings;
  readonly #target: Target;
  readonly #taken: Set<string>;
  /** The variable that holds what a dependency gave. */
  readonly #resolved = new Map<string, string>();
  /** The variable that holds the parsed body, where several parameters share it. */
  #body: string | undefined;

  constructor(operation: Operation, project: Surroundings, target: Target) {
    this.#operation = operation;
    this.#project = project;
    this.#target = target;
    this.#taken = new Set([...RESERVED, ...RUNTIME]);
    for (const callable of dependenciesOf(operation, project)) this.#resolve(callable);
  }

  /** Which dependencies the route asks about, where tests may override them. */
  uses(): string[] {
    const [operation, ...dependencies] = dependenciesOf(this.#operation, this.#project).reverse();
    if (!this.#target.overridable || dependencies.length === 0) return [];
    const dependents = dependencies.map(({ name }) => {
      const callers = [operation as Callable, ...dependencies].filter(({ parameters }) =>
        parameters.some(({ source }) => source.in === "dependency" && source.dependency === name),
      );
      return [name, callers.map((caller) => caller.name)];
    });
    const { module } = this.#target;
    const asks = module.declare(`${this.#operation.name}Uses`);
    const overridable = module.use("src/testing/overrides", "overridable");
    module.add(`const ${asks} = ${overridable}(${JSON.stringify(Object.fromEntries(dependents))});`);
    return [`const uses = ${asks}(c);`];
  }

  /** The call of the stub, and the answer made of what it gives. */
  call(): string[] {
    const operation = this.#operation;
    const given = this.#resolved.get(operation.name) ?? "";
    const { returns, status } = operation;
    const { module, picks } = this.#target;
    if (returns.type === "socket") return this.#socket(returns, given);
    this.usesContext ||=
      returns.type !== "response" || operation.kind === "plain" || operation.kind === "steps";
    if (operation.kind === "plain" || operation.kind === "steps") {
      const twin = `${module.use("src/generated/jobs", "*", { as: "jobs" })}.${operation.name}`;
      return [`return ${module.use("src/jobs/http/delegate", "delegate")}(c, ${twin}, [${given}]);`];
    }
    const called = `${module.use(operation.module, "*", { as: "stubs" })}.${operation.name}(${given})`;
    switch (returns.type) {
      case "json": {
        const picked = picks.expression(returns.schema, "result", operation.name, "result");
        // Who was given the context may have set headers there.
        const answer = this.givesContext
          ? "c.json("
          : `${module.use("src/operations/json", "answerJson")}(c, `;
        if (picked === "result") return [`return ${answer}await ${called}${statusArgument(status)});`];
        return [`const result = await ${called};`, `return ${answer}${picked}${statusArgument(status)});`];
      }
      case "text":
        return [
          `return c.body(await ${called}, ${status}, { "content-type": ${JSON.stringify(returns.mediaType)} });`,
        ];
      case "bytes": {
        const bytes = module.use("src/operations/bytes", "answerBytes");
        return [`return ${bytes}(c, await ${called}, ${JSON.stringify(returns.mediaType)}, ${status});`];
      }
      case "response":
        return [`return ${called};`];
      case "empty":
        return [`await ${called};`, `return c.body(null, ${status});`];
      case "stream": {
        const pick = picks.of(returns.schema, operation.name, "item");
        const answer = module.use("src/operations/stream", "answerStream");
        return [`return ${answer}(c, ${called}, ${status}${pick ? `, ${pick}` : ""});`];
      }
    }
  }

  /** The WebSocket as the answer: a conversation here, or one in a room elsewhere. */
  #socket(returns: Extract<Returns, { type: "socket" }>, given: string): string[] {
    const { name, module: stubs } = this.#operation;
    const { module, checks, picks } = this.#target;
    this.usesContext = true;
    this.lines.unshift(`${module.use("src/sockets/upgrade", "assertUpgrade")}(c);`);
    if (isRoom(this.#operation)) {
      const enter = module.use("src/sockets/entrance", "enterRoom");
      return [`return ${enter}(c, ${JSON.stringify(name)}, [${given}]);`];
    }
    const converse = module.use("src/sockets/conversation", "converse");
    const protocol = `{ ${protocolFields(returns, name, checks, picks)} }`;
    const takes = this.#operation.parameters.some(({ source }) => source.in === "messages");
    const talk = `(${takes ? "messages" : ""}) => ${module.use(stubs, "*", { as: "stubs" })}.${name}(${given})`;
    return [`return ${converse}(c, ${protocol}, ${talk}${this.hasExits ? ", exits" : ""});`];
  }

  /** Read a function's parameters; then call it, if it is a dependency. */
  #resolve(callable: Callable): void {
    const isOperation = callable === this.#operation;
    const given: string[] = [];
    const fields = callable.parameters.filter(({ source }) => source.in === "body" && source.key !== null);
    if (fields.length > 0 && this.#body === undefined) {
      this.#body = this.#bind("body");
      this.readsInput = true;
      this.lines.push(`const ${this.#body} = ${this.#call("fields", "readFields", "await input.text()")};`);
    }
    for (const parameter of callable.parameters) {
      const argument = this.#argument(callable, parameter);
      if (argument !== undefined) given.push(argument);
    }
    if (isOperation) {
      if (this.readsInput) this.lines.push("input.assertValid();", "");
      this.#resolved.set(callable.name, given.join(", "));
      return;
    }
    const call = this.#unlessOverridden("dependency", callable, this.#callOf(callable as Dependency, given));
    const variable = this.#bind(this.#nameFor(callable.name));
    this.#resolved.set(callable.name, variable);
    // Nothing was read yet: there is nothing that could be invalid.
    if (!this.readsInput) this.lines.push(`const ${variable} = await ${call};`);
    else {
      const skipped = this.#target.module.use("src/operations/input", "skipped");
      this.lines.push(`const ${variable} = input.valid ? await ${call} : ${skipped};`);
    }
  }

  /** The expression as it is, or as one that an override keeps from being evaluated. */
  #unlessOverridden(what: "parameter" | "dependency", { name }: Callable, expression: string): string {
    if (!this.#target.overridable || name === this.#operation.name) return expression;
    const [, awaits = "", evaluated] = /^(await )?(.*)$/s.exec(expression) ?? [];
    return `${awaits}uses.${what}(${JSON.stringify(name)}, () => ${evaluated})`;
  }

  /** What the parameter that takes the dependency calls it; its function's name would be shadowed. */
  #nameFor(dependency: string): string {
    for (const { parameters } of dependenciesOf(this.#operation, this.#project).reverse()) {
      for (const { name, source } of parameters) {
        if (source.in === "dependency" && source.dependency === dependency) return name;
      }
    }
    return dependency;
  }

  #callOf(dependency: Dependency, given: string[]): string {
    const { module } = this.#target;
    const list = given.join(", ");
    if (dependency.kind === "plain") {
      return `${module.use("src/generated/jobs", "*", { as: "jobs" })}.${dependency.name}(${list})`;
    }
    const called = `${module.use(dependency.module, dependency.name)}(${list})`;
    if (dependency.kind !== "stream") return called;
    this.hasExits = true;
    return `exits.enter(${called})`;
  }

  /** The argument for a parameter; undefined where nothing is passed. */
  #argument(callable: Callable, parameter: Parameter): string | undefined {
    const { source } = parameter;
    switch (source.in) {
      case "dependency":
        return this.#resolved.get(source.dependency);
      case "context":
        this.usesContext = true;
        this.givesContext = true;
        return "c";
      case "request":
        this.usesContext = true;
        return "c.req.raw";
      case "messages":
        return "messages";
      case "resume":
      case "event":
      case "room":
        return undefined;
      default: {
        const reading = this.#unlessOverridden(
          "parameter",
          callable,
          this.#reading(callable, parameter, source),
        );
        const variable = this.#bind(parameter.name);
        this.readsInput = true;
        this.lines.push(`const ${variable} = ${reading};`);
        return variable;
      }
    }
  }

  /** The expression that reads a parameter from the request. */
  #reading(
    callable: Callable,
    parameter: Parameter,
    source: Extract<Source, { schema: Schema } | { in: "file" | "bytes" }>,
  ): string {
    const words = [callable.name, parameter.name];
    const need = JSON.stringify(parameter.optional ? "optional" : "required");
    switch (source.in) {
      case "path":
      case "query":
      case "header":
      case "cookie":
        return this.#readingOfText(source, words, need);
      case "queryObject": {
        const readers = this.#readers(source.schema);
        const judge = this.#judging(source.schema, words, need);
        return source.deep
          ? this.#call("query-object", "readDeepObject", JSON.stringify(source.key), readers, ...judge)
          : this.#call("query-object", "readQueryObject", readers, ...judge);
      }
      case "body": {
        const judge = this.#judging(source.schema, words, need).join(", ");
        if (source.key === null) return `input.json(await input.text(), ${judge})`;
        return `${this.#body}.field(${JSON.stringify(source.key)}, ${judge})`;
      }
      case "form": {
        const form = this.#form();
        if (source.key === null) {
          const judge = this.#judging(source.schema, words).join(", ");
          return `${form}.object(${this.#readers(source.schema)}, ${judge})`;
        }
        const list = resolve(source.schema, this.#project.models).type === "array";
        const reader = this.#reader(list ? itemsOf(source.schema) : source.schema);
        const judge = this.#judging(source.schema, words, need).join(", ");
        return `${form}.${list ? "list" : "field"}(${JSON.stringify(source.key)}, ${reader}, ${judge})`;
      }
      case "file":
        return `await ${this.#form()}.${source.list ? "files" : "file"}(${JSON.stringify(source.key)}, ${need})`;
      case "bytes": {
        const mediaTypes = JSON.stringify(source.mediaTypes);
        if (source.stream) return this.#call("raw-body", "readStream", mediaTypes);
        return `await ${this.#call("raw-body", "readBytes", mediaTypes, need)}`;
      }
    }
  }

  /** The expression that reads what arrives as text. */
  #readingOfText(
    source: Extract<Source, { in: "path" | "query" | "header" | "cookie" }>,
    words: string[],
    need: string,
  ): string {
    const { schema, list, style } = source;
    const key = JSON.stringify(source.key);
    const reader = this.#reader(list ? itemsOf(schema) : schema);
    const judge = this.#judging(schema, words, source.in === "path" ? undefined : need);
    const part = source.in === "path" ? partOf(this.#operation.path, source.key) : undefined;
    if (part)
      return this.#call(
        "path-part",
        "readPathPart",
        key,
        JSON.stringify(part.segment),
        part.pattern,
        reader,
        ...judge,
      );
    if (style)
      return this.#call(
        "lists",
        "readDelimitedList",
        key,
        JSON.stringify(DELIMITERS[style]),
        reader,
        ...judge,
      );
    if (list && source.in === "query") return this.#call("lists", "readQueryList", key, reader, ...judge);
    if (list && source.in === "header") return this.#call("lists", "readHeaderList", key, reader, ...judge);
    if (source.in === "cookie") return this.#call("cookie", "readCookie", key, reader, ...judge);
    return `input.${source.in}(${[key, reader, ...judge].join(", ")})`;
  }

  /** A call of what reads parameters of which only some routes have any: only they import it. */
  #call(file: string, name: string, ...given: string[]): string {
    const reads = this.#target.module.use(`src/operations/parameters/${file}`, name);
    return `${reads}(${["input", ...given].join(", ")})`;
  }

  /** The last arguments of what reads a parameter: what checks it, whether it must be there, what picks it. */
  #judging(schema: Schema, words: string[], need?: string): string[] {
    const { checks, picks } = this.#target;
    const check = checks.of(schema, ...words);
    const pick = picks.of(schema, ...words);
    return [check, ...(need ? [need] : []), ...(pick ? [pick] : [])];
  }

  /** The variable that holds the form; read once. */
  #form(): string {
    if (this.#body === undefined) {
      this.#body = this.#bind("form");
      this.lines.push(`const ${this.#body} = await ${this.#call("form", "readForm")};`);
    }
    return this.#body;
  }

  /** What makes values of the texts of an object's properties; a list's reader stands in an array. */
  #readers(schema: Schema): string {
    const { models } = this.#project;
    const properties = Object.entries(resolve(schema, models).properties ?? {});
    const readers = properties.map(([name, property]) => {
      const resolved = resolve(property, models);
      const list = resolved.type === "array";
      const reader = this.#reader(list ? itemsOf(resolved) : property);
      return `${propertyKey(name)}: ${list ? `[${reader}]` : reader}`;
    });
    return `{ ${readers.join(", ")} }`;
  }

  /** What makes a value of the parameter's text. */
  #reader(schema: Schema): string {
    const read = this.#target.module.use("src/operations/text", "*", { as: "read" });
    const readers = [...readersOf(schema, this.#project.models)].map((name) => `${read}.${name}`);
    if (readers.length === 0) return `${read}.text`;
    return readers.length === 1 ? (readers[0] as string) : `${read}.firstOf(${readers.join(", ")})`;
  }

  #bind(name: string): string {
    let free = name;
    for (let n = 2; this.#taken.has(free); n++) free = `${name}${n}`;
    this.#taken.add(free);
    return free;
  }
}

/** What a route's code imports of the runtime. */
const RUNTIME = [
  ...["skipped", "answerJson", "answerStream", "answerBytes", "delegate", "route", "routeWithExits"],
  ...["assertUpgrade", "converse", "enterRoom"],
];

const DELIMITERS: Record<ListStyle, string> = {
  commaDelimited: ",",
  spaceDelimited: " ",
  pipeDelimited: "|",
};

/** The names that a route's code uses for itself. */
const RESERVED = ["input", "c", "exits", "uses", "messages", "result", "stubs", "jobs", "read", "formats"];

function statusArgument(status: number): string {
  return status === 200 ? "" : `, ${status}`;
}

function itemsOf(schema: Schema): Schema {
  return schema.items || {};
}

/** Which readers, beside that of plain text, the types of a scalar schema ask for. */
function readersOf(schema: Schema, models: Models): Set<"number" | "boolean"> {
  const resolved = resolve(schema, models);
  const types = new Set<"number" | "boolean">();
  for (const part of membersOf(resolved) ?? []) for (const type of readersOf(part, models)) types.add(type);
  const literals = resolved.const !== undefined ? [resolved.const] : (resolved.enum ?? []);
  for (const literal of literals) {
    if (typeof literal === "number" || typeof literal === "boolean")
      types.add(typeof literal as "number" | "boolean");
  }
  if (resolved.type === "number" || resolved.type === "integer") types.add("number");
  if (resolved.type === "boolean") types.add("boolean");
  return types;
}
