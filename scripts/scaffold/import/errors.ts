/**
 * The errors of an operation: each status and its bodies, as `@throws`.
 *
 * @module
 */

import { bare, isJson, isMediaType } from "./bodies.ts";
import { oneLine, type Tag } from "./doc.ts";
import type { Findings } from "./findings.ts";
import { ANNOTATIONS } from "./merge.ts";
import type { Draft } from "./module.ts";
import { isRecord, type Place } from "./place.ts";
import type { Types } from "./types.ts";

interface Context {
  draft: Draft;
  types: Types;
  findings: Findings;
  operation: string;
}

/** The status as `@throws` takes it; undefined for one of success. */
export function errorStatusOf(status: string): string | undefined {
  if (/^[45]\d\d$/.test(status) || status === "default") return status;
  return /^[45]xx$/i.test(status) ? status.toUpperCase() : undefined;
}

export class Errors {
  readonly #context: Context;
  /** The types of schemas that have no name, by what they say: a status often has the schema of another one. */
  readonly #named = new Map<string, string>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** A tag for each schema that the body may have. */
  tagsOf(status: string, response: Place): Tag[] {
    const said = response.follow();
    const description = oneLine(String(said.value?.description ?? ""));
    const bodies = this.#bodiesOf(response);
    if (bodies.length === 0) return [tagOf(`{${status}}`, description)];
    return bodies.map(({ mediaTypes, link }, index) => {
      const isPlain = link !== "" && mediaTypes.join() === "application/json";
      const braces = isPlain ? `{${status}}` : `{${status} ${mediaTypes.join(", ")}}`;
      return tagOf(braces, link, index === 0 ? description : "");
    });
  }

  /** The media types that share a schema, and the link to its type; none where it says nothing. */
  #bodiesOf(response: Place): { mediaTypes: string[]; link: string }[] {
    const { findings } = this.#context;
    const bodies = new Map<string, { mediaTypes: string[]; link: string }>();
    const seen = new Set<string>();
    for (const [type, content] of response.follow().at("content").entries()) {
      const mediaType = this.#mediaTypeOf(type, content);
      const schema = content.at("schema");
      for (const name of ["example", "examples"])
        if (content.value?.[name] !== undefined)
          findings.add(content.at(name).pointer, "an example of an error");
      const key = JSON.stringify(schema.value);
      if (seen.has(mediaType)) {
        if (!bodies.get(key)?.mediaTypes.includes(mediaType))
          findings.add(content.pointer, `an error as ${type}: the stub has another one of ${mediaType}`);
        continue;
      }
      seen.add(mediaType);
      const body = bodies.get(key) ?? { mediaTypes: [], link: this.#linkOf(mediaType, schema, response) };
      body.mediaTypes.push(mediaType);
      bodies.set(key, body);
    }
    return [...bodies.values()];
  }

  #mediaTypeOf(type: string, content: Place): string {
    if (isMediaType(type)) return bare(type);
    const instead = /^\*\/\*|^application\/\*/.test(bare(type))
      ? "application/json"
      : "application/octet-stream";
    this.#context.findings.add(content.pointer, `an error as ${type}: taken for ${instead}`);
    return instead;
  }

  #linkOf(mediaType: string, schema: Place, response: Place): string {
    if (!schema.exists || (isRecord(schema.value) && Object.keys(schema.value).length === 0)) return "";
    const target = schema.follow();
    if (!isJson(mediaType) && target.value?.type === "string") {
      this.#noteText(target);
      return "";
    }
    return `{@link ${this.#nameOf(schema, response)}}`;
  }

  #nameOf(schema: Place, response: Place): string {
    const { types, draft, operation } = this.#context;
    // A response that several operations refer to has one type.
    if (response.isReference && !schema.isReference)
      return types.shared(schema, draft, nameOfResponse(response));
    const key = JSON.stringify(schema.value);
    const known = this.#named.get(key);
    if (known !== undefined) return known;
    const written = types.of(schema, draft, operation, "error");
    const isName = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(written.text);
    if (isName && written.tags.length + written.notes.length === 0 && schema.isReference) return written.text;
    const name = types.name(operation, "error");
    types.declare(name, written, draft, schema);
    this.#named.set(key, name);
    return name;
  }

  #noteText(schema: Place): void {
    for (const [keyword, at] of schema.entries())
      if (
        at.value !== "binary" &&
        keyword !== "type" &&
        !ANNOTATIONS.includes(keyword) &&
        !keyword.startsWith("x-")
      )
        this.#context.findings.add(at.pointer, `${keyword} of an answer that is not JSON`);
  }
}

function tagOf(...parts: string[]): Tag {
  return { name: "throws", text: parts.filter(Boolean).join(" ") };
}

/** `#/components/responses/NotFound` is `NotFound`, and `#/components/responses/404` is `Error404`. */
function nameOfResponse(response: Place): string {
  const name = response.follow().path.split("/").at(-1) ?? "";
  return /^\d/.test(name) ? `Error ${name.replace(/error/i, "")}` : name;
}
