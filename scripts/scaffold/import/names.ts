/**
 * Names of the document as TypeScript takes them.
 *
 * @module
 */

/** `simple-user` is `SimpleUser`. */
export function pascal(...texts: string[]): string {
  const name = texts
    .flatMap(wordsOf)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return /^\p{L}/u.test(name) ? name : `_${name}`;
}

/** `repos/get-content` is `reposGetContent`; `ID` is `id`. */
export function camel(...texts: string[]): string {
  const name = pascal(...texts).replace(/^_(?=\p{L})/u, "");
  return name.replace(/^\p{Lu}+(?![\p{Ll}])|^\p{Lu}/u, (start) => start.toLowerCase());
}

/** `SimpleUser` is `simple-user`, `APIKeys` is `api-keys`; OAuth is one word. */
export function kebab(text: string): string {
  return wordsOf(text)
    .join("-")
    .replace(/OAuth|\boAuth/g, "Oauth")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1-$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1-$2")
    .toLowerCase();
}

export function isIdentifier(text: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(text) && !RESERVED.includes(text);
}

/** A property's name in a type. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function wordsOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{Nd}$]+/u)
    .filter(Boolean);
}

/** Names that are handed out once. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** The name that is wanted, or that with a number behind it. Letter case makes no difference: some file systems see none. */
  take(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#taken.has(name.toLowerCase()); count++) name = `${wanted}${count}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

/** Words that no variable may be called. */
const RESERVED = [
  ...["arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default"],
  ...["delete", "do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function"],
  ...["if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package"],
  ...["private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true"],
  ...["try", "typeof", "undefined", "var", "void", "while", "with", "yield"],
];

/** A variable's name: what is a word of the language gets an underscore behind it. */
export function variable(text: string): string {
  const name = isIdentifier(text) ? text : camel(text);
  return RESERVED.includes(name) ? `${name}_` : name;
}
