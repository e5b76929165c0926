/** What the operations that wait for jobs take and give. */

import type { Order } from "./orders";

/** Work in parts, each a job. */
export interface FamilyOrder extends Order {
  parts: number;
  /** The parts that are refused. */
  refused: number[];
}

export interface BatchOrder extends FamilyOrder {
  /** How many parts may stand in line or run at once; 0 for all. */
  window: number;
}

export interface ChainOrder extends FamilyOrder {
  /** Throws once in each process, after its second wait. */
  trips: boolean;
}

export interface PartOrder extends Order {
  part: number;
  /** What is mixed. */
  start: number;
  refused: boolean;
}

/** Result of a part. */
export interface Part {
  /** Of the order that it is a part of. */
  number: number;
  part: number;
  value: number;
}

export interface Family {
  number: number;
  /** Of its parts, in their order. */
  values: number[];
}

/** Checkpoint of a chain. */
export interface Link {
  value: number;
}

/** Work for later. */
export interface LateOrder extends Order {
  /** In seconds. */
  delay: number;
}

/** Where to look for a job. */
export interface Receipt {
  id: string;
}
