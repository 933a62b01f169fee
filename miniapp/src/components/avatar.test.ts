import { expect, test } from "vitest";
import { monogram } from "./avatar.js";

test("a monogram is the first letter or digit that the mask leaves, with its marks", () => {
  expect(["Ni***a", "***7x", "ångström", "שלמה", "e\u0301lan", "_ 🏁 zed"].map(monogram)).toEqual([
    "N",
    "7",
    "Å",
    "ש",
    "E\u0301",
    "Z",
  ]);
});

test("a name that is all mask has none", () => {
  expect(monogram("***")).toBeUndefined();
});
