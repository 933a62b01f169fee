import { expect, test } from "vitest";
import { embedOptions } from "./embed-options.js";

const usual = { rows: 10, theme: "dark", hasTitle: true };

test("an address without options shows ten rows for a dark picture", () => {
  expect(embedOptions("")).toEqual(usual);
});

test("rows, theme and title can be chosen", () => {
  expect(embedOptions("?rows=5&theme=light&title=0")).toEqual({ rows: 5, theme: "light", hasTitle: false });
  expect(embedOptions("?rows=999").rows).toBe(50);
});

test("strange options are left at what is usual", () => {
  for (const rows of ["0", "-1", "x", "2.5", ""]) expect(embedOptions(`?rows=${rows}&theme=pink`)).toEqual(usual);
});
