import type { Given, Input, Need, Pick } from "../input";
import { type Check, own } from "../report";

/** The JSON body as an object that carries several arguments. */
export async function readFields(input: Input): Promise<Fields> {
  const body = input.take("body", undefined, await input.parsedBody(), checkObject, "optional");
  return new Fields(input, body ?? {});
}

class Fields {
  readonly #input: Input;
  readonly #body: object;

  constructor(input: Input, body: object) {
    this.#input = input;
    this.#body = body;
  }

  /** One of the arguments. */
  field<T, N extends Need>(key: string, check: Check<T>, need: N, pick?: Pick<T>): Given<T, N> {
    return this.#input.take("body", key, own(this.#body, key), check, need, pick);
  }
}

const checkObject: Check<object> = (value, at) => {
  at.object(value);
};
