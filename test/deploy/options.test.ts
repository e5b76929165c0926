import { describe, expect, it } from "vitest";
import { UsageError } from "../../scripts/command-line/arguments.ts";
import { readOptions } from "../../scripts/deploy/options.ts";

describe("readOptions", () => {
  it("has a default for each", () => {
    expect(readOptions([])).toEqual({ env: "", dryRun: false, yes: false, url: null, flags: [] });
    expect(readOptions([], "staging")).toMatchObject({ env: "staging" });
  });

  it("reads each, and leaves the others to wrangler", () => {
    const args = [
      "--env",
      "production",
      "--minify",
      "--yes",
      "--var",
      "A:1",
      "--url=https://x.org",
      "--dry-run",
    ];
    expect(readOptions(args, "staging")).toEqual({
      env: "production",
      dryRun: true,
      yes: true,
      url: new URL("https://x.org"),
      flags: ["--minify", "--var", "A:1"],
    });
  });

  it("tells when help was asked for", () => expect(readOptions(["--help"])).toBe("help"));

  it.each([
    [["--env"], "--env needs a value"],
    [["--env", "--yes"], "--env needs a value"],
    [["--yes=no"], "--yes takes no value"],
    [["-c", "wrangler.toml"], "-c cannot be set"],
    [["--name=mine"], "--name cannot be set"],
    [["--var", "CORS_ORIGINS:*"], "CORS_ORIGINS is built in"],
    [["--var=CORS_ORIGINS:*"], "CORS_ORIGINS is built in"],
    [["--url", "example.org"], '--url takes an address such as https://api.example.com, not "example.org"'],
  ])("refuses %j", (args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
  });
});
