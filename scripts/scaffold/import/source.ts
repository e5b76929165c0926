/**
 * The project's own files, declaration by declaration.
 *
 * @module
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "#typescript";
import { routeOf } from "./operations.ts";

/** A statement with its doc comment, as it stands in its file. */
export interface Found {
  name: string;
  /** `get /pets/{}`, for a stub. */
  route?: string;
  start: number;
  end: number;
  text: string;
}

export interface SourceModule {
  /** Relative to the root, without extension. */
  path: string;
  text: string;
  declarations: Found[];
  /** Every name that is imported or declared at the top. */
  names: Set<string>;
  /** Where the last import ends; 0 without one. */
  importsEnd: number;
}

const FOLDERS = ["src/handlers", "src/dependencies", "src/models"];

/** Everything in the folders that are a person's, by path without extension. */
export function readModules(root: string): Map<string, SourceModule> {
  const modules = FOLDERS.flatMap((folder) => filesIn(root, folder)).map((path) =>
    moduleOf(path, readFileSync(join(root, `${path}.ts`), "utf8")),
  );
  return new Map(modules.map((module) => [module.path, module]));
}

export function moduleOf(path: string, text: string): SourceModule {
  const source = ts.createSourceFile(`${path}.ts`, text, ts.ScriptTarget.Latest, false);
  const module: SourceModule = { path, text, declarations: [], names: new Set(), importsEnd: 0 };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      module.importsEnd = statement.end;
      for (const name of importedNames(statement)) module.names.add(name);
    }
    for (const name of declaredNames(statement)) {
      const start =
        ts.getLeadingCommentRanges(text, statement.pos)?.findLast(({ pos }) => text.startsWith("/**", pos))
          ?.pos ?? statement.getStart(source);
      const route = routeIn(text.slice(start, statement.getStart(source)));
      const found = { name, start, end: statement.end, text: text.slice(start, statement.end) };
      module.declarations.push(route === undefined ? found : { ...found, route });
      module.names.add(name);
    }
  }
  return module;
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => (ts.isIdentifier(name) ? name.text : ""));
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isClassDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = bindings
    ? ts.isNamedImports(bindings)
      ? bindings.elements.map(({ name }) => name.text)
      : [bindings.name.text]
    : [];
  return importClause?.name ? [importClause.name.text, ...named] : named;
}

function routeIn(comment: string): string | undefined {
  const [, method, path] = /@(get|put|post|patch|delete|head|options)[ \t]+(\/\S*)/.exec(comment) ?? [];
  return method && path ? routeOf(method, path) : undefined;
}

function filesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts") && !/\.(d|test)\.ts$/.test(path))
    .map((path) => path.slice(0, -".ts".length))
    .sort();
}
