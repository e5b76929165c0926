/**
 * The plan and the project side by side: what is new, what can be renewed, and what is a person's.
 *
 * @module
 */

import type { PlannedModule } from "./module.ts";
import { digestOf, keyOf } from "./record.ts";
import { importLines } from "./render.ts";
import { type Found, moduleOf, type SourceModule } from "./source.ts";

export type Action = "create" | "update" | "same" | "conflict";

/** What becomes of one file. */
export interface Change {
  /** With extension. */
  path: string;
  action: Action;
  /** What is the matter with single declarations. */
  details: string[];
  /** The new text; undefined where nothing is written. */
  text?: string;
}

export interface Reconciled {
  changes: Change[];
  /** In the project, and no longer in the document. */
  vanished: string[];
  /** The new record. */
  record: Record<string, string>;
}

/** A planned module, formatted. */
export interface Wanted {
  module: PlannedModule;
  text: string;
}

export function reconcile(
  wanted: Wanted[],
  project: ReadonlyMap<string, SourceModule>,
  before: Record<string, string>,
): Reconciled {
  const record: Record<string, string> = {};
  const routes = routesOf(project);
  const changes: Change[] = [];
  for (const { module, text } of wanted) {
    const formatted = moduleOf(module.path, text);
    const present = project.get(module.path);
    const edits = new Edits(module, present, formatted);
    for (const next of formatted.declarations) {
      const key = keyOf(module.path, next.name);
      const elsewhere = next.route === undefined ? undefined : routes.get(next.route);
      const current = elsewhere?.found ?? present?.declarations.find(({ name }) => name === next.name);
      const digest = digestOf(next.text);
      record[key] = digest;
      if (!current) {
        if (next.route !== undefined && before[key] !== undefined && present)
          edits.note(`${next.name}: you removed it, so it stays away`);
        else edits.add(next);
      } else if (current.text === next.text) edits.keep();
      else if (before[key] === digest) edits.keep(`${next.name}: as you changed it`);
      else if (
        before[key] === digestOf(current.text) &&
        (elsewhere?.module.path ?? module.path) === module.path
      )
        edits.replace(current, next);
      else {
        const where =
          elsewhere && elsewhere.module.path !== module.path ? ` (${elsewhere.module.path}.ts)` : "";
        edits.conflict(
          `${next.name}${where}: ${before[key] === undefined ? "there is one already" : "you changed it, and so did the document"}; yours stays`,
        );
        record[key] = before[key] ?? digest;
      }
    }
    changes.push(edits.change());
  }
  const vanished = Object.keys(before).filter((key) => {
    const [path = "", name] = key.split("#");
    return record[key] === undefined && project.get(path)?.declarations.some((one) => one.name === name);
  });
  for (const key of vanished) record[key] = before[key] ?? "";
  return { changes, vanished, record };
}

function routesOf(
  project: ReadonlyMap<string, SourceModule>,
): Map<string, { module: SourceModule; found: Found }> {
  const routes = new Map<string, { module: SourceModule; found: Found }>();
  for (const module of project.values()) {
    if (!module.path.startsWith("src/handlers/")) continue;
    for (const found of module.declarations)
      if (found.route !== undefined) routes.set(found.route, { module, found });
  }
  return routes;
}

/** The changes to one file. A person's text between the declarations is never looked at. */
class Edits {
  readonly #planned: PlannedModule;
  readonly #present: SourceModule | undefined;
  readonly #formatted: SourceModule;
  readonly #replaced: { current: Found; next: Found }[] = [];
  readonly #added: Found[] = [];
  readonly #details: string[] = [];
  #conflicts = 0;

  constructor(planned: PlannedModule, present: SourceModule | undefined, formatted: SourceModule) {
    this.#planned = planned;
    this.#present = present;
    this.#formatted = formatted;
  }

  keep(detail?: string): void {
    if (detail !== undefined) this.note(detail);
  }

  note(detail: string): void {
    this.#details.push(detail);
  }

  add(next: Found): void {
    this.#added.push(next);
  }

  replace(current: Found, next: Found): void {
    this.#replaced.push({ current, next });
  }

  conflict(detail: string): void {
    this.#conflicts++;
    this.note(detail);
  }

  change(): Change {
    const path = `${this.#planned.path}.ts`;
    const writes = this.#added.length + this.#replaced.length > 0;
    const details = [
      ...(this.#present ? this.#added.map(({ name }) => `${name}: new`) : []),
      ...this.#replaced.map(({ next }) => `${next.name}: changed`),
      ...this.#details,
    ];
    if (!writes) return { path, action: this.#conflicts > 0 ? "conflict" : "same", details };
    const action = this.#conflicts > 0 ? "conflict" : this.#present ? "update" : "create";
    return { path, action, details, text: this.#text() };
  }

  #text(): string {
    if (!this.#present && this.#added.length === this.#formatted.declarations.length)
      return this.#formatted.text;
    let text = this.#present?.text ?? "";
    for (const { current, next } of this.#replaced.sort((a, b) => b.current.start - a.current.start))
      text = text.slice(0, current.start) + next.text + text.slice(current.end);
    const imports = this.#imports();
    if (imports.length > 0) {
      const end = this.#present?.importsEnd ?? 0;
      text =
        end > 0
          ? `${text.slice(0, end)}\n${imports.join("\n")}${text.slice(end)}`
          : `${imports.join("\n")}\n\n${text}`;
    }
    if (this.#added.length === 0) return text;
    const added = this.#added.map((one) => one.text);
    return `${[text.trimEnd(), ...added].filter(Boolean).join("\n\n")}\n`;
  }

  /** What the written declarations need and the file does not have. An import of a person's stays as it is. */
  #imports(): string[] {
    const written = new Set(
      [...this.#added, ...this.#replaced.map(({ next }) => next)].map(({ name }) => name),
    );
    const all = this.#planned.declarations.filter(({ name }) => written.has(name) || !this.#present);
    const besides = this.#planned.declarations.some(
      ({ name, imports }) => written.has(name) && imports.length === 0,
    );
    const needed = (besides ? this.#planned.declarations : all).flatMap(({ imports }) => imports);
    return importLines(
      this.#planned.path,
      needed.filter(({ name }) => !this.#present?.names.has(name)),
    );
  }
}
