/**
 * The request body of an operation, as parameters of its stub.
 *
 * @module
 */

import { CONSTRAINED, noteUnknown } from "./constraints.ts";
import { docComment, oneLine, type Tag } from "./doc.ts";
import type { Findings } from "./findings.ts";
import { camel, variable } from "./names.ts";
import type { Argument, ParameterContext } from "./parameters.ts";
import { isRecord, type Place } from "./place.ts";
import { isObjectLiteral } from "./types.ts";

const OPERATIONS = "src/operations";
const FORMS = ["multipart/form-data", "application/x-www-form-urlencoded"];

export interface BodyArguments {
  parameters: Argument[];
  /** Media types, for `@consumes`. */
  tags: Tag[];
}

export function bodyOf(place: Place, method: string, context: ParameterContext): BodyArguments {
  const none: BodyArguments = { parameters: [], tags: [] };
  if (!place.exists) return none;
  const { findings } = context;
  const body = place.follow();
  if (method === "get" || method === "head") {
    findings.add(place.pointer, `a body of a ${method.toUpperCase()} request, which HTTP gives no meaning`);
    return none;
  }
  const media = body.at("content").entries();
  const chosen = jsonOf(media) ?? media.find(([type]) => FORMS.includes(bare(type))) ?? media[0];
  if (!chosen) {
    findings.add(body.pointer, "a body without content");
    return none;
  }
  const [type, content] = chosen;
  const isSame = (other: Place) =>
    JSON.stringify(other.value?.schema) === JSON.stringify(content.value?.schema);
  const isForm = FORMS.includes(bare(type));
  const isRaw = !isJson(type) && !isForm;
  const accepted = [type];
  for (const [other, at] of media) {
    if (other === type) continue;
    if (isRaw || (isForm && FORMS.includes(bare(other)) && isSame(at))) accepted.push(other);
    else findings.add(at.pointer, `the body as ${other}: the stub takes ${type}`);
  }
  for (const key of ["example", "examples", "encoding"])
    if (content.value?.[key] !== undefined)
      findings.add(
        content.at(key).pointer,
        key === "encoding" ? "the encoding of a form's parts" : "an example of the body",
      );
  const optional = body.value.required !== true;
  const description = oneLine(typeof body.value.description === "string" ? body.value.description : "");
  const said = description === "" ? {} : { description };
  if (isRaw)
    return {
      parameters: [rawArgument(body, accepted, optional, said, context)],
      tags: consumesTags(body, accepted, findings),
    };
  if (isForm)
    return {
      parameters: formArguments(body, content, said, context, bare(type), accepted.map(bare)),
      tags: [],
    };
  if (bare(type) !== "application/json")
    findings.add(
      content.pointer,
      `the media type ${type}: the document will say application/json, and the stub takes both`,
    );
  return { parameters: [jsonArgument(content, optional, said, context)], tags: [] };
}

function consumesTags(body: Place, accepted: string[], findings: Findings): Tag[] {
  const types = accepted.filter((type) => {
    if (isMediaType(type)) return true;
    findings.add(body.at("content", type).pointer, `${type} is no media type`);
    return false;
  });
  if (types.length === 0) return [];
  return [{ name: "consumes", text: [...new Set(types.map(bare))].join(", ") }];
}

function jsonArgument(
  content: Place,
  optional: boolean,
  said: { description?: string },
  { draft, types, names, operation }: ParameterContext,
): Argument {
  const schema = content.at("schema");
  const written = types.of(schema, draft, operation, "body");
  const reference = schema.isReference ? /^\w+$/.exec(written.text)?.[0] : undefined;
  const name = names.take(reference ? variable(camel(reference)) : "body");
  const comment = docComment("", [...written.tags, ...written.notes], { inline: true });
  if (isObjectLiteral(written.text)) {
    const named = types.name(operation, "body");
    types.declare(named, written, draft, schema);
    return { name, text: `${name}${optional ? "?" : ""}: ${named}`, optional, ...said };
  }
  const type = isPlainBody(schema) ? written.text : `${draft.use(OPERATIONS, "Body")}<${written.text}>`;
  return { name, text: `${comment}${name}${optional ? "?" : ""}: ${type}`, optional, ...said };
}

/** An object or a list is read from the body without being told. */
function isPlainBody(schema: Place): boolean {
  const { value } = schema.follow();
  return (
    isRecord(value) &&
    (value.type === "object" || value.type === "array") &&
    value.nullable !== true &&
    !value.enum &&
    !value.oneOf &&
    !value.anyOf &&
    !value.allOf
  );
}

function rawArgument(
  body: Place,
  accepted: string[],
  optional: boolean,
  said: { description?: string },
  { names, findings }: ParameterContext,
): Argument {
  for (const type of accepted) {
    const schema = body.at("content", type, "schema");
    const { value } = schema.follow();
    if (isRecord(value) && value.type !== "string" && Object.keys(value).length > 0)
      findings.add(schema.pointer, "the schema of a body that is not JSON: the stub takes its bytes");
  }
  const name = names.take("body");
  return { name, text: `${name}${optional ? "?" : ""}: Uint8Array`, optional, ...said };
}

