/**
 * The Chromium of this machine: nothing is downloaded for the tests.
 *
 * @module
 */
import { accessSync, constants } from "node:fs";
import path from "node:path";

/** Chromium and the browsers made from it, under the names that Linux distributions give them. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/** Where they are that no PATH leads to. */
const PLACES = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

export const HOW_TO_INSTALL =
  "Install one (Debian and Ubuntu: sudo apt-get update && sudo apt-get install chromium), or name yours: CHROMIUM=/path/to/it.";

/**
 * Find the browser: the one that CHROMIUM names, or else the first that is installed.
 *
 * @returns the path of its executable; null where there is none
 * @throws when CHROMIUM names something that cannot be run
 */
export function findChromium(): string | null {
  const { CHROMIUM: chosen, PATH: folders = "" } = process.env;
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`CHROMIUM is ${chosen}, which is no program that can be run.`);
    return chosen;
  }
  const onPath = NAMES.flatMap((name) =>
    folders.split(path.delimiter).map((folder) => path.join(folder, name)),
  );
  return [...onPath, ...PLACES].find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
