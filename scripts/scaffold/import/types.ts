/**
 * Schemas as TypeScript.
 *
 * @module
 */

import {
  annotationTags,
  CONSTRAINED,
  constraintTags,
  inferredTypeOf,
  type JsonType,
  noteUnknown,
  SAYING,
  STRING_FORMATS,
} from "./constraints.ts";
import { docComment, type Tag } from "./doc.ts";
import type { Findings } from "./findings.ts";
import { ANNOTATIONS, merged, partsOf } from "./merge.ts";
import type { Models } from "./models.ts";
import type { Draft } from "./module.ts";
import { pascal, propertyName } from "./names.ts";
import { isRecord, type Place, type Raw } from "./place.ts";

/** A type, and what a doc comment has to say of the property, parameter or alias that has it. */
export interface Written {
  text: string;
  /** How tightly its parts hang together: a union in a list needs parentheses. */
  level: "atom" | "intersection" | "union";
  /** Constraints. */
  tags: Tag[];
  /** Titles, defaults, examples. */
  notes: Tag[];
  doc: string;
  /** Its default, if there is one, is among the notes: it was held against all the parts of the schema. */
  hasDefault?: true;
}

const OPERATIONS = "src/operations";
const READY_FORMATS: Record<string, string> = { email: "Email", uuid: "Uuid", uri: "Uri" };
const INTEGER_FORMATS = ["int32", "int64"];
const NUMBER_FORMATS = ["float", "double"];

const atom = (text: string, tags: Tag[] = []): Written => ({ text, level: "atom", tags, notes: [], doc: "" });

export class Types {
  readonly #models: Models;
  readonly #findings: Findings;

  /** What is being put together of parts, and the name that it was given on the way. */
  readonly #unfolding = new Map<string, { name?: string }>();

  constructor(models: Models, findings: Findings) {
    this.#models = models;
    this.#findings = findings;
  }

