import { type Rating, type Seen, type Size, type Slug, seen } from "../models/seen";
import type { Header } from "../operations";

/** @get /header/string */
export async function headerString(value: Header<string>): Promise<Seen> {
  return seen(value);
}

/** @get /header/slug */
export async function headerSlug(value: Header<Slug>): Promise<Seen> {
  return seen(value);
}

/** @get /header/number */
export async function headerNumber(value: Header<number>): Promise<Seen> {
  return seen(value);
}

/** @get /header/rating */
export async function headerRating(value: Header<Rating>): Promise<Seen> {
  return seen(value);
}

/** @get /header/boolean */
export async function headerBoolean(value: Header<boolean>): Promise<Seen> {
  return seen(value);
}

/** @get /header/size */
export async function headerSize(value: Header<Size>): Promise<Seen> {
  return seen(value);
}

/** @get /header/date */
export async function headerDate(value: Header<Date>): Promise<Seen> {
  return seen(value);
}

/** @get /header/either */
export async function headerEither(value: Header<number | boolean>): Promise<Seen> {
  return seen(value);
}

/** @get /header/optional */
export async function headerOptional(value?: Header<Rating>): Promise<Seen> {
  return seen(value);
}

/** @get /header/default */
export async function headerDefault(value: Header<Rating> = 5): Promise<Seen> {
  return seen(value);
}

/** @get /header/list */
export async function headerList(value: Header<Rating[]>): Promise<Seen> {
  return seen(value);
}
