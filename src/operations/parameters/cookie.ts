import { getCookie } from "hono/cookie";
import type { Given, Input, Need, Pick } from "../input";
import type { Check } from "../report";
import type { Reader } from "../text";

export function readCookie<T, N extends Need>(
  input: Input,
  key: string,
  read: Reader,
  check: Check<T>,
  need: N,
  pick?: Pick<T>,
): Given<T, N> {
  const text = getCookie(input.context, key);
  return input.take("cookie", key, text === undefined ? undefined : read(text), check, need, pick);
}
