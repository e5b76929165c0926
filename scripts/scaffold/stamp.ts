import { statSync } from "node:fs";

/** What was written so lately may be written again without another time: the clocks of file systems tick in milliseconds. */
const TOO_FRESH_MS = 2_000;

/**
 * What a file bears that changes whenever it is written: who has read it under this stamp need not read it again, which
 * takes four times as long.
 *
 * @returns undefined where it says nothing: the file is not there, or was written just now
 */
export function stampOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  const { mtimeMs, ctimeMs, size, ino } = stat;
  if (Date.now() - Math.max(mtimeMs, ctimeMs) < TOO_FRESH_MS) return undefined;
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}
