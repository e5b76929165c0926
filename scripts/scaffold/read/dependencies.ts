/**
 * What `Depends<typeof f>` names, directly and through other dependencies.
 *
 * @module
 */

import ts from "typescript";
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

export interface ReadDependency {
  dependency: Dependency;
  fn: NamedFunction;
  parameters: ReadParameter[];
  /** What its tags add to every operation that depends on it. */
  throws: Thrown[];
  security: SecurityTag[];
}

/** What fills a parameter. */
export interface Provider {
  name: string;
  /** What it gives. */
  value: Typed;
}

export class Dependencies {
  readonly #reading: Reading;
  readonly #read = new Map<ts.Symbol, ReadDependency>();
  /** The dependencies that are being read: each is needed by the one before. */
  readonly #chain: { symbol: ts.Symbol; name: string }[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** In the order of their names, then of their modules. */
  all(): ReadDependency[] {
    const key = ({ dependency }: ReadDependency) => `${dependency.name}\n${dependency.module}`;
    return [...this.#read.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
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
    if (!symbol?.declarations?.length) {
      reporter.report("SO301", argument.exprName, { type: `typeof ${name}` });
      return undefined;
    }
    if (symbol.declarations.some(ts.isParameter)) {
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
    const start = this.#chain.findIndex((link) => link.symbol === symbol);
    if (start >= 0) {
      const chain = [...this.#chain.slice(start).map((link) => link.name), fn.name].join(" → ");
      reporter.report("SO403", argument, { chain });
      return undefined;
    }
    if (!this.#read.has(symbol)) this.#readDependency(symbol, fn, module);
    return { name: fn.name, value: valueTypeOf(this.#reading, fn) };
  }

  #readDependency(symbol: ts.Symbol, fn: NamedFunction, module: string): void {
    const { reporter } = this.#reading;
    this.#chain.push({ symbol, name: fn.name });
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
    this.#read.set(symbol, { dependency, fn, parameters, throws, security: tags.security() });
    this.#chain.pop();
  }
}
