/** Hono by itself: it routes, parses and answers, and checks nothing. */
import { Hono } from "hono";

const app = new Hono();

// More operations, where they are asked for, repeat these two.
// biome-ignore lint/complexity/noUselessLoneBlockStatements: it is one by one here, and many then
{
  app.get("/burgers/:burgerId", (c) => {
    const burgerId = Number(c.req.param("burgerId"));
    const limit = Number(c.req.query("limit") ?? 10);
    return c.json({ id: burgerId, name: "Classic", price: 850, limit });
  });

  app.post("/orders", async (c) => c.json(await c.req.json()));
}

export default app;
