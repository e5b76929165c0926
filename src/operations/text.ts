/**
 * Parameters arrive as text. A reader makes of the text what its declared type can be, and leaves the text as it is
 * where it can't: the check that follows says what is wrong.
 *
 * @module
 */

export type Reader = (text: string) => unknown;

export const text: Reader = (value) => value;

/**
 * JSON's numbers, with a leading `+` or zeros as people type them. Without the flag `i`: V8 would look for other cases of
 * each class in it, when an isolate answers its first request.
 */
export const number: Reader = (value) =>
  /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value) ? Number(value) : value;

export const boolean: Reader = (value) => {
  const lower = value.toLowerCase();
  if (lower === "true" || lower === "1") return true;
  if (lower === "false" || lower === "0") return false;
  return value;
};

/** For unions of scalars: the first reader that makes something of the text. */
export const firstOf =
  (...readers: Reader[]): Reader =>
  (value) => {
    for (const read of readers) {
      const result = read(value);
      if (result !== value) return result;
    }
    return value;
  };
