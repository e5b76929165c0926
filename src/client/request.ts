/**
 * Arguments on their way to becoming a request.
 *
 * @module
 */

import type { Delimiter, OperationDefinition, Place } from "./definition";

/** What is sent, but for what the client adds. */
export interface Outgoing {
  method: string;
  /** Path and query, from `/` on. */
  path: string;
  headers?: Record<string, string>;
  body?: Blob | ArrayBuffer | Uint8Array | ReadableStream | FormData | URLSearchParams | string;
}

type Arguments = Record<string, unknown>;

const DELIMITERS: Record<Delimiter, string> = { commas: ",", spaces: " ", pipes: "|" };

/**
 * @param given arguments by their names; what is undefined is left out
 * @throws {TypeError} a part of the path is missing, or would lead elsewhere
 */
export function outgoing(definition: OperationDefinition, given: Arguments = {}): Outgoing {
  const { method, arguments: placements = {} } = definition;
  let { path } = definition;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  let json: unknown;
  const form: [name: string, value: unknown][] = [];
  let isForm = false;
  let body: Outgoing["body"];

  for (const [name, placement] of Object.entries(placements)) {
    const [place, key = name] = placement.split(/ (.*)/s);
    // Every object has a `constructor`, given or not.
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    isForm ||= place === "form" || place === "part";
    if (place === "path") path = path.replace(`{${key}}`, () => segmentOf(name, value));
    if (value === undefined) continue;
    switch (place as Place) {
      case "query":
        for (const item of listOf(value)) query.append(key, textOf(item));
        break;
      case "commas":
      case "spaces":
      case "pipes":
        if (listOf(value).length > 0)
          query.append(
            key,
            listOf(value)
              .map(textOf)
              .join(DELIMITERS[place as Delimiter]),
          );
        break;
      case "properties":
      case "deep":
        for (const [property, one] of Object.entries(value as Arguments)) {
          const called = place === "deep" ? `${key}[${property}]` : property;
          if (one !== undefined) for (const item of listOf(one)) query.append(called, textOf(item));
        }
        break;
      case "header":
        headers[key] = listOf(value).map(textOf).join(", ");
        break;
      case "cookie":
        cookies.push(`${key}=${encodeURIComponent(textOf(value))}`);
        break;
      case "body":
        json = value;
        break;
      case "field":
        json = Object.assign(json ?? {}, { [key]: value });
        break;
      case "form":
        form.push(...Object.entries(value as Arguments));
        break;
      case "part":
        form.push([key, value]);
        break;
      case "bytes":
        body = value as Blob | Uint8Array | ReadableStream;
        headers["content-type"] = (value as Blob).type || (key === name ? "application/octet-stream" : key);
        break;
    }
  }
  if (isForm) body = formOf(form);
  if (json !== undefined) {
    body = JSON.stringify(json, withoutBigInt);
    headers["content-type"] = "application/json";
  }
  if (cookies.length > 0) headers.cookie = cookies.join("; ");
  return {
    method,
    path: query.size > 0 ? `${path}?${query}` : path,
    headers,
    ...(body !== undefined && { body }),
  };
}

/** A URL takes `.` and `..` for steps, however they are encoded, and skips nothing for what is empty. */
function segmentOf(name: string, value: unknown): string {
  const text = value === undefined ? "" : textOf(value);
  if (/^\.{0,2}$/.test(text)) throw new TypeError(`${name} is part of the path, and cannot be "${text}".`);
  return encodeURIComponent(text);
}

/** Multipart where there is a file, else URL-encoded. */
function formOf(entries: [name: string, value: unknown][]): FormData | URLSearchParams {
  const flat = entries.flatMap(([name, value]) =>
    value === undefined ? [] : listOf(value).map((item) => [name, item] as const),
  );
  if (!flat.some(([, value]) => value instanceof Blob))
    return new URLSearchParams(flat.map(([name, value]) => [name, textOf(value)]));
  const form = new FormData();
  for (const [name, value] of flat) form.append(name, value instanceof Blob ? value : textOf(value));
  return form;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** JSON has no word for a bigint: it travels as a string of digits. */
function withoutBigInt(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
