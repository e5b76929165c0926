/** Every OpenAPI 3 document of @readme/oas-examples on its whole way: what is not reported as lost is there in the end. */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { travel } from "./journey.ts";

const folder = dirname(createRequire(import.meta.url).resolve("@readme/oas-examples/package.json"));
/** They hold no operation: nothing, or webhooks alone. */
const WITHOUT_PATHS = ["3.0/json/openapi-workshop/title.json", "3.1/json/webhooks.json"];
const documents = ["3.0/json", "3.1/json", "3.1/yaml"].flatMap((part) =>
  readdirSync(join(folder, part), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(json|yaml)$/.test(name))
    .map((name) => `${part}/${name}`),
);

describe("the round trip", { timeout: 60_000 }, () => {
  it.each(documents.filter((name) => !WITHOUT_PATHS.includes(name.replaceAll("yaml", "json"))))(
    "%s",
    async (name) => {
      const { diagnostics, differences, operations } = await travel(join(folder, name));
      expect({ diagnostics, differences }).toEqual({ diagnostics: [], differences: [] });
      expect(operations).toBeGreaterThan(0);
    },
  );
});