  /** The type of a schema, with what belongs into the doc comment of whatever has that type. */
  of(place: Place, draft: Draft, ...words: string[]): Written {
    const schema = place.value;
    if (schema === undefined || schema === true) return atom("unknown");
    if (!isRecord(schema)) {
      this.#findings.add(place.pointer, "no value fits this schema: taken as unknown");
      return atom("unknown");
    }
    if (place.isReference) return this.#reference(place, draft, words);
    noteUnknown(place, this.#findings);
    const types = this.#typesOf(place);
    const written = this.#unannotated(place, types, draft, words);
    const nullable =
      (schema.nullable === true || types.includes("null")) && !/(^|\| )null$/.test(written.text);
    const { default: _, ...others } = schema;
    const own = written.hasDefault ? place.with(others) : place;
    const annotated: Written = {
      ...written,
      notes: [
        ...annotationTags(own, schema.nullable === true ? [...types, "null"] : types, this.#findings),
        ...written.notes,
      ],
      doc:
        typeof schema.description === "string" && schema.description.trim() !== ""
          ? schema.description
          : written.doc,
    };
    if (!nullable || written.text === "unknown") return annotated;
    return { ...annotated, text: `${annotated.text} | null`, level: "union" };
  }

  /** The type for a place that has no doc comment of its own: what needs one gets a name. */
  inner(place: Place, draft: Draft, ...words: string[]): Written {
    const written = this.of(place, draft, ...words);
    if (written.tags.length === 0 && written.notes.length === 0) {
      if (written.doc === "" || (place.isReference && !this.#models.allowsSiblings)) return written;
      if (!written.text.startsWith("{\n") || !written.text.endsWith("}")) {
        this.#findings.add(place.at("description").pointer, "a description where no doc comment can stand");
        return written;
      }
    }
    const name = this.name(...words);
    this.declare(name, written, draft, place);
    return atom(name);
  }

  /** A name for a type that the document gives none. */
  name(...words: string[]): string {
    return this.#models.names.take(pascal(...words));
  }

  /** A type in a file of its own, for several to use; its name is used at the first time. */
  shared(place: Place, draft: Draft, name: string): string {
    return this.#models.use(place, draft, name);
  }

  /** Write a type under a name of its own, beside what needs it. */
  declare(name: string, written: Written, draft: Draft, place: Place): void {
    draft.beside.push({ name, text: declaration(name, written), imports: [], pointer: place.pointer });
  }

  #reference(place: Place, draft: Draft, words: string[]): Written {
    const target = place.target();
    const { $ref, ...beside } = place.value;
    const rest = place.with(beside);
    const keys = Object.keys(beside).filter((key) => !key.startsWith("x-") && key !== "$comment");
    if (!this.#models.allowsSiblings) return this.#ignored(rest, keys, atom(this.#models.use(target, draft)));
    if (isStructured(rest, place.follow()))
      return this.#unfolded(place, [...partsOf(target, true), rest], draft, words);
    const base = atom(this.#models.use(target, draft));
    if (keys.length === 0) return base;
    const types = this.#typesOf(place.follow());
    noteUnknown(rest, this.#findings);
    const nullable: Partial<Written> =
      beside.nullable === true ? { text: `${base.text} | null`, level: "union" } : {};
    return {
      ...base,
      ...nullable,
      tags: [...base.tags, ...constraintTags(rest, types, this.#findings)],
      notes: [...annotationTags(rest, [...types, "null"], this.#findings), ...base.notes],
      doc: typeof beside.description === "string" ? beside.description : base.doc,
    };
  }

  /** OpenAPI 3.0 ignores what stands beside a reference. A description does no harm. */
  #ignored(rest: Place, keys: string[], written: Written): Written {
    for (const key of keys)
      if (key !== "description" && key !== "summary")
        this.#findings.add(rest.at(key).pointer, `${key} beside a $ref, which OpenAPI 3.0 ignores`);
    const { description } = rest.value;
    return typeof description === "string" && description.trim() !== ""
      ? { ...written, doc: description }
      : written;
  }

  /** The types that a schema names, or that its keywords are about. */
  #typesOf(place: Place): JsonType[] {
    const schema = place.value;
    if (!isRecord(schema)) return [];
    if (typeof schema.type === "string") return [schema.type as JsonType];
    if (Array.isArray(schema.type)) return schema.type;
    if (schema.type !== undefined)
      this.#findings.add(place.at("type").pointer, `${JSON.stringify(schema.type)} is no type`);
    const inferred = inferredTypeOf(schema);
    if (inferred === undefined) {
      if (schema.format !== undefined && !SAYING.some((key) => schema[key] !== undefined))
        this.#findings.add(place.at("format").pointer, "a format without a type");
      return [];
    }
    this.#findings.add(place.at("type").pointer, `there is no type: taken as ${inferred}`);
    return [inferred];
  }

  #unannotated(place: Place, types: JsonType[], draft: Draft, words: string[]): Written {
    const schema = place.value;
    if (Array.isArray(schema.allOf) && schema.allOf.length > 0) return this.#allOf(place, draft, words);
    if (schema.enum !== undefined || schema.const !== undefined) return this.#literals(place);
    const union = Array.isArray(schema.oneOf) ? "oneOf" : Array.isArray(schema.anyOf) ? "anyOf" : undefined;
    if (union) return this.#union(place, union, draft, words);
    const named = types.filter((type) => type !== "null");
    if (named.length === 0) return types.includes("null") ? atom("null") : atom("unknown");
    this.#noteStructure(place, named);
    const members = named.map((type) => this.#typed(place, type, draft, words));
    const [only] = members;
    const tags = [
      ...constraintTags(place, named, this.#findings),
      ...members.flatMap((member) => member.tags),
    ];
    if (members.length === 1 && only) return { ...only, tags };
    const texts = [...new Set(members.map((member) => this.#grouped(member)))];
    return { text: texts.join(" | "), level: "union", tags: withoutRepeats(tags), notes: [], doc: "" };
  }

  /** Note what is said of objects where there are none, and of lists. */
  #noteStructure(place: Place, types: JsonType[]): void {
    for (const [type, keys] of STRUCTURE)
      for (const key of types.includes(type) ? [] : keys)
        if (typeof place.value[key] === "object")
          this.#findings.add(place.at(key).pointer, `${key} of what is no ${type}`);
  }

  #typed(place: Place, type: JsonType, draft: Draft, words: string[]): Written {
    switch (type) {
      case "string":
        return this.#string(place, draft);
      case "integer":
      case "number":
        return this.#number(place, type, draft);
      case "boolean":
        return atom("boolean");
      case "array":
        return this.#array(place, draft, words);
      case "object":
        return this.#object(place, draft, words);
      default:
        this.#findings.add(place.at("type").pointer, `${JSON.stringify(type)} is no type: taken as unknown`);
        return atom("unknown");
    }
  }

  #string(place: Place, draft: Draft): Written {
    const { format, pattern, minLength, maxLength, type } = place.value;
    if (format === undefined) return atom("string");
    if (!STRING_FORMATS.includes(format)) {
      if (type === "string" || !NUMBER_FORMATS.concat(INTEGER_FORMATS).includes(format))
        this.#findings.add(place.at("format").pointer, `the format ${JSON.stringify(format)} of a string`);
      return atom("string");
    }
    const isPlain = pattern === undefined && minLength === undefined && maxLength === undefined;
    if (format === "date-time" && isPlain && !Array.isArray(type)) return atom("Date");
    const ready = READY_FORMATS[format];
    if (ready && isPlain && !Array.isArray(type)) return atom(draft.use(OPERATIONS, ready));
    return atom("string", [{ name: "format", text: format }]);
  }

  #number(place: Place, type: "integer" | "number", draft: Draft): Written {
    const { format } = place.value;
    if (typeof format === "string") {
      const isInteger = INTEGER_FORMATS.includes(format);
      const isKnown = type === "integer" ? isInteger : NUMBER_FORMATS.includes(format);
      if (isKnown) return atom("number", [{ name: "format", text: format }]);
      if (!Array.isArray(place.value.type) || !STRING_FORMATS.includes(format))
        this.#findings.add(
          place.at("format").pointer,
          `the format ${JSON.stringify(format)} of ${type === "integer" ? "an integer" : "a number"}`,
        );
    }
    return type === "integer" ? atom(draft.use(OPERATIONS, "Integer")) : atom("number");
  }

  #literals(place: Place): Written {
    const schema = place.value;
    const key = schema.enum === undefined ? "const" : "enum";
    const values: Raw[] = key === "enum" && Array.isArray(schema.enum) ? schema.enum : [schema.const];
    const scalars = values.filter((value) => value === null || typeof value !== "object");
    if (scalars.length === 0)
      this.#findings.add(
        place.at(key).pointer,
        values.length === 0
          ? "no value fits: taken as unknown"
          : "lists and objects as values: taken as unknown",
      );
    else if (scalars.length < values.length)
      this.#findings.add(place.at(key).pointer, "lists and objects as values");
    for (const keyword of ["format", ...Object.keys(CONSTRAINED)])
      if (schema[keyword] !== undefined && schema[keyword] !== false)
        this.#findings.add(place.at(keyword).pointer, `${keyword} beside ${key}`);
    const literals = [
      ...new Set(scalars.filter((value) => value !== null).map((value) => JSON.stringify(value))),
    ];
    if (scalars.includes(null)) literals.push("null");
    if (literals.length === 0) return atom("unknown");
    return {
      text: literals.join(" | "),
      level: literals.length > 1 ? "union" : "atom",
      tags: [],
      notes: [],
      doc: "",
    };
  }

  #array(place: Place, draft: Draft, words: string[]): Written {
    const first = place.at("prefixItems").items();
    if (first.length > 0) return this.#tuple(place, first, draft, words);
    if (Array.isArray(place.value.items)) {
      this.#findings.add(
        place.at("items").pointer,
        "a list of schemas, which OpenAPI 3.0 does not have: taken as unknown",
      );
      return atom("unknown[]");
    }
    const item = this.inner(place.at("items"), draft, ...words, "item");
    return atom(`${item.level === "atom" ? item.text : `(${item.text})`}[]`);
  }

  #tuple(place: Place, first: Place[], draft: Draft, words: string[]): Written {
    const least = typeof place.value.minItems === "number" ? place.value.minItems : 0;
    const items = first.map((item, index) => {
      const { text, level } = this.inner(item, draft, ...words, String(index + 1));
      return index < least ? text : `${level === "atom" ? text : `(${text})`}?`;
    });
    const rest = place.at("items");
    if (rest.value !== false && place.value.maxItems !== first.length)
      items.push(`...${this.#grouped(this.inner(rest, draft, ...words, "item"))}[]`);
    const tags = place.value.uniqueItems === true ? [{ name: "uniqueItems", text: "" }] : [];
    return { ...atom(`[${items.join(", ")}]`), tags };
  }

  #object(place: Place, draft: Draft, words: string[]): Written {
    const schema = place.value;
    const required: string[] = Array.isArray(schema.required) ? schema.required : [];
    const properties = place.at("properties").entries();
    const names = properties.map(([name]) => name);
    const lines = properties.map(([name, property]) =>
      this.#property(name, property, required.includes(name), draft, words),
    );
    for (const name of new Set(required))
      if (!names.includes(name)) lines.push(`${propertyName(name)}: unknown;`);
    const others = place.at("additionalProperties");
    if (others.value === false)
      this.#findings.add(
        others.pointer,
        "additionalProperties: false; other properties are left out, not refused",
      );
    const isOpen =
      others.value === true || (isRecord(others.value) && Object.keys(others.value).length === 0);
    if (isOpen && lines.length > 0) lines.push("[key: string]: unknown;");
    const own = `{\n${lines.join("\n")}\n}`;
    if (isOpen || !isRecord(others.value))
      return lines.length > 0 ? atom(own) : atom("Record<string, unknown>");
    const value = this.inner(others, draft, ...words, "value");
    // Through a Record, a type could not contain itself.
    const index = /^(string|number|boolean|unknown)$/.test(value.text)
      ? `Record<string, ${value.text}>`
      : `{ [key: string]: ${value.text} }`;
    if (lines.length === 0) return atom(index);
    return { text: `${own} & ${index}`, level: "intersection", tags: [], notes: [], doc: "" };
  }

