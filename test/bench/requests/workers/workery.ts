import { App } from "workery";
import { Body, Path, Query } from "workery/parameters";
// workery comes with a zod of its own, an older one, and takes no other.
import { z } from "../../node_modules/workery/node_modules/zod/index.js";

const app = new App({});

// More operations, where they are asked for, repeat these two.
{
  const Burger = z.object({
    id: z.number().int(),
    name: z.string(),
    price: z.number().int(),
    limit: z.number().int(),
  });

  app.get("/burgers/{burgerId}", {
    parameters: {
      burgerId: Path(z.number().int().min(1)),
      limit: Query(z.number().int().min(1).max(100).default(10)),
    },
    responses: { 200: Burger },
    handle: ({ burgerId, limit }) => ({ id: burgerId, name: "Classic", price: 850, limit }),
  });

  const Address = z.object({ street: z.string().min(1), city: z.string().min(1), zip: z.string().max(10) });
  const Line = z.object({
    burgerId: z.number().int().min(1),
    quantity: z.number().int().min(1).max(10),
    toppings: z.array(z.string().min(1)).max(8),
    note: z.string().max(200).optional(),
  });
  const Order = z.object({
    customer: z.object({ name: z.string().min(1).max(60), address: Address }),
    lines: z.array(Line).min(1).max(2000),
    paid: z.boolean(),
  });

  app.post("/orders", {
    parameters: { order: Body(Order) },
    handle: ({ order }) => order,
  });
}

export default app;
