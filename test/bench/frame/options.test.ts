import { expect, it } from "vitest";
import { UsageError } from "../../../scripts/command-line/arguments.ts";
import { readOptions } from "./options.ts";
import type { Part } from "./part.ts";

const parts = ["get", "post", "start-2"].map(
  (name): Part => ({
    name,
    title: name,
    open: () => Promise.reject(new Error("Nothing is measured here.")),
  }),
);
const read = (...args: string[]) => readOptions(args, parts);

it("measures everything unless it is told otherwise", () => {
  expect(read()).toEqual({ parts, against: [], rounds: 10, json: false, readme: false });
  expect(read("--help")).toBe("help");
});

it("takes parts by commas and one by one, in the order of the table", () => {
  const [get, , start] = parts;
  const options = read("--only", "start-2, get", "--only", "get", "--against", "bare Hono", "--rounds", "3");
  expect(options).toMatchObject({ parts: [get, start], against: ["bare Hono"], rounds: 3 });
});

it.each([
  [["--only", "gett"], 'There is no part "gett". There are: get, post, start-2'],
  [["--rounds", "0"], "--rounds"],
  [["--readme", "--only", "get"], "--readme writes the table of all parts"],
  [["--against", "bare Hono"], "name them with --only"],
])("refuses %j", (args, message) => {
  expect(() => read(...args)).toThrow(UsageError);
  expect(() => read(...args)).toThrow(message);
});
