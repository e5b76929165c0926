import { type Person, type Rating, type Seen, type Slug, seen } from "../models/seen";
import type { Body, Form, UploadedFile } from "../operations";

/** @post /body/person */
export async function bodyPerson(person: Person): Promise<Seen> {
  return seen(person);
}

/** @post /body/optional */
export async function bodyOptional(person?: Person): Promise<Seen> {
  return seen(person);
}

/** @post /body/list */
export async function bodyList(people: Person[]): Promise<Seen> {
  return seen(people);
}

/** @post /body/scalar */
export async function bodyScalar(rating: Body<Rating>): Promise<Seen> {
  return seen(rating);
}

/** @post /body/two */
export async function bodyTwo(left: Person, rating: Body<Rating>, slug?: Body<Slug>): Promise<Seen> {
  return seen({ left, rating, slug: slug === undefined ? "left out" : slug });
}

/** @post /body/bytes
 *  @consumes image/png, text/* */
export async function bodyBytes(content: Uint8Array): Promise<Seen> {
  return seen(content.length);
}

/** @post /body/bigint */
export async function bodyBigInt(amount: Body<Amount>): Promise<Amount> {
  return amount * 2n;
}

/** @format int64 */
type Amount = bigint;

interface Profile {
  name: Slug;
  rating?: Rating;
  tags: string[];
}

/** @post /form/object */
export async function formObject(profile: Form<Profile>): Promise<Seen> {
  return seen(profile);
}

/** @post /form/file */
export async function formFile(photo: UploadedFile, title?: Form<string>): Promise<Seen> {
  const { name, type, bytes } = photo;
  return seen({ name, type, text: new TextDecoder().decode(bytes), title: title ?? "untitled" });
}

/** @post /form/files */
export async function formFiles(photos: UploadedFile[]): Promise<Seen> {
  return seen(photos.map(({ name }) => name));
}
