/** The job board as an operator has it. */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { JobListBody } from "../../src/jobs/views.ts";
import { copyProject, DevServer } from "../end-to-end/harness.ts";
import { describeInBrowser, visit } from "./harness.ts";
import { gradient } from "./pictures.ts";

/** What the examples have not: a function that fails, and a batch of many short jobs. */
const KITCHEN = `
import * as jobs from "../generated/jobs";
import { all } from "../jobs";

/** @post /burnt
 *  @retries 1
 *  @backoff 0.1 */
export function burn(dish: { name: string }): void {
  throw new Error(\`\${dish.name} is burnt\`);
}

/** @job */
export function nap(minutes: number): number {
  return minutes;
}

/** @post /naps */
export async function napOften(count: number): Promise<string> {
  const batch = await all(Array.from({ length: count }, (_, index) => jobs.nap(index))).submit();
  return batch.id;
}
`;

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TOKEN = { authorization: "Bearer dev" };

/** So many epochs that it is not done before somebody has looked. */
const LONG = 10_000;
const SAMPLES = Array.from({ length: 4_000 }, (_, i) => ({
  features: [Math.sin(i), Math.cos(i)],
  label: i % 3 === 0 ? "rare" : "well done",
}));

describeInBrowser("the job board", () => {
  let server: DevServer;
  beforeAll(async () => {
    const root = await copyProject();
    await writeFile(path.join(root, "src/handlers/kitchen.ts"), KITCHEN);
    server = await new DevServer(root, ["--port", "0", "--executors", "1"]).ready();
  });
  afterAll(() => server.stop());

  const send = (address: string, init: RequestInit) => fetch(new URL(address, server.url), init);

  /** Order a job. @returns its id */
  async function order(address: string, body: unknown, type = "application/json"): Promise<string> {
    const response = await send(address, {
      method: "POST",
      headers: { "content-type": type, prefer: "respond-async" },
      body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as { id: string }).id;
  }

  const train = (epochs = LONG) => order(`/classifiers?epochs=${epochs}`, SAMPLES);
  const cancel = (id: string) => send(`/jobs/${id}`, { method: "DELETE" });
  const ended = (id: string) => send(`/jobs/${id}/result`, { headers: { prefer: "wait=30" } });

  /** Somebody who has given the token before. */
  async function operator(address: string, options: Parameters<typeof visit>[1] = {}): Promise<Page> {
    const { page } = await visit(server.url, options);
    await page.addInitScript(() => sessionStorage.setItem("shortorder-jobs-token", "dev"));
    await page.goto(address);
    return page;
  }

  async function expectAccessible(page: Page): Promise<void> {
    await page.evaluate(await readFile(AXE, "utf8"));
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }

  it("is a page for browsers and JSON for programs, at one address", async () => {
    const type = async (accept: string | undefined, address: string) => {
      const response = await send(address, { headers: { ...TOKEN, ...(accept && { accept }) } });
      expect(response.headers.get("vary")).toContain("Accept");
      return response.headers.get("content-type")?.split(";")[0];
    };
    const job = await train(1);
    for (const address of ["/jobs", "/jobs/queues", "/jobs/schedules", `/jobs/${job}`]) {
      for (const accept of [
        undefined,
        "*/*",
        "application/json",
        "application/json, text/html",
        "text/html;q=0",
      ])
        expect(await type(accept, address), `${address} ${accept}`).toBe("application/json");
      for (const accept of [
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/html",
        "application/json;q=0.5, text/html",
      ])
        expect(await type(accept, address), `${address} ${accept}`).toBe("text/html");
    }
    expect(await type("application/json", "/jobs/no-job")).toBe("application/problem+json");
  });

  it("is allowed no more by the browser than it needs", async () => {
    const response = await send("/jobs", { headers: { accept: "text/html" } });
    // Whatever the page did beyond that would be an error on its console, and fail the tests here.
    expect(response.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; (?!.*unsafe)/,
    );
  });

  it("lets nobody in without the token", async () => {
    const { page } = await visit(server.url);
    await page.goto("/jobs");
    await page.getByText("In npm run dev it is dev").waitFor();
    await expectAccessible(page);
    await page.getByLabel("Token").fill("guessed");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This is not the token.").waitFor();
    await page.getByLabel("Token").fill("dev");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    expect(await page.evaluate("[document.cookie, localStorage.length]")).toEqual(["", 0]);
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Token").waitFor();
  });

  it("shows a job advance, by itself, on the overview and on its own page", async () => {
    const job = await train();
    const page = await operator("/jobs");
    const lane = page.locator(".lane.busy");
    await lane.getByRole("link", { name: "trainClassifier" }).waitFor();
    const shown = async () => Number(await page.getByRole("progressbar").first().getAttribute("value"));
    const moved = async () => {
      const before = await shown();
      await expect.poll(shown, { timeout: 30_000 }).toBeGreaterThan(before);
    };
    await moved();
    await expectAccessible(page);
    await lane.getByRole("link", { name: "trainClassifier" }).click();
    await page.getByRole("heading", { name: "trainClassifier" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/jobs/${job}`);
    // So that a screen reader begins with the page that is new.
    await expect.poll(() => page.evaluate("document.activeElement.tagName")).toBe("H1");
    await moved();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Cancel the job" }).click();
    await page.locator("article .status", { hasText: "cancelled" }).waitFor();
    await page.getByText("The job is cancelled.").waitFor();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByText("The job is queued again.").waitFor();
    await page.locator("article .status", { hasText: "running" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    await cancel(job);
  });

  it("shows what a job was given, and how it went wrong each time", async () => {
    const job = await order("/burnt", { name: "bacon" });
    await ended(job);
    const page = await operator(`/jobs/${job}`);
    await page.getByRole("heading", { name: "Attempt 2" }).waitFor();
    const stacks = await page.getByLabel(/^Stack of attempt/).allTextContents();
    expect(stacks).toHaveLength(2);
    for (const stack of stacks) expect(stack).toMatch(/Error: bacon is burnt\n +at /);
    expect(await page.getByLabel("Argument 0").textContent()).toBe('{"name": "bacon"}');
    await expectAccessible(page);
  });

  it("shows images, in a result and among the arguments", async () => {
    const [good, damaged] = [gradient(320, 200), gradient(64, 64).fill(0, 60)];
    const jobs = [
      await order("/images/thumbnail?size=160", good, "image/png"),
      await order("/images/thumbnail", damaged, "image/png"),
    ] as const;
    await Promise.all(jobs.map(ended));
    const page = await operator(`/jobs/${jobs[0]}`);
    const picture = page.getByRole("img", { name: /^result-/ });
    await picture.waitFor();
    const width = () =>
      picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
    await expect.poll(width).toBe(160);
    await expectAccessible(page);
    await page.goto(`/jobs/${jobs[1]}`);
    await page.getByText("The image is damaged.").first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(await readFile(await download.path())).toEqual(Buffer.from(damaged));
  });

  it("shows a job to whoever has its ticket, and no more of it", async () => {
    const job = await order("/matrices/product", { left: [[1, 2]], right: [[3], [4]] });
    await ended(job);
    const { page, requests } = await visit(server.url);
    await page.goto(`/jobs/${job}`);
    await page.getByText("[[11]]").waitFor();
    await page.getByText("This is what the job's ticket shows.").waitFor();
    expect(requests.filter((request) => request.endsWith("/detail"))).toEqual([]);
    await page.goto("/jobs/enam0_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    await page.getByText("There is no such job").waitFor();
  });

  it("pauses, drains and limits a queue, and says before what that does", async () => {
    await ended(await order("/matrices/product", { left: [[1]], right: [[1]] }));
    const page = await operator("/jobs/queues");
    const queue = async () => {
      const { queues } = (await (await send("/jobs/queues", { headers: TOKEN })).json()) as {
        queues: { name: string; paused: boolean; draining: boolean; limits: unknown }[];
      };
      return queues.find(({ name }) => name === "multiply");
    };
    await page.getByRole("button", { name: "Pause multiply" }).click();
    await page.getByText("No job of it starts until you resume it.").waitFor();
    await page.keyboard.press("Escape");
    expect(await queue()).toMatchObject({ paused: false });
    await page.getByRole("button", { name: "Pause multiply" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
    const resume = page.getByRole("button", { name: "Resume multiply" });
    await resume.waitFor();
    expect(await queue()).toMatchObject({ paused: true });
    await resume.click();
    await page.getByRole("button", { name: "Drain multiply" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Drain" }).click();
    await page.getByRole("button", { name: "Reopen multiply" }).click();
    await page.getByText("multiply takes orders again.").waitFor();
    await page.getByRole("button", { name: "Limits of multiply" }).click();
    await page.getByLabel("Jobs at once").fill("3");
    await page.getByLabel("Starts").fill("10");
    await page.getByLabel("in seconds").fill("60");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Set limits" }).click();
    await page.getByText("3 at once, 10 in 60 s").waitFor();
    expect(await queue()).toMatchObject({
      paused: false,
      draining: false,
      limits: { concurrency: 3, rate: { limit: 10, seconds: 60 } },
    });
  });

  it("searches, filters and does something with all that it found", async () => {
    const jobs = [await order("/burnt", { name: "toast" }), await order("/burnt", { name: "egg" })];
    await Promise.all(jobs.map(ended));
    const page = await operator("/jobs?limit=50");
    await page.getByLabel("Operation").fill("burn");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByLabel("Status").selectOption("failed");
    await page.waitForURL("**/jobs?operation=burn&status=failed&limit=50");
    await page.getByRole("link", { name: /^burn/ }).nth(1).waitFor();
    await expectAccessible(page);
    await page.getByLabel("Id begins with").fill(jobs[0] as string);
    await page.getByRole("button", { name: "Search" }).click();
    await expect.poll(() => page.getByRole("link", { name: /^burn/ }).count()).toBe(1);
    expect(await page.getByRole("button", { name: "Cancel …" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Purge …" }).click();
    await page.getByText(`an id that begins with ${jobs[0]}`).waitFor();
    await page.getByRole("button", { name: "Purge all" }).click();
    await page.getByText("1 job forgotten.").waitFor();
    await page.getByText("There are no such jobs.").waitFor();
    expect((await send(`/jobs/${jobs[0]}`, {})).status).toBe(404);
    expect((await send(`/jobs/${jobs[1]}`, {})).status).toBe(200);
    await page.goBack();
    await expect.poll(() => page.getByLabel("Status").inputValue()).toBe("failed");
  });

  it("opens as fast with thousands of jobs: few requests, few bytes, page by page", async () => {
    const pause = { method: "PATCH", headers: { ...TOKEN, "content-type": "application/json" } };
    await send("/jobs/queues/nap", { ...pause, body: '{"paused": true}' });
    const ordered = await send("/naps?count=8000", { method: "POST" });
    expect(ordered.status).toBe(200);
    const batch = (await ordered.json()) as string;
    const { page, requests } = await visit(server.url);
    let bytes = 0;
    page.on("response", async (response) => {
      bytes += (await response.body().catch(() => Buffer.of())).byteLength;
    });
    await page.addInitScript(() => sessionStorage.setItem("shortorder-jobs-token", "dev"));
    await page.goto(`/jobs?parent=${batch}`);
    await page.getByRole("link", { name: "Older jobs" }).waitFor();
    const rows = () => page.locator("tbody tr th").allTextContents();
    const first = await rows();
    expect(first).toHaveLength(50);
    // The page, its script, style and icon; the list and what it can be narrowed to.
    expect(requests.length).toBeLessThan(12);
    expect(bytes).toBeLessThan(200_000);
    await page.getByRole("link", { name: "Older jobs" }).click();
    const others = async () => (await rows()).filter((row) => !first.includes(row));
    await expect.poll(others).toHaveLength(50);
    await page.goBack();
    await expect.poll(rows).toEqual(first);
    await page.goto("/jobs");
    await page.getByText("8,000", { exact: true }).first().waitFor();
    await expectAccessible(page);
    await cancel(batch);
    await send("/jobs/queues/nap", { ...pause, body: '{"paused": false}' });
    const { jobs } = (await (
      await send(`/jobs?parent=${batch}&status=cancelled&limit=1`, { headers: TOKEN })
    ).json()) as JobListBody;
    expect(jobs).toHaveLength(1);
  });

  it.each([
    ["a phone", { viewport: { width: 375, height: 700 } }],
    ["the dark", { colorScheme: "dark" }],
  ] as const)("can be read on or in %s", async (_, options) => {
    await ended(await order("/burnt", { name: "onion" }));
    const page = await operator("/jobs", options);
    for (const address of ["/jobs", "/jobs?limit=50", "/jobs/queues", "/jobs/schedules"]) {
      await page.goto(address);
      await page
        .getByRole("main")
        .getByRole("table")
        .or(page.getByText("Nothing runs by itself."))
        .first()
        .waitFor();
      const [wide, room] = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );
      expect(wide, address).toBe(room);
      await expectAccessible(page);
    }
  });
});
