import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { contentSecurityPolicy } from "./content-security-policy";

/** The API's document and the page that shows it: static assets, built by the scaffolder, nothing from a CDN. */
export const docs = new Hono();

docs.use("/docs/*", secureHeaders({ contentSecurityPolicy }));

// Its version is in its path, so a browser need never ask again.
docs.use("/docs/swagger-ui/*", async (c, next) => {
  await next();
  if (c.res.ok) c.header("cache-control", "public, max-age=31536000, immutable");
});

for (const path of ["/openapi.json", "/docs", "/docs/*"]) {
  docs.get(path, async (c) => {
    const asset = await env.ASSETS.fetch(c.req.raw);
    // A copy, since the headers of what was fetched cannot be added to.
    return asset.status === 404 ? c.notFound() : new Response(asset.body, asset);
  });
}
