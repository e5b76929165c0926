import { expect, it } from "vitest";
import { parametersOf } from "./sample.ts";

it("reads a parameter under the key that its marker names", () => {
  const declared = [
    'filter: Query<string, "filter[name]">',
    'requestId?: Header<string, "X-Request-ID">',
    'sid: Cookie<string, "connect.sid">',
    'given: Form<string, "given-name">',
  ];
  const keys = [...parametersOf(declared).values()].map(({ source }) => "key" in source && source.key);
  expect(keys).toEqual(["filter[name]", "x-request-id", "connect.sid", "given-name"]);
});
