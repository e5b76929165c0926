/**
 * A Worker whose routes are guarded by the ready dependencies. The header `x-clock` puts its clock forward, in seconds.
 *
 * @module
 */

import { createApp } from "../../src/operations/app";
import { apiKey, basicUser, jwtClaims, requireScopes } from "../../src/security";

const now = Date.now;
const app = createApp();
app.use(async (c, next) => {
  const ahead = Number(c.req.header("x-clock") ?? 0) * 1000;
  Date.now = () => now() + ahead;
  await next();
});
app.get("/jwt", async (c) => c.json(await jwtClaims(c.req.header("authorization"))));
app.get("/scopes", async (c) => {
  requireScopes(await jwtClaims(c.req.header("authorization")), "orders:read", "orders:write");
  return c.json("in");
});
app.get("/api-key", async (c) => c.json(await apiKey(c.req.header("x-api-key"))));
app.get("/basic", async (c) => c.json(await basicUser(c.req.header("authorization"))));

export default app;
