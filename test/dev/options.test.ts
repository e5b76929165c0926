import { describe, expect, it } from "vitest";
import { UsageError } from "../../scripts/command-line/arguments.ts";
import { readOptions } from "../../scripts/dev/options.ts";

describe("readOptions", () => {
  it("has a default for each", () => {
    const options = readOptions([]);
    expect(options).toMatchObject({ host: "127.0.0.1", port: 8787, state: ".wrangler/state" });
    expect(options).toHaveProperty("executors", expect.any(Number));
  });

  it("reads each", () => {
    expect(
      readOptions(["--port", "0", "--host=0.0.0.0", "--executors", "3", "--state", "elsewhere"]),
    ).toEqual({ host: "0.0.0.0", port: 0, executors: 3, state: "elsewhere" });
  });

  it("tells when help was asked for", () => {
    expect(readOptions(["--help"])).toBe("help");
  });

  it.each([
    [["--prot", "1"], "Unknown option '--prot'"],
    [["8788"], 'What is "8788"?'],
    [["--port"], "Option '-p, --port <value>' argument missing"],
    [["--port", "65536"], '--port takes a whole number from 0 to 65535, not "65536"'],
    [["--port", "-1"], "Option '--port' argument is ambiguous"],
    [["--executors", "0"], '--executors takes a whole number from 1 to 64, not "0"'],
    [["--executors", "1.5"], '--executors takes a whole number from 1 to 64, not "1.5"'],
  ])("refuses %j", (args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
  });
});
