/** An async function*: a stream; and a dependency that is CPU work. */
import { expect, test } from "vitest";
import { currentCustomer } from "../../src/dependencies/current-customer";
import { requestedOrder } from "../../src/dependencies/requested-order";
import { override, request } from "./client";

const order = {
  id: crypto.randomUUID(),
  placedAt: new Date(0),
  total: 1800,
  burgers: [
    { name: "Classic", price: 850, grillSeconds: 3 },
    { name: "Halloumi", price: 950, grillSeconds: 2 },
  ],
};

test("the burgers of an order are announced as they come off the grill", async () => {
  using _ = override(currentCustomer, () => ({ id: 7, name: "Ada" }));
  using _order = override(requestedOrder, () => order);
  const servings = await request(`/orders/${order.id}/servings`);
  expect(servings.headers.get("content-type")).toContain("text/event-stream");
  expect(await servings.text()).toMatch(/^data: .*Halloumi.*\n\ndata: .*Classic.*\n/);
});
