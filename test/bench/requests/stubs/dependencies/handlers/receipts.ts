import type { receipt, restaurant } from "../dependencies/receipt";
import type { Depends } from "../operations";

export interface Receipt {
  from: string;
  total: number;
  currency: string;
}

/** @get /receipts/latest */
export async function readLatestReceipt(
  latest: Depends<typeof receipt>,
  house: Depends<typeof restaurant>,
): Promise<Receipt> {
  return { ...latest, currency: house.currency };
}
