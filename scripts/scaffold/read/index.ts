/**
 * The first stages of the scaffolder: read the stubs into one record, and check it.
 *
 * @module
 */

import { resolve } from "node:path";
import ts from "#typescript";
import type { Diagnostic } from "../diagnostic.ts";
import type { Project } from "../operation.ts";
import { copyOfDependency, copyOfJob, copyOfOperation } from "./copies.ts";
import { Dependencies } from "./dependencies.ts";
import { stubsOf } from "./functions.ts";
import { type ReadJobFunction, readJobFunction } from "./job-functions.ts";
import { type Memory, type ReadFile, snapshotOf, stillTrue } from "./memory.ts";
import { type ReadOperation, readOperation } from "./operations.ts";
import { createProgram, type Sources } from "./program.ts";
import type { Reading } from "./reading.ts";
import { Reporter } from "./reporter.ts";
import type { ReadProject } from "./rules/dependents.ts";
import { applyRules } from "./rules/index.ts";
import { reportCutOff } from "./schedules.ts";
import { readSettings } from "./settings.ts";
import { isRouteTag } from "./tags.ts";
import { follow, Outdated, Trail } from "./trail.ts";
import { Models } from "./types/models.ts";
import { readType, readValue } from "./types/schema.ts";

export interface ReadOptions {
  /** The project's folder. */
  root: string;
  /** The folder of the stubs, relative to the root. */
  handlers?: string;
  /** Whose compiler options count, relative to the root; the nearest `tsconfig.json` unless given. */
  tsconfig?: string;
  /** What an earlier reading of this project left, which makes this one faster. */
  before?: Earlier | undefined;
}

/** What a reading leaves to the next one. */
export interface Earlier {
  program: ts.Program;
  memory: Memory | undefined;
}

export interface ReadResult extends Earlier {
  project: Project;
  diagnostics: Diagnostic[];
}

/**
 * Everything that the project declares, and everything that is wrong with it, by file and line. With an error among the
 * diagnostics the project is what could be read, and nothing should be made of it.
 */
export function readProject(options: ReadOptions): ReadResult {
  const root = resolve(options.root);
  const handlers = options.handlers ?? "src/handlers";
  const { tsconfig, before } = options;
  const sources = createProgram(root, handlers, { tsconfig, before: before?.program });
  const snapshot = snapshotOf(sources);
  const known = before?.memory && stillTrue(before.memory, snapshot, sources);
  let read: ReturnType<typeof readSources>;
  try {
    read = readSources(root, handlers, sources, known);
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    read = readSources(root, handlers, sources);
  }
  const { files, ...result } = read;
  return { ...result, program: sources.program, memory: files ? { snapshot, files } : before?.memory };
}

/**
 * @param known what is known of some of the files
 * @returns with what was read of each file, where nothing was wrong with any
 */
function readSources(
  root: string,
  handlers: string,
  sources: Sources,
  known?: ReadonlyMap<string, ReadFile>,
): Pick<ReadResult, "project" | "diagnostics"> & { files: Memory["files"] | undefined } {
  const { program } = sources;
  const reporter = new Reporter(root);
  const trail = new Trail();
  const reading: Reading = {
    program,
    checker: program.getTypeChecker(),
    root,
    reporter,
    models: new Models(trail),
    depth: 0,
    readValue: (typed, doc) => readValue(reading, typed, doc),
    readType: (typed) => readType(reading, typed),
  };
  const dependencies = new Dependencies(reading, trail);
  const broken = reportSyntax(program, reporter);
  const files = new Map<string, ReadFile>();
  for (const file of sources.handlers) {
    const source = program.getSourceFile(file);
    if (!source || broken.has(source)) continue;
    const before = known?.get(file);
    if (before) follow(before.trail, { models: reading.models, dependencies });
    files.set(file, before ?? readFile(reading, dependencies, trail, source));
  }
  const isSound = reporter.count === 0;
  const all = [...files.values()];
  const read: ReadProject = {
    operations: all.flatMap(({ operations }) => operations.map(copyOfOperation)),
    jobs: all.flatMap(({ jobs }) => jobs.map(copyOfJob)),
    dependencies: dependencies.all().map(copyOfDependency),
  };
  if (read.operations.length + read.jobs.length === 0 && reporter.count === 0)
    reporter.reportFile("SO003", handlers, { folder: handlers });
  const securitySchemes = applyRules(read, sources, root, reporter);
  const project: Project = {
    operations: read.operations.map(({ operation }) => operation),
    jobs: read.jobs.map(({ job }) => job),
    dependencies: read.dependencies.map(({ dependency }) => dependency),
    models: reading.models.all(),
    securitySchemes,
    settings: readSettings(root, reporter),
  };
  return { project, diagnostics: reporter.sorted(), files: isSound ? files : undefined };
}

/** The stubs of one file. */
function readFile(
  reading: Reading,
  dependencies: Dependencies,
  trail: Trail,
  source: ts.SourceFile,
): ReadFile {
  const operations: ReadOperation[] = [];
  const jobs: ReadJobFunction[] = [];
  const [, steps] = trail.during(() => {
    for (const { stub, tag } of stubsOf(reading, source)) {
      if (isRouteTag(tag.name)) {
        const operation = readOperation(reading, dependencies, stub, tag);
        if (operation) operations.push(operation);
      } else {
        const job = readJobFunction(reading, dependencies, stub);
        if (job) jobs.push(job);
      }
    }
  });
  return { operations, jobs, trail: steps };
}

/** The project's own files that TypeScript can't parse. What they seem to say is no ground for further diagnostics. */
function reportSyntax(program: ts.Program, reporter: Reporter): Set<ts.SourceFile> {
  const broken = new Set<ts.SourceFile>();
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile) continue;
    const errors = program.getSyntacticDiagnostics(source);
    if (errors.length > 0) broken.add(source);
    // The rest would be said of what was meant as a comment.
    if (errors.length > 0 && reportCutOff(source, reporter)) continue;
    for (const { start, length, messageText } of errors) {
      const text = ts.flattenDiagnosticMessageText(messageText, " ");
      reporter.report("SO001", { source, start, length }, { text });
    }
  }
  return broken;
}
