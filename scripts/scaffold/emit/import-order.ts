/**
 * The order in which biome's `organizeImports` has modules and names. Having biome do it takes as long as all its formatting.
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
  const [ours, theirs] = [partsOf(left), partsOf(right)];
  const first = ours.findIndex((part, index) => part !== theirs[index]);
  const [our, their] = [ours[first], theirs[first]];
  if (our === undefined || their === undefined) return ours.length - theirs.length;
  if (DIGIT.test(our) && DIGIT.test(their)) return our.length - their.length || (our < their ? -1 : 1);
  return placeOf(our) - placeOf(their);
}

const DIGIT = /^\d/;

/** A number, or a character. */
function partsOf(text: string): readonly string[] {
  return text.match(/\d+|\D/gu) ?? [];
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
