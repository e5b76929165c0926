import { describe, expect, it } from "vitest";
import { addressOf } from "../../scripts/deploy/smoke-test.ts";

describe("addressOf", () => {
  it.each([
    [["shortorder.example.workers.dev"], "https://shortorder.example.workers.dev/"],
    [["https://shortorder.example.workers.dev"], "https://shortorder.example.workers.dev/"],
    [["api.example.com (custom domain)"], "https://api.example.com/"],
    [["schedule: 0 3 * * *", "example.com/* (zone name: example.com)"], "https://example.com/"],
    [["*.example.com/api/*"], undefined],
    [[], undefined],
  ])("of %j is %s", (targets, address) => {
    expect(addressOf(targets)?.href).toBe(address);
  });
});
