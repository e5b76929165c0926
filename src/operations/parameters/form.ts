import { ProblemError } from "../failure";
import { type Given, type Input, type Need, type Pick, unsupportedMediaType } from "../input";
import type { UploadedFile } from "../markers";
import { problemOf } from "../problem";
import type { Check } from "../report";
import type { Reader } from "../text";
import { objectOf, type Readers } from "./texts";

const MEDIA_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data"];

/**
 * The body as a form, URL-encoded or multipart.
 *
 * @throws {ProblemError} 415, 413, or 400 where it is not well-formed
 */
export async function readForm(input: Input): Promise<Form> {
  if (!MEDIA_TYPES.includes(input.mediaType)) throw unsupportedMediaType(input.mediaType, MEDIA_TYPES);
  try {
    return new Form(input, await input.request.formData());
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError(problemOf(400, { detail: "The body is not a well-formed form." }));
  }
}

class Form {
  readonly #input: Input;
  readonly #data: FormData;

  constructor(input: Input, data: FormData) {
    this.#input = input;
    this.#data = data;
  }

  field<T, N extends Need>(key: string, read: Reader, check: Check<T>, need: N, pick?: Pick<T>): Given<T, N> {
    return this.#input.take("body", key, this.#texts(key).map(read).at(0), check, need, pick);
  }

  list<T, N extends Need>(key: string, read: Reader, check: Check<T>, need: N, pick?: Pick<T>): Given<T, N> {
    const values = this.#texts(key).map(read);
    return this.#input.take("body", key, values.length > 0 ? values : undefined, check, need, pick);
  }

  /**
   * The whole form as one object.
   *
   * @param fields how to read each declared field; a list's reader stands in an array
   */
  object<T>(fields: Readers, check: Check<T>, pick?: Pick<T>): T {
    const object = objectOf(fields, (key) => this.#texts(key));
    return this.#input.take("body", undefined, object, check, "required", pick);
  }

  async file<N extends Need>(key: string, need: N): Promise<Given<UploadedFile, N>> {
    return (await this.files(key, need))?.[0] as Given<UploadedFile, N>;
  }

  async files<N extends Need>(key: string, need: N): Promise<Given<UploadedFile[], N>> {
    const entries = this.#data.getAll(key);
    const files = this.#input.take("body", key, entries.length > 0 ? entries : undefined, checkFiles, need);
    return (files && (await Promise.all(files.map(uploaded)))) as Given<UploadedFile[], N>;
  }

  #texts(key: string): string[] {
    return this.#data.getAll(key).filter((entry) => typeof entry === "string");
  }
}

const checkFiles: Check<File[]> = (entries, at) => {
  for (const entry of entries as (File | string)[])
    if (typeof entry === "string") at.fail("type", "Must be a file.");
};

async function uploaded(file: File): Promise<UploadedFile> {
  return { name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) };
}
