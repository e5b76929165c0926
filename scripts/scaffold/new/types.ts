/**
 * The types that the command line names: where they come from, what they are, a value of each for a test.
 *
 * @module
 */

import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "#typescript";

/** An exported type of the project. */
interface Declared {
  /** Relative to the root, without extension. */
  module: string;
  node: ts.Node;
}

/** What a value of a type is, as far as where a parameter comes from depends on it. */
export type Shape = "scalar" | "list" | "object" | "other";

export class Types {
  readonly #root: string;
  readonly #declared = new Map<string, Declared>();

  /** @param root absolute */
  constructor(root: string) {
    this.#root = root;
    const folders = ["src/operations/constraints.ts", "src/operations/markers.ts", "src/models"];
    const files = folders.flatMap((name) => {
      const path = `${root}/${name}`;
      if (name.endsWith(".ts")) return ts.sys.fileExists(path) ? [path] : [];
      return ts.sys.directoryExists(path) ? ts.sys.readDirectory(path, [".ts"]) : [];
    });
    for (const file of files) {
      const place = relative(root, file).split(sep).join("/").replace(/\.ts$/, "");
      this.add(/^src\/operations\//.test(place) ? "src/operations" : place, readFileSync(file, "utf8"));
    }
  }

  /** Know the exported types of a module. What is known already stays. */
  add(module: string, text: string): void {
    const source = ts.createSourceFile("types.ts", text, ts.ScriptTarget.Latest, true);
    for (const node of source.statements) {
      const isType =
        ts.isInterfaceDeclaration(node) ||
        ts.isTypeAliasDeclaration(node) ||
        ts.isEnumDeclaration(node) ||
        ts.isClassDeclaration(node);
      if (!isType || !node.name) continue;
      const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      if (isExported && !this.#declared.has(node.name.text))
        this.#declared.set(node.name.text, { module, node });
    }
  }

  names(): string[] {
    return [...this.#declared.keys()];
  }

  /** The module to import a type from; undefined for one that the project does not export. */
  moduleOf(name: string): string | undefined {
    return this.#declared.get(name)?.module;
  }

  /** How a function's parameter is declared. */
  parameterType(file: string, owner: string, name: string): string | undefined {
    const text = readFileSync(join(this.#root, file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const declaration = source.statements
      .filter(ts.isFunctionDeclaration)
      .find((statement) => statement.name?.text === owner);
    return declaration?.parameters.find((one) => one.name.getText() === name)?.type?.getText();
  }

  shapeOf(text: string): Shape {
    return this.#look(typeNodeOf(text), 0).shape;
  }

  /** TypeScript for a value of the type: it need not be a valid one, only one that type-checks. */
  sampleOf(text: string): string {
    return this.#look(typeNodeOf(text), 0).sample ?? `undefined as unknown as ${text}`;
  }

  #look(node: ts.Node | undefined, depth: number): { shape: Shape; sample?: string } {
    if (!node || depth > 20) return { shape: "other" };
    if (ts.isParenthesizedTypeNode(node)) return this.#look(node.type, depth + 1);
    if (ts.isTypeAliasDeclaration(node)) {
      const { shape, sample } = this.#look(node.type, depth + 1);
      return shape === "object"
        ? { shape, sample: `{} as ${node.name.text}` }
        : { shape, ...(sample && { sample }) };
    }
    if (ts.isInterfaceDeclaration(node)) return { shape: "object", sample: `{} as ${node.name.text}` };
    if (ts.isArrayTypeNode(node)) return { shape: "list", sample: "[]" };
    if (ts.isTypeLiteralNode(node) || ts.isMappedTypeNode(node))
      return { shape: "object", sample: `{} as ${node.getText()}` };
    if (ts.isLiteralTypeNode(node)) return { shape: "scalar", sample: node.getText() };
    if (ts.isUnionTypeNode(node)) {
      const members = node.types.map((member) => this.#look(member, depth + 1));
      return members.find(({ shape }) => shape !== "scalar") ?? members[0] ?? { shape: "other" };
    }
    if (ts.isTypeReferenceNode(node)) return this.#lookUp(node, depth);
    const sample = KEYWORDS[node.kind];
    return sample === undefined ? { shape: "other" } : { shape: "scalar", sample };
  }

  #lookUp(node: ts.TypeReferenceNode, depth: number): { shape: Shape; sample?: string } {
    const name = node.typeName.getText();
    const text = node.getText();
    if (name === "UploadedFile")
      return { shape: "other", sample: '{ name: "", type: "", bytes: new Uint8Array() }' };
    const declared = this.#declared.get(name);
    if (declared && !node.typeArguments) return this.#look(declared.node, depth + 1);
    if (name === "Array" || name === "ReadonlyArray") return { shape: "list", sample: "[]" };
    if (name === "Date") return { shape: "scalar", sample: "new Date(0)" };
    if (name === "Uint8Array") return { shape: "other", sample: "new Uint8Array()" };
    if (["Record", "Partial", "Pick", "Omit", "Required", "Readonly"].includes(name))
      return { shape: "object", sample: `{} as ${text}` };
    return { shape: "other" };
  }
}

const KEYWORDS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.StringKeyword]: '""',
  [ts.SyntaxKind.NumberKeyword]: "0",
  [ts.SyntaxKind.BooleanKeyword]: "false",
};

/** Types that are there without an import. */
const GLOBAL =
  /^(Array|ReadonlyArray|Record|Partial|Required|Readonly|Pick|Omit|Exclude|Extract|NonNullable|Date|Uint8Array|ReadableStream|Blob|Response|Request)$/;

/** The names that a type mentions and that somebody has to declare; undefined where the text is no type. */
export function namesIn(text: string): string[] | undefined {
  const { diagnostics } = ts.transpileModule(`type T = (${text});`, { reportDiagnostics: true });
  const node = typeNodeOf(text);
  if (!node || (diagnostics?.length ?? 0) > 0) return undefined;
  const names = new Set<string>();
  const visit = (one: ts.Node): void => {
    if (ts.isTypeReferenceNode(one) && ts.isIdentifier(one.typeName)) names.add(one.typeName.text);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return [...names].filter((name) => !GLOBAL.test(name));
}

function typeNodeOf(text: string): ts.TypeNode | undefined {
  const source = ts.createSourceFile("type.ts", `type T = ${text};`, ts.ScriptTarget.Latest, true);
  const [statement, ...others] = source.statements;
  return statement && ts.isTypeAliasDeclaration(statement) && others.length === 0
    ? statement.type
    : undefined;
}
