import type { Given, Input, Need, Pick } from "../input";
import { type Check, own } from "../report";

/** The JSON body as an object that carries several arguments. */
export function readFields(input: Input, body: string): Fields {
  const object = input.take("body", undefined, input.parse(body), checkObject, "optional");
  return new Fields(input, object ?? {});
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
