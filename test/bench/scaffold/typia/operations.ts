import typia, { type tags } from "typia";

export interface Burger {
  id: number & tags.Type<"int32">;
  name: string;
  price: number & tags.Type<"int32">;
  limit: number & tags.Type<"int32">;
}

export const readsBurgerId = typia.createValidate<number & tags.Type<"int32"> & tags.Minimum<1>>();
export const readsLimit = typia.createValidate<
  number & tags.Type<"int32"> & tags.Minimum<1> & tags.Maximum<100>
>();
export const writesBurger = typia.json.createStringify<Burger>();

export interface Address {
  street: string & tags.MinLength<1>;
  city: string & tags.MinLength<1>;
  zip: string & tags.MaxLength<10>;
}

export interface Customer {
  name: string & tags.MinLength<1> & tags.MaxLength<60>;
  address: Address;
}

export interface Line {
  burgerId: number & tags.Type<"uint32"> & tags.Minimum<1>;
  quantity: number & tags.Type<"int32"> & tags.Minimum<1> & tags.Maximum<10>;
  toppings: (string & tags.MinLength<1>)[] & tags.MaxItems<8>;
  note?: string & tags.MaxLength<200>;
}

export interface Order {
  customer: Customer;
  lines: Line[] & tags.MinItems<1> & tags.MaxItems<2000>;
  paid: boolean;
}

export const readsOrder = typia.misc.createValidatePrune<Order>();
export const writesOrder = typia.json.createStringify<Order>();
