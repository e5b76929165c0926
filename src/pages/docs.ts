import { env } from "cloudflare:workers";
import { Hono } from "../operations/hono";

/** The API's document and the page that shows it: static assets, built by the scaffolder, nothing from a CDN. */
export const docs = new Hono();

for (const path of ["/openapi.json", "/docs", "/docs/*"]) {
  docs.get(path, async (c) => {
    const asset = await env.ASSETS.fetch(c.req.raw);
    return asset.status === 404 ? c.notFound() : asset;
  });
}
