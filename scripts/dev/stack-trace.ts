import { SourceMap } from "node:module";
import path from "node:path";

/** Rewrite the places in a stack trace of a bundle to the places in its sources. */
export type Unbundle = (text: string) => string;

const frame = /(?:file:\/\/)?[^\s()]*\bindex\.js:(\d+):(\d+)/g;

/**
 * @param sourceMap JSON text; sources relative to `directory`.
 * @param root The folder that the places are shown relative to.
 */
export function unbundler(sourceMap: string, directory: string, root: string): Unbundle {
  const map = new SourceMap(JSON.parse(sourceMap));
  return (text) =>
    text.replace(frame, (place, line, column) => {
      const origin = map.findOrigin(Number(line), Number(column));
      if (!("fileName" in origin)) return place;
      const file = path.relative(root, path.resolve(directory, origin.fileName));
      return `${file}:${origin.lineNumber}:${origin.columnNumber}`;
    });
}
