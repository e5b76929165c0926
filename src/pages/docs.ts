import { env } from "cloudflare:workers";
import type { Context } from "hono";
import type { Hono } from "../operations/hono";
import { PAGE_POLICY } from "./page-policy";

/** The API's document and the page that shows it: static assets, built by the scaffolder, nothing from a CDN. */
export function mountDocs(app: Hono): void {
  app.get("/openapi.json", answerAsset);
  app.get("/docs/*", answerAsset); // And `/docs` itself.
}

async function answerAsset(c: Context): Promise<Response> {
  const asset = await env.ASSETS.fetch(c.req.raw);
  if (asset.status === 404) return c.notFound();
  // A copy, since the headers of what was fetched cannot be changed.
  const response = new Response(asset.body, asset);
  response.headers.set("content-security-policy", PAGE_POLICY);
  // Its version is in its path, so a browser need never ask for it again.
  if (c.req.path.startsWith("/docs/swagger-ui/"))
    response.headers.set("cache-control", "public, max-age=31536000, immutable");
  return response;
}