  #property(name: string, place: Place, isRequired: boolean, draft: Draft, words: string[]): string {
    const { text, tags, notes, doc } = this.of(place, draft, ...words, name);
    return `${docComment(doc, [...tags, ...notes])}${propertyName(name)}${isRequired ? "" : "?"}: ${text};`;
  }

  #union(place: Place, keyword: "oneOf" | "anyOf", draft: Draft, words: string[]): Written {
    const schema = place.value;
    const members = place.at(keyword).items();
    if (keyword === "oneOf" && Array.isArray(schema.anyOf))
      this.#findings.add(place.at("anyOf").pointer, "anyOf beside oneOf");
    if (keyword === "oneOf" && members.length > 1 && !this.#areDisjoint(members))
      this.#findings.add(
        place.at("oneOf").pointer,
        "oneOf is taken as anyOf: a value may fit several of its members",
      );
    this.#noteDiscriminator(place, members);
    const types = members.map((member) => member.follow().value?.type);
    if (
      typeof schema.type === "string" &&
      schema.type !== "null" &&
      types.some((type) => typeof type === "string" && type !== schema.type)
    )
      this.#findings.add(
        place.at("type").pointer,
        `the type ${schema.type} beside ${keyword} of others: the members say it`,
      );
    const { oneOf, anyOf, ...around } = schema;
    const own = withoutRequiredOf(members, around);
    const needed = around.required === own.required ? [] : around.required;
    const distinct = distinctWordsOf(members);
    const written = members.map((member, index) =>
      this.inner(completed(requiring(member, needed), own), draft, ...words, distinct[index] ?? ""),
    );
    const texts = [
      ...new Set(written.map(({ text, level }) => (level === "intersection" ? `(${text})` : text))),
    ];
    const union: Written = {
      text: texts.join(" | "),
      level: texts.length > 1 ? "union" : (written[0]?.level ?? "atom"),
      tags: [],
      notes: [],
      doc: "",
    };
    if (texts.length === 0) return atom("unknown");
    if (isRecord(own.properties) || Array.isArray(own.required) || isRecord(own.additionalProperties)) {
      const base = this.#object(place.with(own), draft, words);
      for (const member of members) this.#noteShared(place.with(own), member.follow());
      return { ...union, text: `${this.#grouped(base)} & ${this.#grouped(union)}`, level: "intersection" };
    }
    for (const key of ["items", "additionalProperties", "format", ...Object.keys(CONSTRAINED)])
      if (own[key] !== undefined) this.#findings.add(place.at(key).pointer, `${key} beside ${keyword}`);
    return union;
  }

  /** Note what gets lost where an object and one of its alternatives say something of the same. */
  #noteShared(whole: Place, member: Place): void {
    for (const key of ["minProperties", "maxProperties"])
      if (member.at(key).exists) this.#findings.add(member.at(key).pointer, `${key} of an alternative`);
    for (const [name, property] of whole.at("properties").entries()) {
      const anew = member.at("properties", name);
      if (!anew.exists) continue;
      for (const key of ["default", "readOnly", "writeOnly"])
        if (property.at(key).exists)
          this.#findings.add(
            property.at(key).pointer,
            `${key} of a property that an alternative declares anew`,
          );
      for (const key of ["format", ...Object.keys(CONSTRAINED)])
        if (anew.follow().at(key).exists)
          this.#findings.add(
            anew.follow().at(key).pointer,
            `${key} of a property that is declared around it, too`,
          );
    }
  }

  /** Whether their types alone keep the members apart, so that `oneOf` and `anyOf` say the same. */
  #areDisjoint(members: Place[]): boolean {
    const kinds = members.map((member) => {
      const { value } = member.follow();
      const { type, enum: values, const: only } = isRecord(value) ? value : {};
      if (values !== undefined || only !== undefined) return JSON.stringify(values ?? [only]);
      return typeof type === "string" && !value.nullable ? (type === "integer" ? "number" : type) : undefined;
    });
    const isLiteral = (kind: string | undefined) => kind?.startsWith("[");
    return (
      kinds.every((kind) => kind !== undefined) &&
      new Set(kinds).size === kinds.length &&
      (kinds.every(isLiteral) || !kinds.some(isLiteral))
    );
  }

  #noteDiscriminator(place: Place, members: Place[]): void {
    const { discriminator } = place.value;
    if (!isRecord(discriminator)) return;
    const values = members.map((member) => {
      const { value } = member.follow();
      const tag = value?.properties?.[discriminator.propertyName];
      return value?.required?.includes(discriminator.propertyName)
        ? (tag?.const ?? (tag?.enum?.length === 1 ? tag.enum[0] : undefined))
        : undefined;
    });
    const isTold =
      values.every((value) => typeof value === "string") && new Set(values).size === values.length;
    if (!isTold || discriminator.mapping)
      this.#findings.add(
        place.at("discriminator").pointer,
        "a discriminator whose values are not literals in the members' types",
      );
  }

  #allOf(place: Place, draft: Draft, words: string[]): Written {
    if (place.value.discriminator)
      this.#findings.add(place.at("discriminator").pointer, "a discriminator without a union");
    const { allOf, ...own } = place.value;
    const parts = place.at("allOf").items();
    const hasOwn = Object.keys(own).some(
      (key) => !ANNOTATIONS.includes(key) && !key.startsWith("x-") && key !== "type",
    );
    const remarks = parts.filter((part) => isRemark(part));
    const [only, ...others] = parts.filter((part) => !remarks.includes(part));
    if (only && others.length === 0 && !hasOwn)
      return this.#remarked(this.of(only, draft, ...words), only, remarks);
    const all = hasOwn ? [...parts, place.with(own)] : parts;
    if (this.#areSeparate(all)) {
      const texts = all.map((part) =>
        this.#grouped(
          part === all.at(-1) && hasOwn
            ? this.#object(part, draft, words)
            : this.inner(part, draft, ...words),
        ),
      );
      return { text: [...new Set(texts)].join(" & "), level: "intersection", tags: [], notes: [], doc: "" };
    }
    return this.#unfolded(place, partsOf(place, this.#models.allowsSiblings), draft, words);
  }

  /** Schemas that overlap, as one type. */
  #unfolded(place: Place, parts: Place[], draft: Draft, words: string[]): Written {
    const one = parts.every(({ file }) => file === place.file)
      ? merged(parts.map(({ value }) => value))
      : undefined;
    if (one === undefined) {
      this.#findings.add(
        place.isReference ? place.pointer : place.at("allOf").pointer,
        "parts that can't be put together: taken as unknown",
      );
      return atom("unknown");
    }
    const { description, title, example, examples, nullable, ...rest } = one;
    // Null fits all parts only if every one that names a type takes it.
    const typed = parts.filter(({ value }) => value.type !== undefined);
    const isNullable =
      place.value.nullable === true ||
      (typed.length > 0 && typed.every(({ value }) => value.nullable === true));
    for (const part of parts)
      if (part.value.nullable === true && part.value.type === undefined && !isNullable)
        this.#findings.add(part.at("nullable").pointer, "nullable without a type, which says nothing");
    const whole = place.with({ ...rest, ...(isNullable && { nullable: true }) });
    const written = this.#findings.sharedBy(place, parts, () => this.#named(whole, draft, words));
    return { ...written, hasDefault: true };
  }

  /** A type that was put together. One that holds itself gets a name, by which it can. */
  #named(whole: Place, draft: Draft, words: string[]): Written {
    const key = `${draft.path} ${JSON.stringify(whole.value)}`;
    const around = this.#unfolding.get(key);
    if (around) {
      around.name ??= this.name(...words);
      return atom(around.name);
    }
    const unfolding: { name?: string } = {};
    this.#unfolding.set(key, unfolding);
    const written = this.of(whole, draft, ...words);
    this.#unfolding.delete(key);
    if (unfolding.name === undefined) return written;
    this.declare(unfolding.name, written, draft, whole);
    return atom(unfolding.name);
  }

  /** A part of `allOf`, with what parts that ask for nothing have to say of it. */
  #remarked(written: Written, part: Place, remarks: Place[]): Written {
    const types = this.#typesOf(part.follow());
    let { notes, doc } = written;
    for (const remark of remarks) {
      noteUnknown(remark, this.#findings);
      const own = annotationTags(remark, [...types, "null"], this.#findings);
      notes = [...own, ...notes.filter(({ name }) => !own.some((note) => note.name === name))];
      const { description } = remark.value;
      if (typeof description === "string" && description.trim() !== "") doc = description;
    }
    return { ...written, notes, doc };
  }

  /** Whether all are objects of which no two declare the same property: an intersection says just that. */
  #areSeparate(parts: Place[]): boolean {
    const names: string[] = [];
    for (const part of parts) {
      const own = this.#plainPropertiesOf(part, []);
      if (!own) return false;
      names.push(...own);
    }
    return new Set(names).size === names.length;
  }

  #plainPropertiesOf(place: Place, seen: string[]): string[] | undefined {
    const target = place.follow();
    const schema = target.value;
    if (!isRecord(schema) || seen.includes(target.pointer)) return undefined;
    if (place !== target && this.#models.allowsSiblings && isStructured(place, target)) return undefined;
    const { type, properties, required, allOf, ...rest } = schema;
    const others = Object.keys(rest).filter((key) => !ANNOTATIONS.includes(key) && !key.startsWith("x-"));
    if (others.length > 0 || schema.nullable || (type !== undefined && type !== "object")) return undefined;
    const names = isRecord(properties) ? Object.keys(properties) : [];
    const needs: string[] = Array.isArray(required) ? required : [];
    if (needs.some((name) => !names.includes(name))) return undefined;
    if (allOf === undefined) return properties === undefined ? undefined : names;
    const inherited = target
      .at("allOf")
      .items()
      .map((part) => this.#plainPropertiesOf(part, [...seen, target.pointer]));
    return inherited.every((list) => list !== undefined) ? [...names, ...inherited.flat()] : undefined;
  }

  #grouped({ text, level }: Written): string {
    return level === "atom" ? text : `(${text})`;
  }
}

