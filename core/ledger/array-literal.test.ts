import { expect, test } from "vitest";
import { plainArray, textArray } from "./array-literal.js";

test("texts are quoted, so that NULL, commas and braces stay text", () => {
  expect(textArray(["NULL", null, "a,b", "{c}", ""])).toBe('{"NULL",NULL,"a,b","{c}",""}');
});

test("quotes and backslashes are escaped", () => {
  expect(textArray(['say "hi"', "back\\slash"])).toBe('{"say \\"hi\\"","back\\\\slash"}');
});

test("numbers of any size and booleans are written plainly", () => {
  expect(plainArray([1, 2n ** 62n, true])).toBe("{1,4611686018427387904,true}");
  expect(plainArray([])).toBe("{}");
});
