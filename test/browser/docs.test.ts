/** The docs page as a person has it: every kind of operation can be tried out there. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DevServer } from "../end-to-end/dev-server.ts";
import { describeInBrowser, startSample, visit } from "./harness.ts";

type PathItem = Record<string, { operationId?: string }>;

/** One pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==",
  "base64",
);

describeInBrowser("the docs page", () => {
  let server: DevServer;
  let page: Page;
  beforeAll(async () => {
    server = await startSample("docs", ["--executors", "1"]);
    ({ page } = await visit(server.url));
    await page.goto("/docs");
  });
  afterAll(() => server.stop());

  const tryOut = (operationId: string) => Operation.open(page, operationId);

  it("lists every operation of the document, and is named after it", async () => {
    const document = (await (await fetch(new URL("/openapi.json", server.url))).json()) as {
      paths: Record<string, PathItem>;
      webhooks: Record<string, PathItem>;
    };
    const operations = [...Object.values(document.paths), ...Object.values(document.webhooks)].flatMap(
      (methods) => Object.values(methods).flatMap(({ operationId }) => operationId ?? []),
    );
    await page
      .locator(".opblock")
      .nth(operations.length - 1)
      .waitFor();
    const listed = await page.locator(".opblock-summary-operation-id").allTextContents();
    expect(listed.sort()).toEqual(operations.sort());
    expect(await page.title()).toBe("shortorder: API reference");
  });

  it("allows scripts of the Worker's own and no others", async () => {
    const policy = (await fetch(new URL("/docs/", server.url))).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain("unsafe");
  });

  it("has Swagger UI kept for good, and itself asked for anew", async () => {
    const caching = async (path: string) => {
      const { headers } = await fetch(new URL(path, server.url));
      return headers.get("cache-control");
    };
    const html = await (await fetch(new URL("/docs/", server.url))).text();
    const bundle = /"(\S+swagger-ui-bundle\.js)"/.exec(html)?.[1] ?? "";
    expect(await caching(bundle)).toBe("public, max-age=31536000, immutable");
    expect(await caching("/docs/docs.js")).toBe("public, max-age=0, must-revalidate");
    expect(await caching("/openapi.json")).toBe("public, max-age=0, must-revalidate");
  });

  it("shows an answer, and what is wrong with a request", async () => {
    const operation = await tryOut("listGuests");
    await operation.parameter("limit").fill("1");
    await operation.execute(200, '"name": "Ada"');
    // Past the page's own check, as a program may.
    const url = `${server.url.origin}/guests?limit=0`;
    await page.route("**/guests?limit=1", (route) => route.continue({ url }), { times: 1 });
    await operation.execute(422, '"type": "minimum"');
    await operation.parameter("limit").fill("0");
    await operation.press("Execute");
    await operation.block.locator("tr", { hasText: "limit" }).locator(".invalid").waitFor();
  });

  it("shows the shape of a problem once an operation", async () => {
    const operation = await tryOut("listSchedules");
    expect(await operation.block.locator("option[value='application/problem+json']").count()).toBe(1);
  });

  it("sends a body", async () => {
    const operation = await tryOut("welcomeGuest");
    await operation.block.locator("textarea").fill('{"name": "Lin"}');
    await operation.execute(201, '"name": "Lin"');
  });

  it("signs in, and is signed in still when it is opened anew", async () => {
    await page.getByRole("button", { name: "Authorize", exact: true }).first().click();
    for (const [scheme, token] of Object.entries({ bearer: "sesame", operators: "dev" })) {
      const form = page.locator(".auth-container", { hasText: `${scheme} (` });
      await form.locator("input").fill(token);
      await form.getByRole("button", { name: "Apply" }).click();
    }
    await page.getByRole("button", { name: "Close" }).last().click();
    await (await tryOut("readMe")).execute(200, '"sesame"');
    await page.reload();
    await (await tryOut("listQueues")).execute(200, '"queues"');
  });

  it("shows what CPU work comes to", async () => {
    const operation = await tryOut("add");
    await operation.parameter("left").fill("20");
    await operation.parameter("right").fill("22");
    await operation.execute(200, "42");
  });

  it("follows a ticket to its result", async () => {
    const operation = await tryOut("bake");
    await operation.execute(202, "location: /jobs/");
    await operation.ticketShows("succeeded", "Result: 200", '"loaves": 2');
  });

  it("follows a ticket to its failure", async () => {
    const operation = await tryOut("burn");
    await operation.execute(202);
    await operation.ticketShows("failed", "Result: 409", "It is black.");
  });

  it("cancels a job", async () => {
    const operation = await tryOut("stew");
    await operation.execute(202);
    await operation.ticketShows("running");
    await operation.press("Cancel the job");
    await operation.ticketShows("cancelled", "Result: 410");
  });

  it("shows a stream in either format", async () => {
    const operation = await tryOut("count");
    await operation.parameter("upTo").fill("3");
    await operation.execute(200, 'data: {"n":1} data: {"n":2} data: {"n":3}');
    await operation.button("Stop").waitFor({ state: "detached" });
    await operation.block.getByLabel("Media Type").first().selectOption("application/jsonl");
    await operation.execute(200, '{"n":1} {"n":2} {"n":3}');
  });

  it("shows a stream without an end as it arrives, until it is stopped or cleared away", async () => {
    const operation = await tryOut("tick");
    await operation.execute(200, '{"n":2}');
    await operation.press("Stop");
    await operation.button("Stop").waitFor({ state: "detached" });
    await operation.execute(200, '{"n":2}');
    const ended = page.waitForEvent("requestfailed");
    await operation.press("Clear");
    expect((await ended).url()).toBe(`${server.url.origin}/ticks`);
    expect(await operation.block.locator(".live-responses-table").count()).toBe(0);
  });

  it("is dark where the system is, and fits a phone", async () => {
    const { page } = await visit(server.url, { colorScheme: "dark", viewport: { width: 390, height: 844 } });
    await page.goto("/docs");
    const operation = await Operation.open(page, "listGuests");
    await operation.execute(200, '"name": "Ada"');
    await page.locator("html.dark-mode").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
  });

  it("uploads a file with a form", async () => {
    const operation = await tryOut("takeFile");
    await operation.choose({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("Hello") });
    await operation.parameter("caption").fill("A note");
    await operation.execute(200, '"name": "note.txt"', '"size": 5', '"caption": "A note"');
  });

  it("sends bytes and shows a picture", async () => {
    const operation = await tryOut("echoPicture");
    await operation.choose({ name: "pixel.png", mimeType: "image/png", buffer: PNG });
    await operation.execute(200);
    const picture = operation.block.locator(".live-responses-table img");
    const width = (image: unknown) => (image as { naturalWidth: number }).naturalWidth;
    await picture.evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
    expect(await picture.evaluate(width)).toBe(1);
  });
});

