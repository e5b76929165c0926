import type { Kind, Method } from "../operation.ts";
import { Refusal } from "./refusal.ts";

/** The operation that somebody wants, as they said it. */
export interface Wish {
  method: Method;
  path: string;
  kind: Kind;
  /** Instead of the name that the path gives. */
  name?: string | undefined;
  /** Below src/handlers, without extension; instead of the file that the path gives. */
  file?: string | undefined;
  summary?: string | undefined;
  status?: number | undefined;
  /** Types of the path's placeholders: `burgerId:PositiveInteger`. */
  placeholders: string[];
  query: string[];
  headers: string[];
  /** A type, or `name:Type`. */
  body?: string | undefined;
  returns?: string | undefined;
  checkpoint?: string | undefined;
}

export interface Declared {
  name: string;
  optional: boolean;
  type?: string;
  default?: string;
}

/** `limit:Limit=10`, `search?`, `tags?:string[]`. */
export function declared(text: string): Declared {
  const [, name, mark, type, fallback] =
    /^\s*([A-Za-z_$][\w$]*)(\?)?\s*(?::\s*([^=]+?))?\s*(?:=\s*(.+?))?\s*$/s.exec(text) ?? [];
  if (name === undefined)
    throw new Refusal(`"${text}" is no parameter: write name:Type, name?:Type or name:Type=default.`);
  return {
    name,
    optional: mark === "?",
    ...(type !== undefined && { type }),
    ...(fallback !== undefined && { default: fallback }),
  };
}
