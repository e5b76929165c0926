/**
 * The order in which biome's `organizeImports` has modules and names. Generated code comes in it, so that a project may have
 * biome check it.
 *
 * @module
 */

/** By specifier: packages, then modules, the farthest ones before those of the same folder. */
export function compareSpecifiers(left: string, right: string): number {
  return closeness(left) - closeness(right) || compareNames(left, right);
}

function closeness(specifier: string): number {
  return specifier.startsWith(".") ? -specifier.split("../").length : Number.MIN_SAFE_INTEGER;
}

/** Digits as numbers, and A < a < B < b. */
export function compareNames(left: string, right: string): number {
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  // Where one of them goes on with a digit, the number may have begun before.
  if (DIGIT.test(left[start] ?? "") || DIGIT.test(right[start] ?? ""))
    while (DIGIT.test(left[start - 1] ?? "")) start--;
  const [our, their] = [partAt(left, start), partAt(right, start)];
  if (our === "" || their === "") return left.length - right.length;
  if (DIGIT.test(our) && DIGIT.test(their)) return our.length - their.length || (our < their ? -1 : 1);
  return placeOf(our) - placeOf(their);
}

const DIGIT = /^\d/;

/** The number, or the character, that stands there. */
function partAt(text: string, start: number): string {
  return /^(?:\d+|.)?/su.exec(text.slice(start))?.[0] ?? "";
}

/** Of the punctuation that names and paths have. */
const PUNCTUATION = "/._-$";

function placeOf(part: string): number {
  const punctuation = PUNCTUATION.indexOf(part);
  if (punctuation !== -1) return punctuation;
  if (DIGIT.test(part)) return PUNCTUATION.length;
  const code = part.codePointAt(0) ?? 0;
  if (!/[a-z]/i.test(part)) return 1_000 + code;
  const lower = part.toLowerCase();
  return 2 * lower.charCodeAt(0) + Number(part === lower);
}
