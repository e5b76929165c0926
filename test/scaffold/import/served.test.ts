/** Documents as the API that they become, in workerd: every operation takes what it has to take, and nothing else. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { serve } from "./served.ts";

const folder = dirname(createRequire(import.meta.url).resolve("@readme/oas-examples/package.json"));

/** With how many operations each has. */
const DOCUMENTS: Record<string, number> = {
  "3.0/json/petstore.json": 20,
  "3.0/json/star-trek.json": 120,
  "3.0/json/complex-nesting.json": 5,
  "3.0/json/polymorphism.json": 13,
  "3.0/json/parameters-style.json": 23,
  "3.1/json/schema-types.json": 23,
  "3.1/json/security.json": 15,
  "3.1/json/train-travel.json": 7,
};

describe("every operation answers 501 to what fits, and 422 to each fault", { timeout: 120_000 }, () => {
  it.each(Object.entries(DOCUMENTS))("%s", async (name, operations) => {
    const { wrong, unmade, asked } = await serve(join(folder, name));
    expect({ wrong, unmade }).toEqual({ wrong: [], unmade: [] });
    expect(asked.fitting).toBe(operations);
  });

  it("asks for faults of every kind", async () => {
    const { asked } = await serve(join(folder, "3.1/json/readme.json"));
    expect(asked.faulty).toBeGreaterThan(200);
  });
});
