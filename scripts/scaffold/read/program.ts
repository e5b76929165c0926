import { dirname, resolve } from "node:path";
import ts from "typescript";

/** The declaration files that no project changes (TypeScript's own, those of packages) are parsed once a process. */
const declarations = new Map<string, ts.SourceFile | undefined>();

/** One program over every handler and what it imports, with the ambient declarations that the tsconfig includes. */
export function createProgram(root: string, handlers: string, tsconfig?: string): ts.Program {
  const { options, ambient } = configOf(root, tsconfig);
  const host = ts.createCompilerHost(options, /* setParentNodes */ true);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (fileName, languageVersion, onError, shouldCreate) => {
    if (!fileName.includes("/node_modules/")) {
      return getSourceFile.call(host, fileName, languageVersion, onError, shouldCreate);
    }
    if (!declarations.has(fileName)) {
      declarations.set(fileName, getSourceFile.call(host, fileName, languageVersion, onError));
    }
    return declarations.get(fileName);
  };
  // What is generated must not change what is read: the first run and the second give the same.
  const generated = `${resolve(root, "src/generated").replaceAll("\\", "/")}/`;
  host.fileExists = (fileName) => !fileName.startsWith(generated) && fileExists.call(host, fileName);
  return ts.createProgram({ rootNames: [...handlerFilesOf(root, handlers), ...ambient], options, host });
}

/** The files of a folder that can hold stubs, in the order of their names. */
export function handlerFilesOf(root: string, handlers: string): string[] {
  const folder = resolve(root, handlers);
  if (!ts.sys.directoryExists(folder)) return [];
  return ts.sys
    .readDirectory(folder, [".ts"], ["**/*.d.ts", "**/*.test.ts"])
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}

function configOf(root: string, tsconfig?: string): { options: ts.CompilerOptions; ambient: string[] } {
  const file = tsconfig ? resolve(root, tsconfig) : ts.findConfigFile(root, ts.sys.fileExists);
  // Without strict null checks TypeScript forgets what is optional.
  const needed: ts.CompilerOptions = { strict: true, noEmit: true };
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
