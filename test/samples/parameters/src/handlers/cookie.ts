import { type Rating, type Seen, type Size, type Slug, seen } from "../models/seen";
import type { Cookie } from "../operations";

/** @get /cookie/string */
export async function cookieString(value: Cookie<string>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/slug */
export async function cookieSlug(value: Cookie<Slug>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/number */
export async function cookieNumber(value: Cookie<number>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/rating */
export async function cookieRating(value: Cookie<Rating>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/boolean */
export async function cookieBoolean(value: Cookie<boolean>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/size */
export async function cookieSize(value: Cookie<Size>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/date */
export async function cookieDate(value: Cookie<Date>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/either */
export async function cookieEither(value: Cookie<number | boolean>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/optional */
export async function cookieOptional(value?: Cookie<Rating>): Promise<Seen> {
  return seen(value);
}

/** @get /cookie/default */
export async function cookieDefault(value: Cookie<Rating> = 5): Promise<Seen> {
  return seen(value);
}
