import { env } from "cloudflare:workers";
import type { AuditEntry } from "../models/customer";
import type { Depends } from "../operations";
import type { currentCustomer } from "./current-customer";

/**
 * Leaves an entry about the request in the audit trail, however it ends.
 *
 * Set-up is before the `yield`, tear-down after it, once the response has gone out. An error of the handler is
 * thrown at the `yield`.
 */
export async function* auditTrail(
  request: Request,
  customer: Depends<typeof currentCustomer>,
): AsyncGenerator<void> {
  const recordedAt = new Date().toISOString();
  let outcome: AuditEntry["outcome"] = "failed";
  try {
    yield;
    outcome = "done";
  } finally {
    await env.DB.prepare(
      "INSERT INTO auditEntries (customerId, recordedAt, action, outcome) VALUES (?, ?, ?, ?)",
    )
      .bind(customer.id, recordedAt, `${request.method} ${new URL(request.url).pathname}`, outcome)
      .run();
  }
}
