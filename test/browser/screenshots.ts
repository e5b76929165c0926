/**
 * `npm run screenshots`: take the pictures of the pages that the README shows, light and dark, from the examples as
 * `npm run dev` serves them.
 *
 * @module
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { DevServer, endServers } from "../end-to-end/dev-server.ts";
import { copyProject, removeCopies } from "../end-to-end/project-copy.ts";
import { launchBrowser, Visit } from "./visit.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../docs/images");

/** In bytes. Larger ones make the README slow, and the repository large for good. */
const LARGEST = 150_000;

/** By name: how a page comes to look as it is to be shown. */
const PICTURES: Record<string, (page: Page) => Promise<void>> = {
  async docs(page) {
    await page.goto("/docs");
    await page.locator("#operations-operators-inspectJob").waitFor();
  },

  async "docs-ticket"(page) {
    await page.goto("/docs#/matrices/multiply");
    const operation = page.locator("#operations-matrices-multiply");
    await operation.getByRole("button", { name: "Try it out" }).click();
    await operation.locator('[data-param-name="Prefer"] input').fill("respond-async");
    await operation.locator("textarea").fill('{"left": [[1, 2]], "right": [[3], [4]]}');
    await operation.getByRole("button", { name: "Execute" }).click();
    const ticket = operation.getByRole("region", { name: "Ticket" });
    await ticket.filter({ hasText: "Result: 200" }).waitFor();
    await ticket.evaluate((section) =>
      (section as unknown as { scrollIntoView(toTop: boolean): void }).scrollIntoView(false),
    );
  },
};

try {
  await mkdir(FOLDER, { recursive: true });
  const server = await new DevServer(await copyProject(), ["--port", "0"]).ready();
  const browser = await launchBrowser();
  for (const [name, prepare] of Object.entries(PICTURES))
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, errors } = await Visit.begin(browser, {
        baseURL: server.url.origin,
        viewport: { width: 1280, height: 800 },
        reducedMotion: "reduce",
        colorScheme,
      });
      await prepare(page);
      if (errors.length > 0) throw new Error(`The page of ${name} complains:\n${errors.join("\n")}`);
      const picture = await page.screenshot({ animations: "disabled" });
      const file = colorScheme === "light" ? `${name}.png` : `${name}-dark.png`;
      if (picture.length > LARGEST)
        throw new Error(`${file} has ${picture.length} bytes: show less of the page.`);
      await writeFile(path.join(FOLDER, file), picture);
      console.log(`docs/images/${file}  ${Math.round(picture.length / 1000)} kB`);
      await page.context().close();
    }
  await browser.close();
  await server.stop();
} finally {
  await endServers();
  await removeCopies();
}
