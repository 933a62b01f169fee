import * as fc from "fast-check";
import { expect, test } from "vitest";
import { countKeys, countWrittenKeys } from "./json-limits.js";

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const keyed = (count: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index])));

test("nesting of 16 passes and 17 does not", () => {
  expect(countWrittenKeys(nested(16))).toBe(0);
  expect(countWrittenKeys(nested(17))).toBe("json_too_deep");
});

test("200 keys in one object pass and 201 do not", () => {
  expect(countWrittenKeys(keyed(200))).toBe(200);
  expect(countWrittenKeys(keyed(201))).toBe("json_too_many_keys");
});

test("keys are counted for each object, so a long list of small ones passes", () => {
  expect(countWrittenKeys(`[${Array.from({ length: 500 }, () => '{"a":1,"b":2}').join(",")}]`)).toBe(1_000);
});

test("brackets and colons inside strings do not count, not even behind escaped quotes", () => {
  expect(countWrittenKeys(JSON.stringify({ text: `\\"${"[".repeat(50)}${":".repeat(300)}` }))).toBe(1);
});

test.each(["", '"', '"\\', "]]]]", "{"])("broken text %j is left to the parser", (text) => {
  expect(countWrittenKeys(text)).toBe(0);
});

test("an object that repeats a key has fewer keys than are written, and no other text does", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(countKeys(JSON.parse(text))).toBe(countWrittenKeys(text));
    }),
  );
  const text = '{"a":{"b\\"":1,"\\u0061":2},"list":[{"a":1,"a":1}],"__proto__":{"x":1}}';
  expect([countKeys(JSON.parse(text)), countWrittenKeys(text)]).toEqual([7, 8]);
});
