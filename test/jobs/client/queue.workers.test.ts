import { afterEach, describe, expect, test, vi } from "vitest";
import { get, post, queues } from "../bindings";

afterEach(() => vi.restoreAllMocks());

const ID = "enam0_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** The queue answers each call with the next of these; an error is thrown. */
function answers(...results: unknown[]) {
  return vi.spyOn(queues, "getByName").mockImplementation(() => {
    const answer = async () => {
      const result = results.shift();
      if (result instanceof Error) throw result;
      return result;
    };
    return { get: answer, submit: answer } as unknown as ReturnType<typeof queues.getByName>;
  });
}

const retryable = () => Object.assign(new Error("try again"), { retryable: true });
const overloaded = () => Object.assign(new Error("too much"), { retryable: true, overloaded: true });

describe("a call of the queue", () => {
  test("that failed for a moment is made again, with a new stub", async () => {
    const stubs = answers(retryable(), Object.assign(new Error(), { durableObjectReset: true }), null);
    expect((await get(`/jobs/${ID}`)).status).toBe(404);
    expect(stubs).toHaveBeenCalledTimes(3);
    expect(stubs).toHaveBeenLastCalledWith("enam0", { locationHint: "enam" });
  });

  test("is not made again when the queue has too much to do: 503", async () => {
    const stubs = answers(overloaded(), overloaded());
    for (const response of [await get(`/jobs/${ID}`), await post("add", [1, 2])]) {
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    }
    expect(stubs).toHaveBeenCalledTimes(2);
  });
});
