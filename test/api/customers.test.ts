/** Dependencies, and what stands in for them. */
import { HTTPException } from "hono/http-exception";
import { expect, test } from "vitest";
import { currentCustomer } from "../../src/dependencies/current-customer";
import { override, request } from "./client";

test("who has no token is nobody", async () => {
  const refused = await request("/customers/me");
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toBe("Bearer");
});

test("an override stands in for the customer, and nobody asks for a token", async () => {
  using _ = override(currentCustomer, () => ({ id: 7, name: "Ada" }));
  expect(await (await request("/customers/me")).json()).toEqual({ id: 7, name: "Ada" });
});

test("an override may refuse", async () => {
  using _ = override(currentCustomer, () => {
    throw new HTTPException(403, { message: "Not today." });
  });
  const refused = await request("/customers/me");
  expect(await refused.json()).toMatchObject({ status: 403, detail: "Not today." });
});
