/** Types of every make that JSON can carry. */
import type { Integer, PositiveInteger } from "../operations";

export const Color = { Red: "red", Green: "green" } as const;
export type Color = (typeof Color)[keyof typeof Color];

/** @minLength 3 */
export type UserId = string & { readonly __brand: "UserId" };
export type Code = `user-${number}`;

/** @format int64 */
export type Balance = bigint;

export interface Page<T> {
  items: T[];
  total: Integer;
  next: string | null;
}

export interface Item {
  name: string;
  price: number;
  tags?: string[];
  added?: Date;
  color: Color;
}

export interface Circle {
  kind: "circle";
  radius: number;
}
export interface Square {
  kind: "square";
  side: PositiveInteger;
  corner?: Point;
}
export type Shape = Circle | Square;
export type Point = [x: number, y: number, label?: string];
export type Days = [name: string, ...days: Date[]];

export interface Tree {
  value: number;
  children: Tree[];
}
export interface Chain<T> {
  value: T;
  next?: Chain<T> | null;
}
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** No property tells the members apart, and a value may be both. */
export type Branch = { left?: Branch; a?: number } | { left?: Branch; b?: number };

export class Account {
  readonly id: number;
  readonly balance: Balance;
  private readonly hash: string = "secret";

  constructor(id: number, balance: bigint) {
    this.id = id;
    this.balance = balance;
  }

  get doubled(): number {
    return this.id * 2;
  }

  isKnown(): boolean {
    return this.hash !== "";
  }
}

/** Names that every object has, and some that no variable can have. */
export interface Inherited {
  constructor: string;
  "content-type": string;
  toString?: never;
  valueOf?: { street: string }[] | null;
  "m²"?: { of: number };
}
