/**
 * Pages of a real `npm run dev`, in a real browser.
 *
 * @module
 */
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, describe, expect } from "vitest";
import { findChromium } from "./chromium.ts";
import { launchBrowser, Visit } from "./visit.ts";

export { startProject } from "../end-to-end/harness.ts";

/** Tests that are skipped where there is no browser. `missing-browser.ts` tells of it. */
export const describeInBrowser = describe.skipIf(findChromium() === null);

let browser: Promise<Browser> | undefined;
const visits = new Map<Visit, string>();

/**
 * Begin a visit to a site. It ends with its test, which fails if anything went wrong on the page by then, or a request
 * left the site.
 *
 * @param site such as `server.url`
 * @param options as of Playwright's contexts: `viewport`, `colorScheme`, …
 */
export async function visit(site: URL, options: BrowserContextOptions = {}): Promise<Visit> {
  browser ??= launchBrowser();
  const begun = await Visit.begin(await browser, { baseURL: site.origin, ...options });
  visits.set(begun, site.origin);
  return begun;
}

afterEach(async () => {
  const ended = [...visits];
  visits.clear();
  for (const [visit, origin] of ended) {
    await visit.end();
    expect(visit.errors).toEqual([]);
    expect(visit.requestsBeyond(origin)).toEqual([]);
  }
});

afterAll(async () => {
  await (await browser)?.close();
});
