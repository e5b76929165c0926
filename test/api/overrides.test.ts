import { expect, test } from "vitest";
import { auditTrail } from "../../src/dependencies/audit-trail";
import { currentCustomer } from "../../src/dependencies/current-customer";
import { kitchenPlan } from "../../src/dependencies/kitchen-plan";
import { requestedOrder } from "../../src/dependencies/requested-order";
import type { RegisteredCustomer } from "../../src/models/customer";
import { bearerToken } from "../../src/security";
import { override, request } from "./client";

async function register(name: string): Promise<RegisteredCustomer> {
  return (await request("/customers", { json: { name } })).json();
}

const ada = { id: 7, name: "Ada" };
const id = "0198e7a2-0000-4000-8000-000000000000";
const noPlan = { readyAfter: 0, servings: [] };
const order = { id, placedAt: new Date(0), total: 0, burgers: [] };

test("what an overridden dependency depends on is called for those that need it still", async () => {
  // The order needs the customer, who needs the token.
  using _plan = override(kitchenPlan, () => noPlan);
  expect((await request(`/orders/${id}`)).status).toBe(401);
  using _order = override(requestedOrder, () => order);
  expect(await (await request(`/orders/${id}`)).json()).toMatchObject({ id, plan: { readyAfter: 0 } });
});

test("parameters of what is not called are not checked", async () => {
  using _ = override(requestedOrder, () => order);
  using _plan = override(kitchenPlan, () => noPlan);
  expect((await request("/orders/not-a-uuid")).status).toBe(200);
});

test("a dependency of a dependency is overridden where it is", async () => {
  const bob = await register("Bob");
  using _ = override(bearerToken, () => bob.token);
  expect(await (await request("/customers/me")).json()).toEqual({ id: bob.id, name: "Bob" });
});

test("one with a tear-down is neither set up nor torn down", async () => {
  const customer = await register("Cy");
  using _ = override(currentCustomer, () => customer);
  using _audit = override(auditTrail, () => undefined);
  const placed = await request("/orders", { json: { lines: [{ burgerId: 1, quantity: 1 }] } });
  expect(placed.status).toBe(201);
  expect(await (await request("/customers/me/audit-entries")).json()).toEqual([]);
});

test("the one before stands again when an override ends", async () => {
  using _ = override(currentCustomer, () => ada);
  {
    using _inner = override(currentCustomer, () => ({ id: 8, name: "Eve" }));
    expect(await (await request("/customers/me")).json()).toMatchObject({ name: "Eve" });
  }
  expect(await (await request("/customers/me")).json()).toMatchObject({ name: "Ada" });
});

test("none is left when a test is over", async () => {
  expect((await request("/customers/me")).status).toBe(401);
});

test("what no handler depends on is no dependency", () => {
  function stranger() {}
  expect(() => override(stranger, () => undefined)).toThrow(
    "No handler depends on stranger. Override what stands in a Depends<typeof …>: auditTrail, bearerToken, ",
  );
});
