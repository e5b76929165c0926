/**
 * A record as it is now, in which everything that equals what stood in the same place before is the object of before:
 * what was made of that need not be made again. The order of properties counts, since it is the order of what is made.
 */
export function shared<T>(before: unknown, now: T): T {
  if (before === now || !isObject(before) || !isObject(now)) return now;
  if (Array.isArray(before) !== Array.isArray(now)) return now;
  const keys = Object.keys(now);
  const keysBefore = Object.keys(before);
  let isSame = keys.length === keysBefore.length;
  let copy: Record<string, unknown> | undefined;
  for (const [index, key] of keys.entries()) {
    const part = Object.hasOwn(before, key) ? shared(before[key], now[key]) : now[key];
    isSame &&= key === keysBefore[index] && part === before[key];
    if (part === now[key]) continue;
    copy ??= (Array.isArray(now) ? [...now] : { ...now }) as Record<string, unknown>;
    copy[key] = part;
  }
  return (isSame ? before : (copy ?? now)) as T;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
