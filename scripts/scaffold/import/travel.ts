/**
 * How the values of a parameter travel: as one text, as several, as an object of these.
 *
 * @module
 */

import { inferredTypeOf } from "./constraints.ts";
import type { Findings } from "./findings.ts";
import { isRecord, type Place, type Raw } from "./place.ts";

type Shape = "scalar" | "list" | "object";

/** What a stub can say of it. */
export interface Travel {
  shape: Shape | "text";
  /** For `@style`, where it does not go without saying. */
  style?: string;
}

/** What no stub can say is noted, and taken as text. */
export function travelOf(parameter: Place, findings: Findings): Travel {
  const { name: key, in: where, allowReserved, allowEmptyValue } = parameter.value;
  if (allowReserved === true) findings.add(parameter.at("allowReserved").pointer, "allowReserved");
  if (allowEmptyValue === true) findings.add(parameter.at("allowEmptyValue").pointer, "allowEmptyValue");
  const schema = parameter.at("schema");
  const shape = shapeOf(schema);
  if (shape === undefined || !SHAPES[where]?.includes(shape)) {
    findings.add(
      schema.exists ? schema.pointer : parameter.pointer,
      `${where} parameters are ${where === "query" ? "scalars, lists of these or objects of both" : where === "header" ? "scalars or lists of these" : "scalars"}: ${key} is taken as text`,
    );
    return { shape: "text" };
  }
  const style = styleOf(parameter.value, shape);
  if (style === undefined) {
    const at = parameter.at(parameter.value.style === undefined ? "explode" : "style");
    const isScalar = shape === "scalar";
    findings.add(
      at.pointer,
      `the style ${parameter.value.style ?? "form"}${isScalar ? "" : ` of ${key}, which is taken as text`}`,
    );
    return { shape: isScalar ? shape : "text" };
  }
  return { shape, ...(style !== "" && { style }) };
}

const SHAPES: Record<string, Shape[]> = {
  path: ["scalar"],
  cookie: ["scalar"],
  header: ["scalar", "list"],
  query: ["scalar", "list", "object"],
};

/** The word for `@style`; none where it goes without saying, undefined where there is none. */
function styleOf(parameter: Raw, shape: Shape): string | undefined {
  const { in: where, style = where === "query" || where === "cookie" ? "form" : "simple" } = parameter;
  const isExploded = parameter.explode ?? style === "form";
  if (style === "simple") return where === "path" || where === "header" ? "" : undefined;
  if (shape === "scalar") return style === "form" && where !== "path" && where !== "header" ? "" : undefined;
  if (where !== "query") return undefined;
  if (shape === "object")
    return style === "deepObject" ? style : style === "form" && isExploded ? "" : undefined;
  if (!LIST_STYLES.includes(style)) return undefined;
  return isExploded ? "" : style === "form" ? "commaDelimited" : style;
}

const LIST_STYLES = ["form", "spaceDelimited", "pipeDelimited"];

/** Undefined for what does not travel as text. */
function shapeOf(schema: Place, depth = 0): Shape | undefined {
  const place = schema.exists ? schema.follow() : schema;
  const { value } = place;
  if (!isRecord(value) || depth > 20) return undefined;
  const members = ["oneOf", "anyOf", "allOf"].flatMap((key) => place.at(key).items());
  if (members.length > 0) {
    const shapes = members.map((member) => shapeOf(member, depth + 1));
    if (shapes.every((shape) => shape === "scalar")) return "scalar";
    return shapes.length === 1 && shapes[0] === "list" ? "list" : undefined;
  }
  const values = value.enum ?? (value.const === undefined ? undefined : [value.const]);
  if (Array.isArray(values))
    return values.every((one) => typeof one !== "object" || one === null) ? "scalar" : undefined;
  const types = [value.type ?? inferredTypeOf(value) ?? []].flat().filter((type: unknown) => type !== "null");
  if (types.length === 0) return undefined;
  if (types.every((type: unknown) => SCALARS.includes(String(type)))) return "scalar";
  if (types.length > 1 || value.nullable === true) return undefined;
  if (types[0] === "array") return shapeOf(place.at("items"), depth + 1) === "scalar" ? "list" : undefined;
  return types[0] === "object" && isFlat(place, depth) ? "object" : undefined;
}

/** An object of scalars and of lists of these, with nothing beside what it declares. */
function isFlat(place: Place, depth: number): boolean {
  const properties = place.at("properties").entries();
  const names = properties.map(([name]) => name);
  const { required = [], additionalProperties = false } = place.value;
  return (
    names.length > 0 &&
    additionalProperties === false &&
    required.every((name: string) => names.includes(name)) &&
    properties.every(([, property]) => ["scalar", "list"].includes(shapeOf(property, depth + 1) ?? ""))
  );
}

const SCALARS = ["string", "number", "integer", "boolean"];
