import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withoutNames } from "./plain-schemas.js";

test("only the names go, on one line or on several", () => {
  const code = `export const a = z.object({ b: z.int() }).register(z.globalRegistry, { id: "A" });
export const c = z
  .string()
  .check(z.regex(/^{x}$/))
  .register(z.globalRegistry, { id: "C", examples: ["1.00"] });`;
  expect(withoutNames(code)).toBe(`export const a = z.object({ b: z.int() });
export const c = z
  .string()
  .check(z.regex(/^{x}$/));`);
});

test("no schema of the border keeps its name in the app", () => {
  const wire = new URL("../../wire/", import.meta.url);
  const files = readdirSync(wire).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const kept = files.filter((name) =>
    withoutNames(readFileSync(new URL(name, wire), "utf8")).includes("globalRegistry"),
  );
  expect(kept).toEqual([]);
});
