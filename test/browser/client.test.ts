/** The generated client where most clients run. */
import path from "node:path";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type * as generated from "../../src/generated/client.ts";
import type { DevServer } from "../end-to-end/dev-server.ts";
import { describeInBrowser, startProject, visit } from "./harness.ts";

/** Of 2 × 2 pixels. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR42mP4z8DAAMIM/4EAAB/uBfvxq7p3AAAAAElFTkSuQmCC";

describeInBrowser("the client", () => {
  let server: DevServer;
  let script: string;
  beforeAll(async () => {
    server = await startProject(["--executors", "1"]);
    const { outputFiles } = await build({
      entryPoints: [path.join(server.root, "src/generated/client.ts")],
      bundle: true,
      format: "iife",
      globalName: "shortorder",
      write: false,
    });
    script = outputFiles[0]?.text ?? "";
  });
  afterAll(() => server.stop());

  /** A page of the API's own origin, with the client on it. */
  async function open(): Promise<Page> {
    const { page } = await visit(server.url);
    await page.goto("/docs");
    await page.evaluate(`${script}; globalThis.shortorder = shortorder`);
    return page;
  }

  it("calls, uploads, follows a job and reads a stream, knowing of no base URL", async () => {
    const page = await open();
    const seen = await page.evaluate(async (image) => {
      const { createClient } = (globalThis as unknown as { shortorder: typeof generated }).shortorder;
      const api = createClient();
      const png = Uint8Array.from(atob(image), (character) => character.charCodeAt(0));
      await api.setBurgerPhoto({ burgerId: 1, photo: new File([png], "photo.png", { type: "image/png" }) });
      const samples = [1, 2, 3, 4].map((n) => ({ features: [n], label: n < 3 ? "low" : "high" }));
      const ticket = await api.trainClassifier.submit({ samples, epochs: 5 });
      const statuses: string[] = [];
      for await (const { status } of ticket.progress()) statuses.push(status);
      const { token } = await api.registerCustomer({ customer: { name: "Ada" } });
      const ada = createClient({ headers: { authorization: `Bearer ${token}` } });
      const order = await ada.placeOrder({ order: { lines: [{ burgerId: 1, quantity: 1 }] } });
      const servings: unknown[] = [];
      for await (const serving of ada.followOrder({ orderId: order.id })) servings.push(serving);
      return {
        product: await api.multiply({ left: [[1, 2]], right: [[3], [4]] }),
        photo: (await api.readBurgerPhoto({ burgerId: 1 })).type,
        last: statuses.at(-1),
        labels: (await ticket.result()).labels,
        servings: servings.length,
      };
    }, PNG);
    expect(seen).toEqual({
      product: [[11]],
      photo: "image/webp",
      last: "succeeded",
      labels: ["high", "low"],
      servings: 1,
    });
  });

  it("throws problems, and stops when it is told to", async () => {
    const page = await open();
    const seen = await page.evaluate(async () => {
      const { createClient, ApiError } = (globalThis as unknown as { shortorder: typeof generated })
        .shortorder;
      const api = createClient();
      const refused = await api.readBurger({ burgerId: 0 }).catch((error: unknown) => error);
      const aborted = await api
        .ping({}, { signal: AbortSignal.abort(new Error("enough")) })
        .catch((error: unknown) => error);
      return [refused instanceof ApiError && refused.errors, String(aborted)];
    });
    expect(seen).toEqual([
      [{ loc: ["path", "burgerId"], type: "minimum", message: expect.any(String) }],
      "Error: enough",
    ]);
  });
});
