import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";

const app = new OpenAPIHono({
  defaultHook: (result, c) => {
    if (!result.success) return c.json({ errors: result.error.issues }, 422);
  },
});

// More operations, where they are asked for, repeat these two.
{
  const Burger = z.object({ id: z.int(), name: z.string(), price: z.int(), limit: z.int() });

  const readBurger = createRoute({
    method: "get",
    path: "/burgers/{burgerId}",
    request: {
      params: z.object({ burgerId: z.coerce.number().int().min(1) }),
      query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(10) }),
    },
    responses: { 200: { description: "OK", content: { "application/json": { schema: Burger } } } },
  });

  app.openapi(readBurger, (c) => {
    const { burgerId } = c.req.valid("param");
    const { limit } = c.req.valid("query");
    return c.json({ id: burgerId, name: "Classic", price: 850, limit }, 200);
  });

  const Address = z.object({ street: z.string().min(1), city: z.string().min(1), zip: z.string().max(10) });
  const Line = z.object({
    burgerId: z.int().min(1),
    quantity: z.int().min(1).max(10),
    toppings: z.array(z.string().min(1)).max(8),
    note: z.string().max(200).optional(),
  });
  const Order = z.object({
    customer: z.object({ name: z.string().min(1).max(60), address: Address }),
    lines: z.array(Line).min(1).max(2000),
    paid: z.boolean(),
  });

  const placeOrder = createRoute({
    method: "post",
    path: "/orders",
    request: { body: { content: { "application/json": { schema: Order } }, required: true } },
    responses: { 200: { description: "OK", content: { "application/json": { schema: Order } } } },
  });

  app.openapi(placeOrder, (c) => c.json(c.req.valid("json"), 200));
}

app.doc31("/openapi.json", { openapi: "3.1.0", info: { title: "Burgers", version: "1" } });

export default app;
