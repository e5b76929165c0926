import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shared } from "../../../scripts/scaffold/emit/shared.ts";

const value = fc.jsonValue({ maxDepth: 4 });

describe("what two records share", () => {
  it("is in the later one, which is as it was", () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value), value, (some, others, own) => {
        const before = { some, own };
        const now = { some: [...others, ...structuredClone(some)], own: structuredClone(own) };
        const text = JSON.stringify(now);
        const result = shared(before, now);
        expect(JSON.stringify(result)).toBe(text);
        expect(JSON.stringify(now)).toBe(text);
        expect(result.own).toBe(own);
        expect(shared(before, structuredClone(before))).toBe(before);
      }),
    );
  });

  it("is nothing whose properties have another order", () => {
    const before = { a: 1, b: { c: [1] } };
    const now = { b: { c: [1] }, a: 1 };
    const result = shared(before, now);
    expect(Object.keys(result)).toEqual(["b", "a"]);
    expect(result.b).toBe(before.b);
  });
});
