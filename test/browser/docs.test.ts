/** The docs page as a person has it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DevServer } from "../end-to-end/dev-server.ts";
import { describeInBrowser, startProject, visit } from "./harness.ts";

type PathItem = Record<string, { operationId?: string }>;

describeInBrowser("the docs page", () => {
  let server: DevServer;
  beforeAll(async () => {
    server = await startProject(["--executors", "1"]);
  });
  afterAll(() => server.stop());

  it("lists every operation of the document", async () => {
    const { page } = await visit(server.url);
    const document = (await (await fetch(new URL("/openapi.json", server.url))).json()) as {
      paths: Record<string, PathItem>;
      webhooks: Record<string, PathItem>;
    };
    const operations = [...Object.values(document.paths), ...Object.values(document.webhooks)].flatMap(
      (methods) => Object.values(methods).flatMap(({ operationId }) => operationId ?? []),
    );
    await page.goto("/docs");
    await page
      .locator(".opblock")
      .nth(operations.length - 1)
      .waitFor();
    const listed = await page.locator(".opblock-summary-operation-id").allTextContents();
    expect(listed.sort()).toEqual(operations.sort());
  });
});
