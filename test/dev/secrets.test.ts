import { describe, expect, it } from "vitest";
import { developmentSecrets, jobsLine } from "../../scripts/dev/secrets.ts";

describe("secrets that everybody knows", () => {
  it.each(["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"])("are for this machine: %s", (host) => {
    expect(Object.keys(developmentSecrets(host))).toContain("JOBS_TOKEN");
  });

  it.each([
    "0.0.0.0",
    "::",
    "192.168.1.5",
    "example.com",
    "127.0.0.1.example.com",
    "localhost.example.com",
    "",
  ])("are not for others: %s", (host) => {
    expect(developmentSecrets(host)).toEqual({});
  });
});

it("says how to come in, and never a token of one's own", () => {
  const secrets = developmentSecrets("127.0.0.1");
  expect(jobsLine("http://x", "127.0.0.1", secrets, {})).toBe("http://x/jobs   Authorization: Bearer dev");
  expect(jobsLine("http://x", "127.0.0.1", secrets, { JOBS_TOKEN: "mine" })).not.toContain("mine");
  expect(jobsLine("http://x", "0.0.0.0", {}, {})).toMatch(/closed.*0\.0\.0\.0.*\.dev\.vars/);
});
