/** chanfana, doing the work where it serves. */
import { fromHono, OpenAPIRoute } from "chanfana";
import { Hono } from "hono";
import { BURN_ROUNDS, burn } from "../../queue/workers/operations";

const app = new Hono();
const openapi = fromHono(app);

class Ping extends OpenAPIRoute {
  override schema = { responses: { 200: { description: "OK" } } };
  override handle() {
    return new Response("pong");
  }
}

class Work extends OpenAPIRoute {
  override schema = { responses: { 200: { description: "OK" } } };
  override handle() {
    return new Response(String(burn(BURN_ROUNDS)));
  }
}

openapi.get("/ping", Ping);
openapi.get("/work", Work);

export default app;
