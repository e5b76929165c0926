/**
 * Group commit: orders that arrive while others are being written to disk are written together, next.
 *
 * @module
 */

import type { Order, Receipt } from "../protocol";

interface Waiting {
  order: Order;
  resolve(receipt: Receipt): void;
  reject(error: unknown): void;
}

export class Admissions {
  readonly #admit: (orders: readonly Order[]) => Receipt[];
  readonly #written: () => Promise<void>;
  #waiting: Waiting[] = [];
  #writing = false;

  /**
   * @param admit takes all of the orders or none, and answers each
   * @param written returns when what was taken is on disk
   */
  constructor(admit: (orders: readonly Order[]) => Receipt[], written: () => Promise<void>) {
    this.#admit = admit;
    this.#written = written;
  }

  /** Take an order, alone or with others. */
  add(order: Order): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        const receipts = this.#admit(group.map(({ order }) => order));
        group.forEach(({ resolve }, index) => {
          resolve(receipts[index] as Receipt);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
      await this.#written();
    }
    this.#writing = false;
  }
}
