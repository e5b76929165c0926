import { expect, it } from "vitest";
import { readableLog } from "../../scripts/dev/log-line.ts";

it.each([
  [
    '{"level":"info","message":"job succeeded","operation":"add","status":"succeeded","waitMs":3,"runMs":null,"requestId":"r"}',
    "job succeeded: operation add, waitMs 3, runMs null",
  ],
  [
    '{"level":"error","message":"request failed","requestId":"r","error":"Error: no","stack":"Error: no\\n    at f"}',
    "request failed: requestId r\nError: no\n    at f",
  ],
  [
    '{"level":"info","message":"GET /ping 200","method":"GET","route":"/ping","status":200,"ms":1,"requestId":"r"}',
    "GET /ping 200: ms 1",
  ],
  ['{"level":"warn","message":"given up","error":"gone"}', "given up\ngone"],
  ['{"level":"warn","message":"alone"}', "alone"],
  ['{"level":"warn"', '{"level":"warn"'],
  ['{"level":3}', '{"level":3}'],
  ['{"mine": true}', '{"mine": true}'],
  ["plain", "plain"],
])("shows %s as words", (text, words) => {
  expect(readableLog(text)).toBe(words);
});