function formArguments(
  body: Place,
  content: Place,
  said: { description?: string },
  context: ParameterContext,
  type: string,
  accepted: string[],
): Argument[] {
  const { draft, types, findings, names, operation } = context;
  const optional = body.value.required !== true;
  const schema = content.at("schema");
  const target = schema.exists ? schema.follow() : schema;
  const properties = target.exists ? target.at("properties").entries() : [];
  const isFlat =
    isRecord(target.value) &&
    !target.value.oneOf &&
    !target.value.anyOf &&
    !target.value.allOf &&
    properties.length > 0;
  if (!isFlat) {
    findings.add(content.pointer, "a form whose fields are not simply listed: the stub takes its bytes");
    const name = names.take("body");
    return [{ name, text: `${name}${optional ? "?" : ""}: Uint8Array`, optional, ...said }];
  }
  if (accepted.length < FORMS.length) {
    const other = FORMS.find((form) => form !== type);
    const hasFile = properties.some(([, property]) => fileOf(property) !== undefined);
    if (!(hasFile && type === "multipart/form-data"))
      findings.add(content.pointer, `a form that is only ${type}: the stub takes ${other} too`);
  }
  noteUnknown(target, findings);
  for (const key of ["additionalProperties", "minProperties", "maxProperties"])
    if (target.at(key).exists) findings.add(target.at(key).pointer, `${key} of a form`);
  const required: string[] = Array.isArray(target.value.required) ? target.value.required : [];
  for (const key of required)
    if (!properties.some(([name]) => name === key))
      findings.add(target.at("required").pointer, `the field ${key}, which the form does not declare`);
  if (optional && required.length > 0)
    findings.add(
      body.at("required").pointer,
      "a form that may be left out: the stub asks for its required fields",
    );
  return properties.map(([key, property]) => {
    const name = names.take(variable(key));
    const isOptional = !required.includes(key);
    const alias = name === key ? "" : `, ${JSON.stringify(key)}`;
    const description = oneLine(property.value?.description ?? "");
    const mark = isOptional ? "?" : "";
    const file = type === "multipart/form-data" ? fileOf(property) : undefined;
    const saying = description === "" ? {} : { description };
    if (file) {
      noteFile(property.follow(), findings);
      const plain = `${draft.use(OPERATIONS, "UploadedFile")}${file === "list" ? "[]" : ""}`;
      const type = alias === "" ? plain : `${draft.use(OPERATIONS, "Form")}<${plain}${alias}>`;
      return {
        name,
        text: `${name}${mark}: ${type}`,
        optional: isOptional,
        ...saying,
      };
    }
    const isScalar = isFieldType(property);
    if (!isScalar)
      findings.add(
        property.pointer,
        `the field ${key} is neither a scalar nor a list of these: taken as text`,
      );
    const written = isScalar
      ? types.of(property, draft, operation, key)
      : { text: "string", tags: [], notes: [] };
    const comment = docComment("", [...written.tags, ...written.notes], { inline: true });
    return {
      name,
      text: `${comment}${name}${mark}: ${draft.use(OPERATIONS, "Form")}<${written.text}${alias}>`,
      optional: isOptional,
      ...saying,
    };
  });
}

/** What an uploaded file can't be held to. */
function noteFile(file: Place, findings: Findings): void {
  for (const keyword of Object.keys(CONSTRAINED))
    if (file.at(keyword).exists) findings.add(file.at(keyword).pointer, `${keyword} of a file`);
  if (file.at("items").exists) noteFile(file.at("items").follow(), findings);
}

function fileOf(property: Place): "file" | "list" | undefined {
  const { value } = property.follow();
  if (!isRecord(value)) return undefined;
  if (
    value.type === "string" &&
    (value.format === "binary" || value.contentMediaType === "application/octet-stream")
  )
    return "file";
  return value.type === "array" && fileOf(property.follow().at("items")) === "file" ? "list" : undefined;
}

function isFieldType(property: Place, depth = 0): boolean {
  const { value } = property.exists ? property.follow() : property;
  if (!isRecord(value) || depth > 1) return false;
  const types = (Array.isArray(value.type) ? value.type : [value.type]).filter(
    (type: unknown) => type !== "null",
  );
  if (value.oneOf || value.anyOf || value.allOf) return false;
  if (types.length === 1 && types[0] === "array")
    return value.nullable !== true && depth === 0 && isFieldType(property.follow().at("items"), depth + 1);
  return (
    value.enum !== undefined ||
    (types.length > 0 &&
      types.every((type: unknown) => ["string", "number", "integer", "boolean"].includes(String(type))))
  );
}

export function bare(mediaType: string): string {
  return (mediaType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

export function isMediaType(text: string): boolean {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+$/.test(bare(text));
}

/** What is JSON, and says so plainly if it can; of several, as of versions, the first that has a schema. */
export function jsonOf(media: [type: string, content: Place][]): [type: string, content: Place] | undefined {
  const plain = media.filter(([type]) => bare(type) === "application/json");
  return (
    plain.find(([, content]) => content.at("schema").exists) ??
    plain[0] ??
    media.find(([type]) => isJson(type))
  );
}

export function isJson(mediaType: string): boolean {
  return /^(application\/json|application\/[^/]*\+json|\*\/\*|application\/\*|text\/json)$/.test(
    bare(mediaType),
  );
}
