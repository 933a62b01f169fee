import { expect, test } from "vitest";
import { refuseJsonShape } from "./json-limits.js";

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const keyed = (count: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index])));

test("nesting of 16 passes and 17 does not", () => {
  expect(refuseJsonShape(nested(16))).toBeUndefined();
  expect(refuseJsonShape(nested(17))).toBe("json_too_deep");
});

test("200 keys in one object pass and 201 do not", () => {
  expect(refuseJsonShape(keyed(200))).toBeUndefined();
  expect(refuseJsonShape(keyed(201))).toBe("json_too_many_keys");
});

test("keys are counted for each object, so a long list of small ones passes", () => {
  expect(refuseJsonShape(`[${Array.from({ length: 500 }, () => '{"a":1,"b":2}').join(",")}]`)).toBeUndefined();
});

test("brackets and colons inside strings do not count, not even behind escaped quotes", () => {
  expect(refuseJsonShape(JSON.stringify({ text: `\\"${"[".repeat(50)}${":".repeat(300)}` }))).toBeUndefined();
});

test.each(["", '"', '"\\', "]]]]", "{"])("broken text %j is left to the parser", (text) => {
  expect(refuseJsonShape(text)).toBeUndefined();
});
