import { env } from "cloudflare:workers";
import type { Customer } from "../models/customer";
import type { Depends } from "../operations";
import { type bearerToken, digestOf, invalidToken } from "../security";

/**
 * The customer whose token came with the request.
 *
 * @throws {401} The token is missing or not one of ours.
 */
export async function currentCustomer(token: Depends<typeof bearerToken>): Promise<Customer> {
  const customer = await env.DB.prepare("SELECT id, name FROM customers WHERE tokenDigest = ?")
    .bind(await digestOf(token))
    .first<Customer>();
  if (!customer) throw invalidToken("This token is not known.");
  return customer;
}