/** `export interface` for an object, `export type` for anything else. */
export function declaration(name: string, { text, level, tags, notes, doc }: Written): string {
  const comment = docComment(doc, [...tags, ...notes]);
  if (level === "atom" && isObjectLiteral(text)) return `${comment}export interface ${name} ${text}`;
  return `${comment}export type ${name} = ${text};`;
}

/** Whether a type is an object that is written out: it deserves a name. */
export function isObjectLiteral(type: string): boolean {
  return type.startsWith("{\n") && type.endsWith("}");
}

/** What tells the members of a union apart, where they need names: their titles, or their types, or numbers. */
function distinctWordsOf(members: Place[]): string[] {
  const of = (key: "title" | "type") =>
    members.map(({ value }) => (isRecord(value) && typeof value[key] === "string" ? value[key] : ""));
  const [titles, types] = [of("title"), of("type")];
  const isDistinct = (word: string, words: string[]) =>
    /^\p{L}[^.]{0,30}$/u.test(word) && words.filter((other) => other === word).length === 1;
  return members.map((_, index) => {
    const candidates = [titles, types].filter((words) => isDistinct(words[index] ?? "", words));
    return candidates[0]?.[index] ?? String(index + 1);
  });
}

/** Whether what stands beside a reference adds to the structure of its target. */
function isStructured({ value }: Place, target: Place): boolean {
  return Object.keys(value).some(
    (key) =>
      STRUCTURAL.includes(key) ||
      (key === "type" && JSON.stringify(value.type) !== JSON.stringify(target.value?.type)),
  );
}

