/** Who asks: a dependency that handlers share. */

import { env } from "cloudflare:workers";
import type { currentCustomer } from "../dependencies/current-customer";
import type { AuditEntry, Customer, NewCustomer, RegisteredCustomer } from "../models/customer";
import type { Limit } from "../models/pagination";
import type { Depends } from "../operations";
import { digestOf } from "../security";

/**
 * Register.
 *
 * The answer carries the token that the other operations ask for: `Authorization: Bearer TOKEN`.
 *
 * @post /customers
 * @status 201
 */
export async function registerCustomer(customer: NewCustomer): Promise<RegisteredCustomer> {
  const token = crypto.getRandomValues(new Uint8Array(24)).toBase64({ alphabet: "base64url" });
  const row = await env.DB.prepare(
    "INSERT INTO customers (name, tokenDigest) VALUES (?, ?) RETURNING id, name",
  )
    .bind(customer.name, await digestOf(token))
    .first<Customer>();
  if (!row) throw new Error("The database returned no row for the customer that it inserted.");
  return { ...row, token };
}

/**
 * Read who you are.
 *
 * @get /customers/me
 */
export async function readMe(customer: Depends<typeof currentCustomer>): Promise<Customer> {
  return customer;
}

/**
 * List what you did, latest first.
 *
 * @get /customers/me/audit-entries
 */
export async function listMyAuditEntries(
  customer: Depends<typeof currentCustomer>,
  limit: Limit = 20,
): Promise<AuditEntry[]> {
  const { results } = await env.DB.prepare(
    "SELECT id, recordedAt, action, outcome FROM auditEntries WHERE customerId = ? ORDER BY id DESC LIMIT ?",
  )
    .bind(customer.id, limit)
    .all<Omit<AuditEntry, "recordedAt"> & { recordedAt: string }>();
  return results.map((row) => ({ ...row, recordedAt: new Date(row.recordedAt) }));
}
