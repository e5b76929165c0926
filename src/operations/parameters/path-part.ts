import type { Input, Pick } from "../input";
import type { Check } from "../report";
import type { Reader } from "../text";

/**
 * One that shares its segment of the path with other text: `/menus/{menu}.pdf`.
 *
 * @param segment what the router calls the segment
 * @param pattern takes the segment apart; its groups have the names of the parameters
 */
export function readPathPart<T>(
  input: Input,
  key: string,
  segment: string,
  pattern: RegExp,
  read: Reader,
  check: Check<T>,
  pick?: Pick<T>,
): T {
  const text = pattern.exec(input.context.req.param(segment) ?? "")?.groups?.[key];
  return input.take("path", key, text === undefined ? undefined : read(text), check, "required", pick);
}
