/**
 * Pages of a real `npm run dev`, in a real browser.
 *
 * @module
 */
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, describe, expect } from "vitest";
import { findChromium } from "./chromium.ts";
import { launchBrowser, Visit } from "./visit.ts";

export * from "../end-to-end/harness.ts";

/** Tests that are skipped where there is no browser. `missing-browser.ts` tells of it. */
export const describeInBrowser = describe.skipIf(findChromium() === null);

let browser: Promise<Browser> | undefined;
const visits: { visit: Visit; origin: string }[] = [];

/**
 * Begin a visit to a site. It lasts as long as the file's tests, so they may share one; the test fails in which
 * something goes wrong on its page, or a request leaves the site.
 *
 * @param site such as `server.url`
 * @param options as of Playwright's contexts: `viewport`, `colorScheme`, …
 */
export async function visit({ origin }: URL, options: BrowserContextOptions = {}): Promise<Visit> {
  browser ??= launchBrowser();
  const visit = await Visit.begin(await browser, { baseURL: origin, ...options });
  visits.push({ visit, origin });
  return visit;
}

afterEach(() => {
  for (const { visit, origin } of visits) {
    expect(visit.errors.splice(0)).toEqual([]);
    expect(visit.requestsBeyond(origin)).toEqual([]);
  }
});

afterAll(async () => {
  await (await browser)?.close();
});