const STRUCTURE: [type: JsonType, keys: string[]][] = [
  ["object", ["properties", "required", "additionalProperties"]],
  ["array", ["items", "prefixItems"]],
];

const STRUCTURAL = [
  ...["properties", "required", "additionalProperties", "items", "prefixItems", "enum", "const"],
  ...["allOf", "oneOf", "anyOf"],
];

/** A schema that says something of a value and asks for nothing. */
function isRemark({ value }: Place): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.keys(value).every((key) => REMARKS.includes(key) || key.startsWith("x-"))
  );
}

const REMARKS = ANNOTATIONS.filter((key) => key !== "nullable" && key !== "discriminator");

/** A member that asks for properties which only the schema around it declares, with these properties. */
function completed(member: Place, { properties }: Raw): Place {
  const { value } = member;
  if (member.isReference || !isRecord(value) || !Array.isArray(value.required) || !isRecord(properties))
    return member;
  const missing = value.required.filter(
    (name) => !value.properties?.[name] && Object.hasOwn(properties, name),
  );
  const borrowed = Object.fromEntries(missing.map((name) => [name, properties[name]]));
  return missing.length === 0
    ? member
    : member.with({ ...value, properties: { ...borrowed, ...value.properties } });
}

/** What stands around alternatives, without asking for properties that only these declare. */
function withoutRequiredOf(members: Place[], around: Raw): Raw {
  const { required, ...rest } = around;
  const declared: string[] = Object.keys(around.properties ?? {});
  const isPlain = members.every(({ value }) => value !== undefined) && members.every(isPlainObject);
  if (!isPlain || !Array.isArray(required) || required.every((name) => declared.includes(name)))
    return around;
  const kept = required.filter((name) => declared.includes(name));
  return kept.length > 0 ? { ...rest, required: kept } : rest;
}

function isPlainObject(member: Place): boolean {
  const { value } = member.follow();
  return isRecord(value) && isRecord(value.properties) && !value.allOf && !value.oneOf && !value.anyOf;
}

/** An alternative that asks for these properties, too. */
function requiring(member: Place, names: string[]): Place {
  if (names.length === 0) return member;
  const target = member.follow();
  const required = [...new Set([...(target.value.required ?? []), ...names])];
  return target.with({ ...target.value, required });
}

function withoutRepeats(tags: Tag[]): Tag[] {
  return [...new Map(tags.map((tag) => [`${tag.name} ${tag.text}`, tag])).values()];
}
