/**
 * A page open in a real browser, and what went wrong on it.
 *
 * @module
 */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findChromium, HOW_TO_INSTALL } from "./chromium.ts";

/** Start the browser, without a window. It finds no host but this machine. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`There is no Chromium. ${HOW_TO_INSTALL}`);
  return await chromium.launch({
    executablePath,
    args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"],
  });
}

/** What a script asked for may fail: the script is told. Whatever else a page loads has to be there. */
const ASKED_BY_SCRIPT = new Set(["fetch", "xhr", "eventsource"]);

/** Someone who looks at a site, with a profile of their own. */
export class Visit {
  readonly page: Page;
  /** What the console and the page complained of, and what it loads that did not come, as it happened. */
  readonly errors: string[] = [];
  /** The address of every request, WebSockets' too, as it was sent. */
  readonly requests: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      // The browser's own word for an answer of 400 or more: see below for those that matter.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(error.stack ?? error.message));
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("websocket", (socket) => this.requests.push(socket.url()));
    page.on("response", (response) => {
      if (response.status() >= 400 && !ASKED_BY_SCRIPT.has(response.request().resourceType()))
        this.errors.push(`${response.url()} answered ${response.status()}`);
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText;
      if (why !== "net::ERR_ABORTED") this.errors.push(`${request.url()} failed: ${why}`);
    });
  }

  /** @param options as of Playwright's contexts: `baseURL`, `viewport`, `colorScheme`, … */
  static async begin(browser: Browser, options: BrowserContextOptions): Promise<Visit> {
    const context = await browser.newContext(options);
    // Nothing here is a matter of speed, on whatever machine.
    context.setDefaultTimeout(60_000);
    return new Visit(await context.newPage());
  }

  /** The requests that left an origin, such as `http://localhost:8787`. `data:` and `blob:` are the page's own. */
  requestsBeyond(origin: string): string[] {
    return this.requests.filter((address) => {
      const { protocol, host } = new URL(address);
      return !["data:", "blob:"].includes(protocol) && host !== new URL(origin).host;
    });
  }
}
