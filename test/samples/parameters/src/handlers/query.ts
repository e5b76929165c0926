import { type Rating, type Seen, type Size, type Slug, seen } from "../models/seen";
import type { Query } from "../operations";

/** @get /query/string */
export async function queryString(value: Query<string>): Promise<Seen> {
  return seen(value);
}

/** @get /query/slug */
export async function querySlug(value: Query<Slug>): Promise<Seen> {
  return seen(value);
}

/** @get /query/number */
export async function queryNumber(value: Query<number>): Promise<Seen> {
  return seen(value);
}

/** @get /query/rating */
export async function queryRating(value: Query<Rating>): Promise<Seen> {
  return seen(value);
}

/** @get /query/boolean */
export async function queryBoolean(value: Query<boolean>): Promise<Seen> {
  return seen(value);
}

/** @get /query/size */
export async function querySize(value: Query<Size>): Promise<Seen> {
  return seen(value);
}

/** @get /query/date */
export async function queryDate(value: Query<Date>): Promise<Seen> {
  return seen(value);
}

/** @get /query/either */
export async function queryEither(value: Query<number | boolean>): Promise<Seen> {
  return seen(value);
}

/** @get /query/optional */
export async function queryOptional(value?: Query<Rating>): Promise<Seen> {
  return seen(value);
}

/** @get /query/default */
export async function queryDefault(value: Query<Rating> = 5): Promise<Seen> {
  return seen(value);
}

/** @get /query/list */
export async function queryList(value: Query<Rating[]>): Promise<Seen> {
  return seen(value);
}
