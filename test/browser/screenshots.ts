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
import { gradient } from "./pictures.ts";
import { launchBrowser, Visit } from "./visit.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../docs/images");

/** In bytes. Larger ones make the README slow, and the repository large for good. */
const LARGEST = 150_000;

/** Somebody who has given the board's token before. */
const asOperator = (page: Page) =>
  page.addInitScript(() => sessionStorage.setItem("shortorder-jobs-token", "dev"));

/** Order a job, and do not wait for it. @returns its id */
async function order(page: Page, address: string, body: unknown, type = "application/json"): Promise<string> {
  const headers = { "content-type": type, prefer: "respond-async" };
  const data = body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
  const ticket = await page.request.post(address, { headers, data });
  return ((await ticket.json()) as { id: string }).id;
}

const SAMPLES = Array.from({ length: 2_000 }, (_, i) => ({
  features: [Math.sin(i), Math.cos(i)],
  label: i % 3 === 0 ? "rare" : "well done",
}));

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

  async board(page) {
    await asOperator(page);
    for (let n = 1; n <= 40; n++)
      await order(page, "/matrices/product", { left: [[n, 1]], right: [[1], [n]] });
    for (const size of [64, 128, 256])
      await order(page, `/images/thumbnail?size=${size}`, gradient(640, 480), "image/png");
    await order(page, "/images/thumbnail", gradient(64, 64).fill(0, 60), "image/png");
    for (let n = 0; n < 4; n++) await order(page, "/classifiers?epochs=3000", SAMPLES);
    await page.goto("/jobs");
    await page.locator(".lane.busy progress[value^='0.1']").waitFor();
    await page
      .getByRole("link", { name: /^thumbnail/ })
      .first()
      .waitFor();
  },

  async "board-job"(page) {
    await asOperator(page);
    const job = await order(page, "/images/thumbnail?size=320", gradient(640, 420), "image/png");
    await page.goto(`/jobs/${job}`);
    await page.getByRole("img", { name: /^result-/ }).waitFor();
    await page.getByText("Once a job has succeeded").waitFor();
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
