import { type Rating, type Seen, type Size, type Slug, seen } from "../models/seen";
import type { Form } from "../operations";

/** @post /form/string */
export async function formString(value: Form<string>): Promise<Seen> {
  return seen(value);
}

/** @post /form/slug */
export async function formSlug(value: Form<Slug>): Promise<Seen> {
  return seen(value);
}

/** @post /form/number */
export async function formNumber(value: Form<number>): Promise<Seen> {
  return seen(value);
}

/** @post /form/rating */
export async function formRating(value: Form<Rating>): Promise<Seen> {
  return seen(value);
}

/** @post /form/boolean */
export async function formBoolean(value: Form<boolean>): Promise<Seen> {
  return seen(value);
}

/** @post /form/size */
export async function formSize(value: Form<Size>): Promise<Seen> {
  return seen(value);
}

/** @post /form/date */
export async function formDate(value: Form<Date>): Promise<Seen> {
  return seen(value);
}

/** @post /form/either */
export async function formEither(value: Form<number | boolean>): Promise<Seen> {
  return seen(value);
}

/** @post /form/optional */
export async function formOptional(value?: Form<Rating>): Promise<Seen> {
  return seen(value);
}

/** @post /form/default */
export async function formDefault(value: Form<Rating> = 5): Promise<Seen> {
  return seen(value);
}

/** @post /form/list */
export async function formList(value: Form<Rating[]>): Promise<Seen> {
  return seen(value);
}
