/**
 * The responses of an operation: what its stub returns, and what it throws.
 *
 * @module
 */

import { bare, isJson, isMediaType, jsonOf } from "./bodies.ts";
import type { Tag } from "./doc.ts";
import { Errors, errorStatusOf } from "./errors.ts";
import type { Findings } from "./findings.ts";
import { ANNOTATIONS } from "./merge.ts";
import type { Draft } from "./module.ts";
import { isRecord, type Place } from "./place.ts";
import { isObjectLiteral, type Types } from "./types.ts";

export interface Answers {
  /** Inside of `Promise<…>`. */
  type: string;
  tags: Tag[];
}

interface Context {
  draft: Draft;
  types: Types;
  findings: Findings;
  operation: string;
}

export function answersOf(responses: Place, context: Context): Answers {
  const { findings } = context;
  const all = responses.entries().filter(([status]) => !status.startsWith("x-"));
  const success = all.filter(([status]) => /^[23]\d\d$/.test(status)).sort(([a], [b]) => rank(a) - rank(b));
  const chosen =
    success[0] ??
    all.find(([status]) => /^2XX$/i.test(status)) ??
    all.find(([status]) => status === "default");
  const throws: Tag[] = [];
  const errors = new Errors(context);
  for (const [status, place] of all) {
    if (place === chosen?.[1]) continue;
    const errorStatus = errorStatusOf(status);
    if (errorStatus === undefined) {
      findings.add(place.pointer, `the response ${status}: a stub has one response beside what it throws`);
      continue;
    }
    throws.push(...errors.tagsOf(errorStatus, place));
    noteRest(place.follow(), findings);
  }
  if (!chosen) {
    findings.add(responses.pointer, "there is no response of success: taken as 204");
    return { type: "void", tags: throws };
  }
  const answer = successOf(chosen, context);
  return { type: answer.type, tags: [...answer.tags, ...throws] };
}

/** 200 and 201 before 202 and 204, and redirections last. */
function rank(status: string): number {
  return ["200", "201"].includes(status) ? Number(status) - 200 : Number(status);
}

function successOf([key, place]: [string, Place], context: Context): Answers {
  const { findings, draft, types, operation } = context;
  const response = place.follow();
  noteRest(response, findings);
  const status = /^\d+$/.test(key) ? Number(key) : 200;
  if (!/^\d+$/.test(key)) findings.add(place.pointer, `the response ${key}: taken as 200`);
  const media = response.at("content").entries();
  const [first] = media;
  const chosen = jsonOf(media) ?? media.find(([type]) => isStream(type)) ?? first;
  const statusTag = (usual: number): Tag[] =>
    status === usual ? [] : [{ name: "status", text: String(status) }];
  if (!chosen) return { type: "void", tags: statusTag(204) };
  const [type, content] = chosen;
  for (const [other, at] of media)
    if (other !== type) findings.add(at.pointer, `the answer as ${other}: the stub answers ${type}`);
  for (const name of ["example", "examples"])
    if (content.value?.[name] !== undefined)
      findings.add(content.at(name).pointer, "an example of an answer");
  if ([204, 205, 304].includes(status)) {
    findings.add(content.pointer, `a body of a ${status}, which has none`);
    return { type: "void", tags: statusTag(204) };
  }
  const schema = content.at("schema");
  const target = schema.exists ? schema.follow() : schema;
  if (!isJson(type)) {
    const isText =
      /^text\//.test(bare(type)) && target.value?.type === "string" && target.value.format !== "binary";
    if (isRecord(target.value) && target.value.type !== "string" && Object.keys(target.value).length > 0)
      findings.add(schema.pointer, "the schema of an answer that is not JSON: the stub gives its bytes");
    const isNamed = isMediaType(type);
    if (!isNamed)
      findings.add(content.pointer, `${type} is no media type: taken as application/octet-stream`);
    if (isText)
      for (const [keyword, at] of target.entries())
        if (keyword !== "type" && !ANNOTATIONS.includes(keyword) && !keyword.startsWith("x-"))
          findings.add(at.pointer, `${keyword} of an answer that is not JSON`);
    const produces: Tag = { name: "produces", text: isNamed ? bare(type) : "application/octet-stream" };
    return { type: isText ? "string" : "Uint8Array", tags: [...statusTag(200), produces] };
  }
  if (bare(type) !== "application/json")
    findings.add(content.pointer, `the media type ${type}: the stub answers application/json`);
  const written = types.of(schema, draft, operation, "result");
  const isNamed = written.tags.length + written.notes.length > 0 || isObjectLiteral(written.text);
  if (!isNamed) return { type: written.text, tags: statusTag(200) };
  const name = types.name(operation, "result");
  types.declare(name, written, draft, schema);
  return { type: name, tags: statusTag(200) };
}

function isStream(type: string): boolean {
  return bare(type) === "text/event-stream";
}

function noteRest(response: Place, findings: Findings): void {
  for (const [name, header] of response.at("headers").entries())
    findings.add(header.pointer, `the header ${name} of a response`);
  for (const [name, link] of response.at("links").entries()) findings.add(link.pointer, `the link ${name}`);
}
