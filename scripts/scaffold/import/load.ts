/**
 * The first stage: the document and every file that it refers to, parsed; and the refusal of what is no OpenAPI document.
 *
 * @module
 */

import { stat } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import { $RefParser } from "@apidevtools/json-schema-ref-parser";
import { ImportFailure } from "./failure.ts";
import { isRecord, type Library, Place, type Raw } from "./place.ts";

/** The document's root. Every reference in it leads somewhere, and nothing was read from the network. */
export async function loadDocument(file: string): Promise<Place> {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new ImportFailure(`${file}: there is no such file.`);
  const files = await parse(path, file);
  const library: Library = {
    files,
    label: (one) => (one === path ? "" : relative(dirname(path), one).replaceAll("\\", "/")),
    locate: (reference, from) => resolve(dirname(from), decodeURIComponent(reference)),
  };
  const root = new Place(library, path, "", files.get(path));
  assertOpenApi(root, file);
  for (const [one, value] of files) assertReferences(new Place(library, one, "", value));
  return root;
}

async function parse(path: string, file: string): Promise<Map<string, Raw>> {
  const parser = new $RefParser();
  try {
    const refs = await parser.resolve(path, {
      resolve: { http: false },
      parse: { text: false, binary: false },
    });
    return new Map(refs.paths().map((one) => [resolve(one), refs.get(one)]));
  } catch (error) {
    const { message } = error as Error;
    const remote = /https?:\/\/[^\s"]+/.exec(message)?.[0];
    if (remote)
      throw new ImportFailure(
        `${file}: it refers to ${remote}. Save that file beside it and refer to it by its path: nothing is read from the network.`,
      );
    throw new ImportFailure(`${file}: it can't be read. ${message.replaceAll(path, basename(path))}`);
  }
}

function assertOpenApi({ value }: Place, file: string): void {
  if (!isRecord(value)) throw new ImportFailure(`${file}: this is not an OpenAPI document, but plain text.`);
  if ("swagger" in value) {
    throw new ImportFailure(
      `${file}: this is a Swagger ${value.swagger} document; import takes OpenAPI 3.0 and 3.1.\n` +
        `Convert it first: npx swagger2openapi ${file} --patch -o openapi.json, or open it in editor.swagger.io and choose Edit > Convert to OpenAPI 3.`,
    );
  }
  const { openapi } = value;
  if (typeof openapi !== "string")
    throw new ImportFailure(
      `${file}: this is not an OpenAPI document: the field \`openapi: 3.1.0\` is missing.`,
    );
  if (!/^3\.[01](\.|$)/.test(openapi))
    throw new ImportFailure(`${file}: this is OpenAPI ${openapi}; import takes OpenAPI 3.0 and 3.1.`);
  if (!isRecord(value.paths) || Object.keys(value.paths).length === 0)
    throw new ImportFailure(
      `${file}: there is no path in it, so there is nothing to make operations of.${value.webhooks ? WEBHOOKS : ""}`,
    );
}

const WEBHOOKS =
  "\nWebhooks are requests that the API sends. To write what receives them, move each from `webhooks` to `paths`, under the path that you want.";

/** @throws {ImportFailure} naming every reference that leads nowhere, or round in a circle. */
function assertReferences(root: Place): void {
  const broken: string[] = [];
  const visit = (place: Place, key: string): void => {
    if (EXAMPLES.includes(key)) return;
    if (place.isReference && key !== "properties") {
      try {
        place.follow();
      } catch (error) {
        if (!(error instanceof ImportFailure)) throw error;
        broken.push(error.message);
      }
    }
    for (const [name, inner] of place.entries()) visit(inner, key === "properties" ? "" : name);
    for (const inner of place.items()) visit(inner, "");
  };
  visit(root, "");
  if (broken.length > 0) throw new ImportFailure(broken.join("\n"));
}

/** Under these keys stands data: a `$ref` there is no reference. */
const EXAMPLES = ["example", "examples", "default", "enum", "const"];