/** An operation on the page, ready to be tried out. */
class Operation {
  readonly page: Page;
  readonly block: Locator;

  private constructor(page: Page, operationId: string) {
    this.page = page;
    const name = page.locator(".opblock-summary-operation-id").getByText(operationId, { exact: true });
    this.block = page.locator(".opblock").filter({ has: name });
  }

  static async open(page: Page, operationId: string): Promise<Operation> {
    const operation = new Operation(page, operationId);
    await operation.block.locator(".opblock-summary-control").click();
    await operation.block.getByRole("button", { name: "Try it out" }).click();
    return operation;
  }

  /** The field of a parameter, or of a part of a form. */
  parameter(name: string): Locator {
    const row = this.block.locator(`[data-param-name="${name}"], [data-property-name="${name}"]`);
    return row.locator("input[type=text]");
  }

  button(name: string): Locator {
    return this.block.getByRole("button", { name });
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  /** Choose the file to send. */
  async choose(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.block.locator("input[type=file]").setInputFiles(file);
  }

  /** Execute it, and wait until the answer of this status shows all these texts, in its body or its headers. */
  async execute(status: number, ...texts: string[]): Promise<void> {
    await this.press("Execute");
    await shows(this.block.locator(".live-responses-table tbody tr"), [String(status), ...texts]);
  }

  /** Wait until its ticket shows all these texts. */
  async ticketShows(...texts: string[]): Promise<void> {
    await shows(this.block.getByRole("region", { name: "Ticket" }), texts);
  }
}

async function shows(place: Locator, texts: string[]): Promise<void> {
  await texts.reduce((found, hasText) => found.filter({ hasText }), place).waitFor();
}
