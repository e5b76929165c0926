/**
 * Tests in a browser need one. Where there is none they are skipped, and it is said what to install; CI has to have it.
 *
 * @module
 */
import { findChromium, HOW_TO_INSTALL } from "./chromium.ts";

/** Run by Vitest before all tests in the browser; what it returns, after them. */
export default function setup(): (() => void) | undefined {
  if (findChromium() !== null) return undefined;
  if (process.env.CI) throw new Error(`The tests in the browser need a Chromium. ${HOW_TO_INSTALL}`);
  return () =>
    console.warn(`\nThere is no Chromium, so the tests in the browser were skipped.\n${HOW_TO_INSTALL}\n`);
}
