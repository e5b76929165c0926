/** The docs page as a person has it: every kind of operation can be tried out there. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
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
  });
  beforeEach(async () => {
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
    expect(await operation.execute(200)).toContain('"name": "Ada"');
    // Past the page's own check, as a program may.
    const url = `${server.url.origin}/guests?limit=0`;
    await page.route("**/guests?limit=1", (route) => route.continue({ url }), { times: 1 });
    expect(await operation.execute(422)).toContain('"type": "minimum"');
  });

  it("checks parameters before it sends them", async () => {
    const operation = await tryOut("listGuests");
    await operation.parameter("limit").fill("0");
    await operation.block.getByRole("button", { name: "Execute" }).click();
    await operation.block.locator("tr", { hasText: "limit" }).locator(".invalid").waitFor();
  });

  it("sends a body", async () => {
    const operation = await tryOut("welcomeGuest");
    await operation.block.locator("textarea").fill('{"name": "Lin"}');
    expect(await operation.execute(201)).toContain('"name": "Lin"');
  });

  it("signs in, and is signed in still when it is opened anew", async () => {
    await page.getByRole("button", { name: "Authorize", exact: true }).first().click();
    await page.locator(".auth-container", { hasText: "bearer (" }).locator("input").fill("sesame");
    await page
      .locator(".auth-container", { hasText: "bearer (" })
      .getByRole("button", { name: "Apply" })
      .click();
    await page.locator(".auth-container", { hasText: "operators (" }).locator("input").fill("dev");
    await page
      .locator(".auth-container", { hasText: "operators (" })
      .getByRole("button", { name: "Apply" })
      .click();
    await page.getByRole("button", { name: "Close" }).last().click();
    expect(await (await tryOut("readMe")).execute(200)).toContain('"sesame"');
    await page.reload();
    expect(await (await tryOut("listQueues")).execute(200)).toContain('"queues"');
  });

  it("shows what CPU work comes to", async () => {
    const operation = await tryOut("add");
    await operation.parameter("left").fill("20");
    await operation.parameter("right").fill("22");
    expect(await operation.execute(200)).toContain("42");
  });

  it("follows a ticket to its result", async () => {
    const operation = await tryOut("bake");
    expect(await operation.execute(202)).toContain("location: /jobs/");
    expect(await operation.ticket("succeeded", "Result: 200")).toContain('"loaves": 2');
  });

  it("follows a ticket to its failure", async () => {
    const operation = await tryOut("burn");
    await operation.execute(202);
    expect(await operation.ticket("failed", "Result: 409")).toContain("It is black.");
  });

  it("cancels a job", async () => {
    const operation = await tryOut("stew");
    await operation.execute(202);
    await operation.ticket("running");
    await operation.block.getByRole("button", { name: "Cancel the job" }).click();
    await operation.ticket("cancelled", "Result: 410");
  });

  it("shows a stream that ends", async () => {
    const operation = await tryOut("count");
    await operation.parameter("upTo").fill("3");
    expect(await operation.execute(200)).toContain('data: {"n":1}\n\ndata: {"n":2}\n\ndata: {"n":3}');
    await operation.block.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
  });

  it("shows a stream as JSON Lines", async () => {
    const operation = await tryOut("count");
    await operation.parameter("upTo").fill("2");
    await operation.block.getByLabel("Media Type").first().selectOption("application/jsonl");
    expect(await operation.execute(200)).toContain('{"n":1}\n{"n":2}');
  });

  it("shows a stream without an end as it arrives, until it is stopped", async () => {
    const operation = await tryOut("tick");
    await operation.execute(200);
    await operation.block.locator(".stream", { hasText: '{"n":2}' }).waitFor();
    await operation.block.getByRole("button", { name: "Stop" }).click();
    await operation.block.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
    expect(await operation.block.locator(".stream").innerText()).toContain('{"n":2}');
  });

  it("ends a stream that is cleared away", async () => {
    const operation = await tryOut("tick");
    await operation.execute(200);
    await operation.block.locator(".stream", { hasText: '{"n":2}' }).waitFor();
    const ended = page.waitForEvent("requestfailed");
    await operation.block.getByRole("button", { name: "Clear" }).click();
    expect((await ended).url()).toBe(`${server.url.origin}/ticks`);
    expect(await operation.block.locator(".live-responses-table").count()).toBe(0);
  });

  it("uploads a file with a form", async () => {
    const operation = await tryOut("takeFile");
    await operation.block
      .locator("input[type=file]")
      .setInputFiles({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("Hello") });
    await operation.parameter("caption").fill("A note");
    const body = await operation.execute(200);
    expect(body).toContain('"name": "note.txt"');
    expect(body).toContain('"size": 5');
    expect(body).toContain('"caption": "A note"');
  });

  it("sends bytes and shows a picture", async () => {
    const operation = await tryOut("echoPicture");
    await operation.block
      .locator("input[type=file]")
      .setInputFiles({ name: "pixel.png", mimeType: "image/png", buffer: PNG });
    await operation.execute(200);
    const picture = operation.block.locator(".live-responses-table img");
    expect(
      await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBe(1);
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

  /** Execute it, and wait for an answer of this status. @returns the answer as it is shown: body and headers. */
  async execute(status: number): Promise<string> {
    await this.block.getByRole("button", { name: "Execute" }).click();
    const answer = this.block.locator(".live-responses-table tbody tr").filter({ hasText: String(status) });
    return await answer.locator(".response-col_description").innerText();
  }

  /** Wait until its ticket shows all of these. @returns all that the ticket shows. */
  async ticket(...texts: string[]): Promise<string> {
    let ticket = this.block.getByRole("region", { name: "Ticket" });
    for (const text of texts) ticket = ticket.filter({ hasText: text });
    return await ticket.innerText();
  }
}
