import { Hono, type MiddlewareHandler } from "hono";
import { describeRoute, openAPIRouteHandler, resolver, validator } from "hono-openapi";
import { z } from "zod";

const app = new Hono();

// More operations, where they are asked for, repeat these two.
{
  const Burger = z.object({ id: z.int(), name: z.string(), price: z.int(), limit: z.int() });
  const Path = z.object({ burgerId: z.coerce.number().int().min(1) });
  const Query = z.object({ limit: z.coerce.number().int().min(1).max(100).default(10) });

  app.get(
    "/burgers/:burgerId",
    answers(Burger),
    validator("param", Path, refuse),
    validator("query", Query, refuse),
    (c) => {
      const { burgerId } = c.req.valid("param");
      const { limit } = c.req.valid("query");
      return c.json({ id: burgerId, name: "Classic", price: 850, limit });
    },
  );

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

  app.post("/orders", answers(Order), validator("json", Order, refuse), (c) => c.json(c.req.valid("json")));
}

function answers(schema: z.ZodType): MiddlewareHandler {
  return describeRoute({
    responses: {
      200: { description: "OK", content: { "application/json": { schema: resolver(schema) } } },
    },
  });
}

// biome-ignore lint/suspicious/noExplicitAny: hooks have a type for each validator
function refuse(result: any, c: any) {
  if (!result.success) return c.json({ errors: result.error }, 422);
}

app.get("/openapi.json", openAPIRouteHandler(app, {}));

export default app;
