import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { PAGE_POLICY } from "../operations/secure-headers";

/** The API's document and the page that shows it: static assets, built by the scaffolder, nothing from a CDN. */
export const docs = new Hono();

/** Swagger UI has styles in attributes, and brings its pictures along in them. */
const DOCS_POLICY = PAGE_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

for (const path of ["/openapi.json", "/docs", "/docs/*"]) {
  docs.get(path, async (c) => {
    const asset = await env.ASSETS.fetch(c.req.raw);
    if (asset.status === 404) return c.notFound();
    const response = new Response(asset.body, asset);
    response.headers.set("content-security-policy", DOCS_POLICY);
    return response;
  });
}
