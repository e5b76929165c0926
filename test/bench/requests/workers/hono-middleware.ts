/** The same dependencies as a chain of middleware, each of which leaves what it has to the next. */
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";

const app = new Hono();

const restaurant = createMiddleware<{ Variables: { restaurant: { name: string; currency: string } } }>(
  async (c, next) => {
    c.set("restaurant", { name: "The Short Order", currency: "EUR" });
    await next();
  },
);

const counter = createMiddleware(async (c, next) => {
  c.set("counter", `counter 1 of ${c.get("restaurant").name}`);
  await next();
});

const cashier = createMiddleware(async (c, next) => {
  c.set("cashier", `Ada at ${c.get("counter")}`);
  await next();
});

const till = createMiddleware(async (c, next) => {
  c.set("till", `${c.get("restaurant").currency} till, ${c.get("cashier")}`);
  await next();
});

const receipt = createMiddleware(async (c, next) => {
  c.set("receipt", { from: c.get("till"), total: 850 });
  await next();
});

app.get("/receipts/latest", restaurant, counter, cashier, till, receipt, (c) =>
  c.json({ ...c.get("receipt"), currency: c.get("restaurant").currency }),
);

export default app;
