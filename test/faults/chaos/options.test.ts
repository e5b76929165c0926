import { describe, expect, it } from "vitest";
import { UsageError } from "../../../scripts/command-line/arguments.ts";
import { readOptions } from "./options.ts";

describe("the command line", () => {
  it("is read", () =>
    expect(readOptions(["--jobs", "300", "--kills", "6", "--seed", "5"])).toEqual({
      jobs: 300,
      kills: 6,
      seed: 5,
    }));

  it("has a random seed, and as many kills as the jobs allow", () =>
    expect(readOptions(["--jobs", "3"])).toEqual({ jobs: 3, kills: 3, seed: expect.any(Number) }));

  it("explains itself", () => expect(readOptions(["--seed", "1", "-h"])).toBe("help"));

  it.each([
    [["--jobs", "many"], '--jobs takes a whole number from 1 to 1000000, not "many"'],
    [["--jobs", "0"], '--jobs takes a whole number from 1 to 1000000, not "0"'],
    [["--kills", "-1"], "Option '--kills' argument is ambiguous"],
    [["--kills=1.5"], '--kills takes a whole number from 0 to 10000, not "1.5"'],
    [["--jobs", "5", "--kills", "6"], "--kills 6 is more than --jobs 5: each kill needs a job to hit"],
    [["--speed"], "Unknown option '--speed'"],
    [["300"], 'What is "300"?'],
  ])("says what is wrong with %j", (args, message) => {
    const read = () => readOptions(args);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});
