import { afterEach, describe, expect, it, vi } from "vitest";
import { noMore, readArguments, wholeNumber } from "../../scripts/command-line/arguments.ts";
import { readOptions as readDeployOptions } from "../../scripts/deploy/options.ts";

const OPTIONS = {
  port: { type: "string" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean" },
} as const;

afterEach(() => vi.unstubAllEnvs());

describe("a command line", () => {
  it("is read", () => {
    const { values, positionals } = readArguments(["--port", "1", "file", "--dry-run"], OPTIONS);
    expect(values).toEqual({ port: "1", "dry-run": true });
    expect(positionals).toEqual(["file"]);
  });

  it("has no option that there is not", () => {
    expect(() => readArguments(["--prot", "1"], OPTIONS)).toThrow("Unknown option '--prot'");
  });

  it("has lost the option that npm took, and must not be obeyed", () => {
    vi.stubEnv("npm_config_dry_run", "true");
    vi.stubEnv("npm_lifecycle_event", "deploy");
    const message = "npm took --dry-run for one of its own. Put -- before it: npm run deploy -- --dry-run";
    expect(() => readArguments([], OPTIONS)).toThrow(message);
    expect(() => readDeployOptions([])).toThrow(message);
  });

  it("may meet a yes in the .npmrc", () => {
    vi.stubEnv("npm_config_yes", "true");
    expect(readArguments([], OPTIONS).values).toEqual({});
  });

  it("says what is left of it", () => {
    expect(() => noMore(["file"])).toThrow('What is "file"?');
  });

  it.each(["", "x", "-1", "1.5", "9"])("has no number from 0 to 8 in %j", (text) => {
    expect(() => wholeNumber("port", text, 0, 8)).toThrow(
      `--port takes a whole number from 0 to 8, not "${text}"`,
    );
  });
});
