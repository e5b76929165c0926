/**
 * Lists in the query and in headers.
 *
 * @module
 */

import type { Given, Input, Need, Pick } from "../input";
import type { Check } from "../report";
import type { Reader } from "../text";

/** Every occurrence of the key: `?tag=a&tag=b`. */
export function readQueryList<T, N extends Need>(
  input: Input,
  key: string,
  read: Reader,
  check: Check<T>,
  need: N,
  pick?: Pick<T>,
): Given<T, N> {
  return input.take("query", key, input.context.req.queries(key)?.map(read), check, need, pick);
}

/** A list in one text: `?tags=a,b`. What is empty is a list without items. */
export function readDelimitedList<T, N extends Need>(
  input: Input,
  key: string,
  delimiter: string,
  read: Reader,
  check: Check<T>,
  need: N,
  pick?: Pick<T>,
): Given<T, N> {
  const texts = input.context.req.queries(key);
  const values = texts?.flatMap((text) => (text === "" ? [] : text.split(delimiter).map(read)));
  return input.take("query", key, values, check, need, pick);
}

/** A header with several values, separated by commas (RFC 9110, section 5.6.1). */
export function readHeaderList<T, N extends Need>(
  input: Input,
  key: string,
  read: Reader,
  check: Check<T>,
  need: N,
  pick?: Pick<T>,
): Given<T, N> {
  const texts = input.context.req.header(key)?.split(",");
  return input.take(
    "header",
    key,
    texts?.map((text) => read(text.trim())),
    check,
    need,
    pick,
  );
}
