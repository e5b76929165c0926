import type { NonEmptyString, PositiveInteger } from "../operations";

export interface Customer {
  id: PositiveInteger;
  name: NonEmptyString;
}

export interface NewCustomer {
  /** @maxLength 100 */
  name: NonEmptyString;
}

/** A customer with the token to sign in with. It is shown this once. */
export interface RegisteredCustomer extends Customer {
  /** For the header `Authorization: Bearer TOKEN`. */
  token: string;
}

/** What a customer did, and how it went. */
export interface AuditEntry {
  id: PositiveInteger;
  recordedAt: Date;
  /** Method and path of the request. */
  action: string;
  outcome: "done" | "failed";
}
