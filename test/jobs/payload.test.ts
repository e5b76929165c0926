import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_PAYLOAD_BYTES } from "../../src/jobs/limits";
import { PayloadTooLargeError, pack, unpack } from "../../src/jobs/payload";

// JSON has no -0.
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const bytes = fc.uint8Array({ maxLength: 200 });
const file = fc.record({ name: fc.string(), type: fc.string(), bytes });
const argument = fc.oneof(
  json,
  bytes,
  file,
  fc.array(bytes, { minLength: 1 }),
  fc.array(file, { minLength: 1 }),
  fc.constant(undefined),
);

describe("pack and unpack", () => {
  test("give back what they took", () => {
    fc.assert(
      fc.property(fc.array(argument), (args) => {
        expect(unpack(pack(args))).toEqual(args);
      }),
    );
  });

  test("give back bytes that share nothing with the payload, wherever it lies", () => {
    const packed = pack([new Uint8Array([1, 2, 3])]);
    const shifted = new Uint8Array(packed.byteLength + 7);
    shifted.set(packed, 7);
    const [value] = unpack(shifted.subarray(7)) as [Uint8Array];
    shifted.fill(0);
    expect(value).toEqual(new Uint8Array([1, 2, 3]));
    expect(value.buffer.byteLength).toBe(3);
  });

  test("take a view of a larger buffer for what it shows", () => {
    expect(unpack(pack([new Uint8Array([1, 2, 3, 4]).subarray(1, 3)]))).toEqual([new Uint8Array([2, 3])]);
  });

  test("make a date its ISO string, as JSON does", () => {
    expect(unpack(pack([new Date(0), { at: new Date(1) }]))).toEqual([
      "1970-01-01T00:00:00.000Z",
      { at: "1970-01-01T00:00:00.001Z" },
    ]);
  });

  test("make a bigint its digits", () => {
    const large = 2n ** 64n;
    expect(unpack(pack([-1n, { deep: [large] }]))).toEqual(["-1", { deep: ["18446744073709551616"] }]);
  });

  test("refuse a cycle", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => pack([cycle])).toThrow(TypeError);
  });

  test("take 20 MB, and refuse what is above the limit with its size", () => {
    const large = new Uint8Array(20_000_000);
    expect((unpack(pack([large])) as [Uint8Array])[0].byteLength).toBe(20_000_000);
    const tooLarge = new Uint8Array(MAX_PAYLOAD_BYTES);
    expect(() => pack([tooLarge])).toThrow(PayloadTooLargeError);
  });
});
