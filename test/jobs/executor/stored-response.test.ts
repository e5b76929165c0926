import { describe, expect, test } from "vitest";
import {
  storedBytes,
  storedEmpty,
  storedJson,
  storedText,
  storedWebResponse,
  TooLargeError,
} from "../../../src/jobs/executor/stored-response";
import { MAX_RESULT_BYTES } from "../../../src/jobs/limits";

const bytes = new Uint8Array([1, 2, 3]);
const utf8 = new TextEncoder();

describe("a stored response", () => {
  test("of JSON or text is encoded", () => {
    expect(storedJson({ ä: 1 }, 201)).toEqual({
      status: 201,
      headers: [["content-type", "application/json"]],
      body: utf8.encode('{"ä":1}'),
    });
    expect(storedText("ä", "text/plain", 200).body).toEqual(utf8.encode("ä"));
    expect(storedEmpty(204)).toEqual({ status: 204, headers: [], body: null });
  });

  test.each([
    ["an array", () => bytes],
    ["a Blob", () => new Blob([bytes])],
    ["a stream", () => new Blob([bytes]).stream()],
  ])("of bytes takes %s", async (_, source) => {
    expect(await storedBytes(source(), "image/webp", 200)).toEqual({
      status: 200,
      headers: [["content-type", "image/webp"]],
      body: bytes,
    });
  });

  test("of a Response keeps its status and headers, each cookie of its own", async () => {
    const response = new Response("hi", { status: 203, headers: { "x-a": "1" } });
    response.headers.append("set-cookie", "a=1");
    response.headers.append("set-cookie", "b=2");
    const stored = await storedWebResponse(response);
    expect(stored).toMatchObject({ status: 203, body: utf8.encode("hi") });
    expect(stored.headers).toEqual(
      expect.arrayContaining([
        ["x-a", "1"],
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ]),
    );
    expect((await storedWebResponse(new Response(null, { status: 204 }))).body).toBeNull();
  });

  test.each([undefined, () => 1, 1n])("is not made of what is not JSON", (value) => {
    expect(() => storedJson(value, 200)).toThrow(TypeError);
  });

  test("is not made of more than the queue stores, and reads no further", async () => {
    expect(() => storedText("x".repeat(MAX_RESULT_BYTES + 1), "text/plain", 200)).toThrow(TooLargeError);
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(storedBytes(endless, "text/plain", 200)).rejects.toThrow(TooLargeError);
    expect(cancelled).toBe(true);
  });
});
