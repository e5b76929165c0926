/**
 * Whether two schemas ask for the same, however they say it: OpenAPI 3.0 or 3.1, with references or without, `allOf`
 * or one object, `nullable`, `type: [string, "null"]` or a union.
 */
import { isRecord, type Place } from "../../../scripts/scaffold/import/place.ts";
import type { Excuses } from "./excuses.ts";

/** A difference, at its place in the source. */
export interface Difference {
  pointer: string;
  text: string;
}

/** A schema, as everything that holds for a value at once. */
type Together = Place[];

const LIMITS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "format",
];
const OTHERS = [
  "not",
  "if",
  "patternProperties",
  "propertyNames",
  "contains",
  "dependentRequired",
  "contentEncoding",
];
/** What says nothing about values. */
const SILENT = ["description", "title", "example", "examples", "nullable"];
const FITS: Record<string, string[]> = {
  string: ["minLength", "maxLength", "pattern", "format", "contentEncoding"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"],
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"],
  array: ["minItems", "maxItems", "uniqueItems", "contains"],
  object: ["minProperties", "maxProperties", "patternProperties", "propertyNames", "dependentRequired"],
};

/** One kind of value that a schema allows. */
interface Alternative {
  pointer: string;
  type: string | undefined;
  values: string[] | undefined;
  limits: Map<string, { pointer: string; value: unknown }>;
  properties: Map<string, Together>;
  required: Set<string>;
  others: { pointer: string; value: false | Together } | undefined;
  items: Together | undefined;
  tuple: Together[] | undefined;
}

export class SchemaComparison {
  readonly #excuses: Excuses;
  readonly #assumed = new Set<string>();
  /** What was found once, under whatever assumptions, is found again. */
  readonly #known = new Map<string, Difference[]>();

  constructor(excuses: Excuses) {
    this.#excuses = excuses;
  }

  /** @returns what differs and is not excused */
  compare(source: Place, emitted: Place): Difference[] {
    return this.#together([source], [emitted]).filter(({ pointer }) => !this.#excuses.difference(pointer));
  }

  #together(sources: Together, emitteds: Together): Difference[] {
    const [source, emitted] = [eachOnce(sources), eachOnce(emitteds)];
    const key = `${keyOf(source)} ~ ${keyOf(emitted)}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#assumed.has(key)) return [];
    this.#assumed.add(key);
    const pointer = source[0]?.pointer ?? "";
    if (source.some((place) => [place, ...partsOf(place)].some((part) => this.#isReplaced(part)))) return [];
    const [ours, theirs] = [alternativesOf(source), alternativesOf(emitted)];
    const found = [
      ...this.#alternatives(ours, theirs, pointer),
      ...this.#annotations(source, emitted),
    ].filter((one) => !this.#excuses.difference(one.pointer));
    // What was assumed on the way holds only if it turned out so.
    if (found.length > 0) {
      this.#assumed.delete(key);
      this.#known.set(key, found);
    }
    return found;
  }

  #isReplaced(place: Place): boolean {
    return ["", "/allOf", "/enum"].some((key) => this.#excuses.everything(`${place.pointer}${key}`));
  }

  #annotations(source: Together, emitted: Together): Difference[] {
    return ["default", "readOnly", "writeOnly"].flatMap((keyword) => {
      const ours = last(source, keyword);
      const theirs = last(emitted, keyword);
      if (
        ours === undefined ||
        ours.value === false ||
        JSON.stringify(ours.value) === JSON.stringify(theirs?.value)
      )
        return [];
      return [
        {
          pointer: ours.pointer,
          text: `${keyword}: ${JSON.stringify(ours.value)} is ${JSON.stringify(theirs?.value)}`,
        },
      ];
    });
  }

  #alternatives(ours: Alternative[], theirs: Alternative[], pointer: string): Difference[] {
    const differences: Difference[] = [];
    const [one, other] = [ours[0], theirs[0]];
    if (ours.length === 1 && theirs.length === 1 && one && other) return this.#one(one, other);
    for (const alternative of ours) {
      if (this.#excuses.everything(alternative.pointer)) continue;
      const alike = theirs.filter(
        ({ type, values }) =>
          type === alternative.type && (values === undefined) === (alternative.values === undefined),
      );
      const [closest] = alike
        .map((candidate) =>
          this.#one(alternative, candidate).filter((one) => !this.#excuses.difference(one.pointer)),
        )
        .sort((one, other) => one.length - other.length);
      if (closest) differences.push(...closest);
      else
        differences.push({
          pointer: alternative.pointer,
          text: `the alternative ${nameOf(alternative)} of ${ours.map(nameOf).join(" | ")} is not among ${theirs.map(nameOf).join(" | ")}`,
        });
    }
    for (const alternative of theirs) {
      if (
        ours.some(
          ({ type, values }) =>
            type === alternative.type && (values === undefined) === (alternative.values === undefined),
        )
      )
        continue;
      if (
        !["type", "items", "additionalProperties"].some((key) =>
          this.#excuses.difference(`${pointer}/${key}`),
        )
      )
        differences.push({
          pointer,
          text: `${nameOf(alternative)} came in; it was ${ours.map(nameOf).join(" | ")}`,
        });
    }
    return differences;
  }

  #one(ours: Alternative, theirs: Alternative): Difference[] {
    const differences: Difference[] = [];
    const say = (pointer: string, text: string) => differences.push({ pointer, text });
    if (this.#excuses.everything(ours.pointer)) return [];
    if (ours.values || theirs.values) {
      if (JSON.stringify(ours.values) !== JSON.stringify(theirs.values))
        say(`${ours.pointer}/enum`, `the values ${ours.values} are ${theirs.values}`);
      return differences;
    }
    if (ours.type !== theirs.type) {
      if (!this.#excuses.difference(`${ours.pointer}/type`))
        say(ours.pointer, `type: ${ours.type} is ${theirs.type}`);
      // Of values of another type nothing else can be the same.
      else if (ours.type !== undefined && theirs.type !== undefined) return differences;
    }
    for (const [keyword, { pointer, value }] of ours.limits)
      if (JSON.stringify(theirs.limits.get(keyword)?.value) !== JSON.stringify(value))
        say(
          pointer,
          `${keyword}: ${JSON.stringify(value)} is ${JSON.stringify(theirs.limits.get(keyword)?.value)}`,
        );
    for (const keyword of theirs.limits.keys())
      if (!ours.limits.has(keyword)) say(ours.pointer, `${keyword} came in`);
    for (const [name, property] of ours.properties) {
      const other = theirs.properties.get(name);
      if (!other) say(property[0]?.pointer ?? `${ours.pointer}/required`, `the property ${name} is lost`);
      else {
        differences.push(...this.#together(property, other));
        if (ours.required.has(name) !== theirs.required.has(name))
          say(property[0]?.pointer ?? ours.pointer, `${name}: required is ${theirs.required.has(name)}`);
      }
    }
    for (const name of theirs.properties.keys())
      if (!ours.properties.has(name)) say(ours.pointer, `the property ${name} came in`);
    const isOthersReplaced = [ours.others?.value || []].flat().some((one) => this.#isReplaced(one));
    if ((ours.others || theirs.others) && !isOthersReplaced) {
      if (ours.others?.value && theirs.others?.value)
        differences.push(...this.#together(ours.others.value, theirs.others.value));
      else if (ours.others?.value !== theirs.others?.value)
        say(ours.others?.pointer ?? ours.pointer, "additionalProperties differ");
    }
    if (ours.items && theirs.items) differences.push(...this.#together(ours.items, theirs.items));
    else if (ours.items || theirs.items)
      say(ours.items?.[0]?.pointer ?? `${ours.pointer}/items`, "items differ");
    if ((ours.tuple?.length ?? 0) !== (theirs.tuple?.length ?? 0)) say(ours.pointer, "prefixItems differ");
    for (const [index, item] of (ours.tuple ?? []).entries())
      differences.push(...this.#together(item, theirs.tuple?.[index] ?? []));
    return differences;
  }
}

function nameOf({ type, values, properties }: Alternative): string {
  if (values) return `enum ${values.slice(0, 3)}`;
  return type === "object" ? `{${[...properties.keys()].slice(0, 4)}}` : String(type);
}

/** A property may be declared by several parts that are one. */
function eachOnce(together: Together): Together {
  return [...new Map(together.map((place) => [keyOf([place]), place])).values()];
}

function keyOf(together: Together): string {
  return together
    .map(({ pointer, value }) => (typeof value === "object" ? pointer : `${pointer}=${value}`))
    .join("+");
}

function last(together: Together, keyword: string): { pointer: string; value: unknown } | undefined {
  return together
    .flatMap((place) => partsOf(place))
    .filter(({ value }) => isRecord(value) && value[keyword] !== undefined)
    .map((place) => place.at(keyword))
    .at(-1);
}

/** What a schema refers to or is made of, and the schema: what is said of values later overrules what was said before. */
function partsOf(place: Place, seen: string[] = []): Place[] {
  if (!isRecord(place.value) || seen.includes(place.pointer)) return [];
  const next = [...seen, place.pointer];
  if (place.isReference)
    return [
      ...partsOf(place.target(), next),
      ...(isV31(place) ? [place.with(without(place.value, "$ref"))] : []),
    ];
  return [
    ...place
      .at("allOf")
      .items()
      .flatMap((part) => partsOf(part, next)),
    place,
  ];
}

function isV31(place: Place): boolean {
  return /^3\.1/.test(place.root.value.openapi ?? "3.1");
}

function without(value: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

/** Every kind of value that all of the schemas allow. */
function alternativesOf(together: Together, depth = 0): Alternative[] {
  const parts = together.flatMap((place) => partsOf(place));
  const plain: Place[] = [];
  let unions: Place[][] = [];
  let isNullable = false;
  const typed: boolean[] = [];
  const outermost = together.length === 1 ? [together[0]?.pointer, together[0]?.follow().pointer] : [];
  for (const part of parts) {
    const { oneOf, anyOf, nullable, allOf, ...own } = part.value;
    for (const keyword of ["oneOf", "anyOf"])
      if (Array.isArray(part.value[keyword]) && part.value[keyword].length > 0)
        unions.push(part.at(keyword).items());
    if (Object.keys(own).length > 0) plain.push(part.with(own));
    // Some converters write `nullable` so.
    const isNull = own.type === "null" && (oneOf ?? anyOf) !== undefined;
    if (isNull) isNullable = true;
    const isTyped = own.type !== undefined && !isNull;
    // Without a type beside it, `nullable` says nothing (OpenAPI 3.0.3).
    if (nullable === true && outermost.includes(part.pointer)) isNullable = true;
    if (isTyped) typed.push(nullable === true);
  }
  if (typed.length > 0 && typed.every(Boolean)) isNullable = true;
  if (depth > 6) unions = [];
  const [first, ...rest] = unions;
  let found: Alternative[];
  if (first) {
    const beside = rest.flatMap(([member]) => (member ? [member] : []));
    found = first.flatMap((member) =>
      alternativesOf([...plain.filter(saysSomething), ...beside, member], depth + 1),
    );
  } else found = typedOf(plain, together[0]?.pointer ?? "");
  if (
    isNullable &&
    !found.some(({ type }) => type === "null") &&
    !found.some(({ type }) => type === undefined && found.length === 1 && !found[0]?.values)
  )
    found = [...found, typedOf([], together[0]?.pointer ?? "", "null")].flat();
  return withOneEnum(found);
}

function saysSomething({ value }: Place): boolean {
  return Object.keys(value).some((key) =>
    [...LIMITS, "properties", "required", "items", "additionalProperties", "enum", "const"].includes(key),
  );
}

function typedOf(parts: Place[], pointer: string, only?: string): Alternative[] {
  const from =
    parts.find(({ value }) => value.type !== undefined || value.properties !== undefined)?.pointer ??
    parts[0]?.pointer ??
    pointer;
  let types: string[] | undefined = only ? [only] : undefined;
  let values: unknown[] | undefined;
  const isNamed = parts.some(({ value }) => value.type !== undefined);
  for (const { value } of parts) {
    const named = value.type !== undefined ? [value.type].flat() : isNamed ? undefined : inferred(value);
    if (named) types = types === undefined ? named : meet(types, named);
    const list = value.const !== undefined ? [value.const] : value.enum;
    if (Array.isArray(list))
      values = values === undefined ? list : values.filter((one) => list.includes(one));
  }
  if (values) {
    const isBoolean = values.includes(true) && values.includes(false);
    const others = values.filter((value) => value !== null && !(isBoolean && typeof value === "boolean"));
    const found: Alternative[] =
      others.length > 0 ? [{ ...blank(from), values: others.map((value) => JSON.stringify(value)) }] : [];
    if (isBoolean) found.push({ ...blank(from), type: "boolean" });
    if (values.includes(null) || types?.includes("null")) found.push({ ...blank(from), type: "null" });
    return found;
  }
  return (types ?? [undefined]).map((type) => alternativeOf(parts, type, from));
}

function alternativeOf(parts: Place[], type: string | undefined, pointer: string): Alternative {
  const alternative: Alternative = { ...blank(pointer), type };
  for (const part of parts) {
    for (const keyword of [...LIMITS, ...OTHERS]) {
      const limit = limitOf(part, keyword);
      if (
        limit &&
        (type === undefined || (FITS[type] ?? []).includes(limit.keyword) || OTHERS.includes(keyword))
      )
        alternative.limits.set(limit.keyword, limit);
      else if (limit && keyword === "format" && type !== "null") alternative.limits.set("format", limit);
    }
    if (type === "object" || type === undefined) {
      for (const [name, property] of part.at("properties").entries())
        alternative.properties.set(name, [...(alternative.properties.get(name) ?? []), property]);
      for (const name of part.value.required ?? []) {
        alternative.required.add(name);
      }
      const others = part.at("additionalProperties");
      if (others.value === false) alternative.others = { pointer: others.pointer, value: false };
      else if (!isSilent(others)) alternative.others = { pointer: others.pointer, value: [others] };
    }
    if (type === "array") {
      const items = part.at("items");
      if (!isSilent(items)) alternative.items = [...(alternative.items ?? []), items];
      if (part.at("prefixItems").items().length > 0) {
        alternative.tuple = part
          .at("prefixItems")
          .items()
          .map((item) => [item]);
        alternative.limits.delete("minItems");
        alternative.limits.delete("maxItems");
      }
    }
  }
  for (const name of alternative.required)
    if (!alternative.properties.has(name)) alternative.properties.set(name, []);
  return alternative;
}

/** Whether any value will do. */
function isSilent(place: Place): boolean {
  if (!isRecord(place.value)) return true;
  const { value } = place.follow();
  return Object.keys(value).every(
    (key) => SILENT.includes(key) || key.startsWith("x-") || (key === "format" && value.type === undefined),
  );
}

/** With 3.0's `exclusiveMinimum: true` as 3.1 says it. */
function limitOf(
  part: Place,
  keyword: string,
): { keyword: string; pointer: string; value: unknown } | undefined {
  const { pointer } = part.at(keyword);
  // The same file, as 3.0 and as 3.1 has it.
  const value =
    keyword === "format" && part.value.contentMediaType === "application/octet-stream"
      ? "binary"
      : part.value[keyword];
  if (value === undefined || value === false || value === null) return undefined;
  if (value === true && keyword.startsWith("exclusive")) return undefined;
  const sharpened = part.value[keyword === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum"] === true;
  if ((keyword === "minimum" || keyword === "maximum") && sharpened)
    return { keyword: `exclusive${keyword === "minimum" ? "Minimum" : "Maximum"}`, pointer, value };
  if (["minLength", "minItems", "minProperties"].includes(keyword) && value === 0) return undefined;
  return {
    keyword,
    pointer,
    value: keyword === "pattern" ? withoutNeedlessEscapes(String(value)) : value,
  };
}

/** The same pattern with every character that means itself written as itself; a `-` within brackets may mean more. */
function withoutNeedlessEscapes(pattern: string): string {
  const plain = pattern.replace(/\\(x40|.)/gs, (escaped, what) =>
    what === "x40" ? "@" : /[\w$^\\.*+?()[\]{}|-]/.test(what) && what !== "_" ? escaped : what,
  );
  return plain.replace(/(\[(?:\\.|[^\]\\])*\]|\\[^-])|\\-/gs, (_, kept) => kept ?? "-");
}

function withOneEnum(found: Alternative[]): Alternative[] {
  const enums = found.filter(({ values }) => values);
  const [first] = enums;
  if (!first) return found;
  const values = [...new Set(enums.flatMap((one) => one.values ?? []))].sort();
  return [...found.filter((one) => !one.values), { ...first, values }];
}

function inferred(value: Record<string, unknown>): string[] | undefined {
  if (value.properties || value.required || value.additionalProperties !== undefined) return ["object"];
  return value.items !== undefined || value.prefixItems !== undefined ? ["array"] : undefined;
}

function meet(one: string[], other: string[]): string[] {
  const both = one.filter((type) => other.includes(type));
  if (both.length > 0) return both;
  return [...one, ...other].includes("integer") ? ["integer"] : one;
}

function blank(pointer: string): Alternative {
  return {
    pointer,
    type: undefined,
    values: undefined,
    limits: new Map(),
    properties: new Map(),
    required: new Set(),
    others: undefined,
    items: undefined,
    tuple: undefined,
  };
}
