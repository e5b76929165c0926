import type { Depends, Header } from "../../../../../../src/operations";

export interface Customer {
  id: string;
  since: Date;
}

/** @throws {401} The token is missing.
 *  @security bearer */
export async function token(authorization: Header<string>): Promise<string> {
  return authorization;
}

export async function customer(text: Depends<typeof token>): Promise<Customer> {
  return { id: text, since: new Date() };
}
