import { type Rating, type Seen, type Size, type Slug, seen } from "../models/seen";
import type { Path } from "../operations";

/** @get /path/string/{value} */
export async function pathString(value: Path<string>): Promise<Seen> {
  return seen(value);
}

/** @get /path/slug/{value} */
export async function pathSlug(value: Path<Slug>): Promise<Seen> {
  return seen(value);
}

/** @get /path/number/{value} */
export async function pathNumber(value: Path<number>): Promise<Seen> {
  return seen(value);
}

/** @get /path/rating/{value} */
export async function pathRating(value: Path<Rating>): Promise<Seen> {
  return seen(value);
}

/** @get /path/boolean/{value} */
export async function pathBoolean(value: Path<boolean>): Promise<Seen> {
  return seen(value);
}

/** @get /path/size/{value} */
export async function pathSize(value: Path<Size>): Promise<Seen> {
  return seen(value);
}

/** @get /path/date/{value} */
export async function pathDate(value: Path<Date>): Promise<Seen> {
  return seen(value);
}

/** @get /path/either/{value} */
export async function pathEither(value: Path<number | boolean>): Promise<Seen> {
  return seen(value);
}

/** @get /path/menus/{year}-{month}.json */
export async function pathParts(year: number, month: number): Promise<Seen> {
  return seen({ year, month });
}

/** @get /path/menus/{name}.json */
export async function pathPart(name: string): Promise<Seen> {
  return seen(name);
}

/** @get /path/menus/{rest} */
export async function pathWhole(rest: string): Promise<Seen> {
  return seen(rest);
}
