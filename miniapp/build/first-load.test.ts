import { expect, test } from "vitest";
import { isFirst } from "./first-load.js";

const importers: Record<string, string[]> = {
  "/src/main.ts": [],
  "/src/page.ts": ["/src/main.ts"],
  "/src/lazy.ts": [],
  "/src/words.ts": ["/src/lazy.ts", "/src/circle.ts"],
  "/src/circle.ts": ["/src/words.ts", "/src/page.ts"],
  "/node_modules/react/index.js": ["/src/page.ts"],
  "/node_modules/chart/index.js": ["/src/lazy.ts"],
};
const graph = {
  getModuleInfo: (id: string) => {
    const known = importers[id];
    return known === undefined ? null : { isEntry: id === "/src/main.ts", importers: known };
  },
};

test("what the entry reaches by static imports is of the first page, circles included", () => {
  const first = ["/src/main.ts", "/src/page.ts", "/src/words.ts", "/src/circle.ts", "/node_modules/react/index.js"];
  expect(first.filter((id) => !isFirst(id, graph))).toEqual([]);
});

test("what only a lazy page needs is not", () => {
  expect(isFirst("/src/lazy.ts", graph)).toBe(false);
  expect(isFirst("/node_modules/chart/index.js", graph)).toBe(false);
});
