import { contentJson, fromHono, MultiException, OpenAPIRoute } from "chanfana";
import { type Context, Hono } from "hono";
import { z } from "zod";

const app = new Hono();
const openapi = fromHono(app, { passthroughErrors: true });
app.onError((error, c) => {
  if (error instanceof MultiException) return c.json({ errors: error.buildResponse() }, 422);
  throw error;
});

// More operations, where they are asked for, repeat these two.
{
  const Burger = z.object({ id: z.int(), name: z.string(), price: z.int(), limit: z.int() });

  class ReadBurger extends OpenAPIRoute {
    override schema = {
      request: {
        params: z.object({ burgerId: z.coerce.number().int().min(1) }),
        query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(10) }),
      },
      responses: { 200: { description: "OK", ...contentJson(Burger) } },
    };

    override async handle(c: Context) {
      const { params, query } = await this.getValidatedData<typeof this.schema>();
      return c.json({ id: params.burgerId, name: "Classic", price: 850, limit: query.limit });
    }
  }

  openapi.get("/burgers/:burgerId", ReadBurger);

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

  class PlaceOrder extends OpenAPIRoute {
    override schema = {
      request: { body: contentJson(Order) },
      responses: { 200: { description: "OK", ...contentJson(Order) } },
    };

    override async handle(c: Context) {
      const { body } = await this.getValidatedData<typeof this.schema>();
      return c.json(body);
    }
  }

  openapi.post("/orders", PlaceOrder);
}

export default app;
