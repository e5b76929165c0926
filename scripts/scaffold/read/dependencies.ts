/**
 * What `Depends<typeof f>` names, directly and through other dependencies.
 *
 * @module
 */

import ts from "#typescript";
import type { Dependency, Thrown } from "../operation.ts";
import { FunctionTags } from "./function-tags.ts";
import { checkSignature, type NamedFunction, namedFunctionOf } from "./functions.ts";
import { readJobPolicy } from "./job-policy.ts";
import { type ReadParameter, readParameters } from "./parameters.ts";
import type { Reading, Typed } from "./reading.ts";
import { readReturns, valueTypeOf } from "./returns.ts";
import type { SecurityTag } from "./security.ts";
import { moduleOf, symbolAt } from "./symbols.ts";
import { checkTags, routeTagsOf } from "./tags.ts";
import { readThrows } from "./throws.ts";
import type { Step, Trail } from "./trail.ts";

export interface ReadDependency {
  dependency: Dependency;
  fn: NamedFunction;
  parameters: ReadParameter[];
  /** What its tags add to every operation that depends on it. */
  throws: Thrown[];
  security: SecurityTag[];
}

/** A dependency, and how it came about. */
export interface KnownDependency {
  declaration: ts.Declaration;
  read: ReadDependency;
  /** What its parameters and its result led to. */
  trail: Step[];
}

/** What fills a parameter. */
export interface Provider {
  name: string;
  /** What it gives. */
  value: Typed;
}

export class Dependencies {
  readonly #reading: Reading;
  readonly #trail: Trail;
  readonly #known = new Map<ts.Declaration, KnownDependency>();
  /** The dependencies that are being read: each is needed by the one before. */
  readonly #chain: { declaration: ts.Declaration; name: string }[] = [];

  constructor(reading: Reading, trail: Trail) {
    this.#reading = reading;
    this.#trail = trail;
  }

  /** In the order of their names, then of their modules. */
  all(): ReadDependency[] {
    const key = ({ dependency }: ReadDependency) => `${dependency.name}\n${dependency.module}`;
    const all = [...this.#known.values()].map(({ read }) => read);
    return all.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** The function that `typeof f` names; what is wrong with it is reported, at `argument`. */
  resolve(argument: ts.Node, text: string): Provider | undefined {
    const { checker, reporter } = this.#reading;
    if (!ts.isTypeQueryNode(argument)) {
      reporter.report("SO401", argument, { text });
      return undefined;
    }
    const name = argument.exprName.getText();
    const symbol = symbolAt(checker, argument.exprName);
    const [declaration] = symbol?.declarations ?? [];
    if (!symbol || !declaration) {
      reporter.report("SO301", argument.exprName, { type: `typeof ${name}` });
      return undefined;
    }
    if (symbol.declarations?.some(ts.isParameter)) {
      reporter.report("SO406", argument, { name });
      return undefined;
    }
    const fn = namedFunctionOf(this.#reading, symbol);
    const module = fn && moduleOf(this.#reading, fn.node);
    if (!fn || module === undefined) {
      reporter.report("SO402", argument, { name });
      return undefined;
    }
    if (fn.kind === "steps") {
      reporter.report("SO404", argument, { name: fn.name });
      return undefined;
    }
    const start = this.#chain.findIndex((link) => link.declaration === declaration);
    if (start >= 0) {
      const chain = [...this.#chain.slice(start).map((link) => link.name), fn.name].join(" → ");
      reporter.report("SO403", argument, { chain });
      return undefined;
    }
    const known = this.#known.get(declaration) ?? this.#readDependency(declaration, fn, module);
    this.#trail.add(known);
    return { name: fn.name, value: valueTypeOf(this.#reading, fn) };
  }

  /**
   * Take over a dependency of an earlier reading, which is the same as then.
   *
   * @param follow goes the way that it led
   */
  resolveAgain(known: KnownDependency, follow: () => void): void {
    this.#trail.add(known);
    if (this.#known.has(known.declaration)) return;
    follow();
    this.#known.set(known.declaration, known);
  }

  #readDependency(declaration: ts.Declaration, fn: NamedFunction, module: string): KnownDependency {
    this.#chain.push({ declaration, name: fn.name });
    const [read, trail] = this.#trail.during(() => this.#readFunction(fn, module));
    this.#chain.pop();
    const known = { declaration, read, trail };
    this.#known.set(declaration, known);
    return known;
  }

  #readFunction(fn: NamedFunction, module: string): ReadDependency {
    const { reporter } = this.#reading;
    const tags = new FunctionTags(fn, reporter);
    // A dependency that is an operation too has its tags checked as one.
    if (routeTagsOf(fn.doc).length === 0) {
      checkSignature(this.#reading, fn);
      checkTags(fn.doc, "dependency", reporter);
      tags.check();
    }
    const parameters = readParameters({
      reading: this.#reading,
      fn,
      hasRequest: true,
      placeholders: [],
      dependencies: this,
      mediaTypes: tags.consumes(),
    });
    const job = readJobPolicy(fn, tags, reporter);
    const dependency: Dependency = {
      name: fn.name,
      kind: fn.kind,
      module,
      place: reporter.placeOf(fn.nameNode),
      parameters: parameters.map(({ parameter }) => parameter),
      returns: fn.kind === "plain" ? readReturns(this.#reading, fn) : null,
      ...(job && { job }),
    };
    const throws = readThrows(this.#reading, tags);
    return { dependency, fn, parameters, throws, security: tags.security() };
  }
}
