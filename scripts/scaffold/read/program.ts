import { dirname, resolve } from "node:path";
import ts from "#typescript";
import { stampOf } from "../stamp.ts";
import { Imports } from "./imports.ts";

/** The declaration files that no project changes (TypeScript's own, those of packages) are parsed once a process. */
const declarations = new Map<string, ts.SourceFile | undefined>();

/** What the project's own files bore before they were read. */
const stamps = new WeakMap<ts.SourceFile, string | undefined>();

/** What a project is read from. */
export interface Sources {
  program: ts.Program;
  /** The files that can hold stubs, in the order of their names. */
  handlers: string[];
  imports: Imports;
}

/**
 * One program over every handler and what it imports, with the ambient declarations that the tsconfig includes.
 *
 * @param before an earlier program of this project: files that are still the same are not parsed again
 */
export function createProgram(
  root: string,
  handlers: string,
  { tsconfig, before }: { tsconfig?: string | undefined; before?: ts.Program | undefined } = {},
): Sources {
  const { options, ambient } = configOf(root, tsconfig);
  const isSameConfig = JSON.stringify(before?.getCompilerOptions()) === JSON.stringify(options);
  let oldProgram = isSameConfig ? before : undefined;
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (fileName, languageVersion, onError, shouldCreate) => {
    if (isOwn(fileName)) {
      const old = oldProgram?.getSourceFile(fileName);
      const stamp = stampOf(fileName);
      if (old && stamp !== undefined && stamp === stamps.get(old)) return old;
      const source =
        old && old.text === ts.sys.readFile(fileName)
          ? old
          : getSourceFile.call(host, fileName, languageVersion, onError, shouldCreate);
      if (source) stamps.set(source, stamp);
      return source;
    }
    if (!declarations.has(fileName)) {
      declarations.set(
        fileName,
        getSourceFile.call(host, fileName, parsing(fileName, languageVersion), onError),
      );
    }
    return declarations.get(fileName);
  };
  // What is generated must not change what is read: the first run and the second give the same.
  const generated = `${resolve(root, "src/generated").replaceAll("\\", "/")}/`;
  host.fileExists = (fileName) => !fileName.startsWith(generated) && fileExists.call(host, fileName);
  // A file may have appeared that an import did not find before, or gone.
  host.hasInvalidatedResolutions = isOwn;
  const imports = new Map<string, string[]>();
  const cache = ts.createModuleResolutionCache(root, (name) => host.getCanonicalFileName(name), options);
  // As TypeScript does by itself; it does not tell what came of it.
  host.resolveModuleNameLiterals = (names, file, redirect, options, source) => {
    const modules = names.map((name) => {
      const mode = ts.getModeForUsageLocation(source, name, options);
      return ts.resolveModuleName(name.text, file, options, host, cache, redirect, mode);
    });
    const found = modules.flatMap(({ resolvedModule }) => resolvedModule?.resolvedFileName ?? []);
    if (isOwn(file)) imports.set(source.fileName, found.filter(isOwn));
    return modules;
  };
  const stubs = handlerFilesOf(root, handlers);
  const rootNames = [...stubs, ...ambient];
  const program = ts.createProgram({ rootNames, options, host, ...(oldProgram && { oldProgram }) });
  // The host stays with the program: with the old one, and all before that, no memory would ever be free again.
  oldProgram = undefined;
  return { program, handlers: stubs, imports: new Imports(imports) };
}

/** Whether a file is one of the project, and not of a package. */
export function isOwn(fileName: string): boolean {
  return !fileName.includes("/node_modules/");
}

/** How to read a declaration file. Comments on TypeScript's own library describe no API. */
function parsing(
  fileName: string,
  given: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.ScriptTarget | ts.CreateSourceFileOptions {
  if (typeof given === "number" || !fileName.includes("/node_modules/typescript/lib/")) return given;
  return { ...given, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
}

function handlerFilesOf(root: string, handlers: string): string[] {
  const folder = resolve(root, handlers);
  if (!ts.sys.directoryExists(folder)) return [];
  return ts.sys
    .readDirectory(folder, [".ts"], ["**/*.d.ts", "**/*.test.ts"])
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}

function configOf(
  root: string,
  tsconfig: string | undefined,
): { options: ts.CompilerOptions; ambient: string[] } {
  const file = tsconfig ? resolve(root, tsconfig) : ts.findConfigFile(root, ts.sys.fileExists);
  // Without strict null checks TypeScript forgets what is optional. Without a stable order, members of a union stand as it
  // came to them: one handler would change another's schema, and a save would give another than a first run.
  const needed: ts.CompilerOptions = { strict: true, noEmit: true, stableTypeOrdering: true };
  if (!file) {
    const { ESNext } = ts.ScriptTarget;
    const moduleResolution = ts.ModuleResolutionKind.Bundler;
    return {
      options: { ...needed, target: ESNext, module: ts.ModuleKind.ESNext, moduleResolution },
      ambient: [],
    };
  }
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    dirname(file),
    undefined,
    file,
  );
  return { options: { ...options, ...needed }, ambient: fileNames.filter((name) => name.endsWith(".d.ts")) };
}
