/** Types that others import. */

export interface Named {
  name: string;
}

export interface Aged<Age = number> {
  age: Age;
}

export enum Doneness {
  Rare = "rare",
  Medium = "medium",
  WellDone = "well-done",
}

export class Money {
  static readonly zero = 0;
  amount: number;
  readonly currency: "EUR" | "USD";
  protected cents = 0;
  private secret = "";
  #hidden = 1;

  constructor(amount: number, currency: "EUR" | "USD") {
    this.amount = amount;
    this.currency = currency;
  }

  total(): number {
    return this.amount + this.cents + this.secret.length + this.#hidden;
  }
}
