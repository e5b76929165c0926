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

/** @get /query/commas */
export async function queryCommas(/** @style commaDelimited */ value: Query<Rating[]>): Promise<Seen> {
  return seen(value);
}

/** @get /query/pipes */
export async function queryPipes(/** @style pipeDelimited */ value?: Query<Size[]>): Promise<Seen> {
  return seen(value);
}

/** @get /query/spaces */
export async function querySpaces(
  /** @style spaceDelimited @maxItems 2 */ value: Query<string[]> = [],
): Promise<Seen> {
  return seen(value);
}

export interface Filter {
  size: Size;
  rating?: Rating;
  since?: Date;
  tags?: Slug[];
}

/** @get /query/object */
export async function queryObject(value: Query<Filter>): Promise<Seen> {
  return seen(value);
}

/** @get /query/object/optional */
export async function queryObjectOptional(value?: Query<Filter>, page = 1): Promise<Seen> {
  return seen(value ?? page);
}

/** @get /query/deep */
export async function queryDeep(/** @style deepObject */ value: Query<Filter>): Promise<Seen> {
  return seen(value);
}

/** @get /query/deep/optional */
export async function queryDeepOptional(
  /** @style deepObject */ value?: Query<Filter, "filter">,
): Promise<Seen> {
  return seen(value);
}
