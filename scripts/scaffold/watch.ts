import { relative } from "node:path";
import { watch } from "chokidar";

/** Editors and git write several files at once: wait for them to be done. What comes later is another burst. */
const quietMilliseconds = 20;

/** Editors' own files (swap, backup, lock), and what the scaffolder writes. */
const ignored = /(^|\/)(\.#.*|#.*#|4913|\.DS_Store|.*~|.*\.(sw[a-z]|tmp))$|^src\/generated(\/|$)/;

/** The changes to a project, in bursts. */
export interface Changes {
  /** From here on nothing is missed, unless the signal said to stop. */
  started: Promise<void>;
  /** Wait for the next burst. @returns paths relative to the root, or null when the signal says to stop. */
  next(): Promise<string[] | null>;
}

/**
 * Watch files and folders of a project. What changes between two calls of `next` is not lost.
 *
 * @param watched files and folders right below the root
 */
export function watchProject(root: string, watched: string[], signal: AbortSignal): Changes {
  const changed = new Set<string>();
  let wake = () => {};
  let timer: NodeJS.Timeout | undefined;
  const nameOf = (path: string) => relative(root, path).replaceAll("\\", "/");
  // The whole root, less what is not wanted: given names, chokidar is ready too soon when one of them is missing.
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored(path) {
      const name = nameOf(path);
      const isWanted = name === "" || watched.some((one) => name === one || name.startsWith(`${one}/`));
      return !isWanted || ignored.test(name);
    },
  });
  watcher.on("all", (_, path) => {
    changed.add(nameOf(path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      wake();
    }, quietMilliseconds);
  });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    void watcher.close();
    wake();
  });
  return {
    started: new Promise((resolve) => {
      watcher.once("ready", resolve);
      signal.addEventListener("abort", () => resolve());
    }),
    async next() {
      while (changed.size === 0 || timer !== undefined) {
        if (signal.aborted) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const files = [...changed].sort();
      changed.clear();
      return files;
    },
  };
}
