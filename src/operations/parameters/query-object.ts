/**
 * Objects in the query.
 *
 * @module
 */

import type { Given, Input, Need, Pick } from "../input";
import type { Check } from "../report";
import { objectOf, type Readers } from "./texts";

/** An object of which each property has a key of its own: `?status=open&limit=3`. */
export function readQueryObject<T, N extends Need>(
  input: Input,
  properties: Readers,
  check: Check<T>,
  need: N,
  pick?: Pick<T>,
): Given<T, N> {
  const object = objectOf(properties, (name) => input.context.req.queries(name));
  const isLeftOut = need === "optional" && Object.keys(object).length === 0;
  return input.take("query", undefined, isLeftOut ? undefined : object, check, need, pick);
}

/** An object of which each property has a key in brackets: `?filter[status]=open&filter[limit]=3`. */
export function readDeepObject<T, N extends Need>(
  input: Input,
  key: string,
  properties: Readers,
  check: Check<T>,
  need: N,
  pick?: Pick<T>,
): Given<T, N> {
  const object = objectOf(properties, (name) => input.context.req.queries(`${key}[${name}]`));
  const isThere = Object.keys(object).length > 0;
  return input.take("query", key, isThere ? object : undefined, check, need, pick);
}
