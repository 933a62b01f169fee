import { expect, test } from "vitest";
import { compare, withMeasures, withTables } from "./report.js";

const result = compare({
  id: "R1",
  name: "durable wagers",
  unit: "posts/s",
  controlName: "Express 5",
  target: { at: "least", value: 2 },
  runs: { product: [9_000, 12_000, 8_000], control: [6_000, 5_000, 7_000] },
});

test("a ratio is formed from the medians of both sides and held against its target", () => {
  expect(result).toMatchObject({ value: 9_000, control: { value: 6_000 }, ratio: 1.5, isReached: false });
});

test("the page keeps its text and gets a row for each figure in place of the earlier ones", () => {
  const page = "# Performance\n\n<!-- results -->\nold\n<!-- end of results -->\n\nmore\n";
  const written = withTables(page, { ingest: { at: "2026-11-22T21:00:00.000Z", mode: "quick", results: [result] } });
  expect(written).toContain("### ingest (quick run, 2026-11-22)");
  expect(written).toContain(
    "| R1 | durable wagers | 9,000 posts/s | Express 5 | 6,000 | 1.50 | ≥ 2 | **no** |\n\n<!-- end of results -->\n\nmore\n",
  );
  expect(written.startsWith("# Performance\n\n<!-- results -->\n\n###")).toBe(true);
  expect(written).not.toContain("old");
});

test("a measure that was run alone replaces its earlier figures and leaves the others where they are", () => {
  const [first, second] = [result, { ...result, id: "R2" }];
  const again = { ...first, value: 10_000 };
  const added = { ...result, id: "R3" };
  expect(withMeasures([first, second], [again, added])).toEqual([again, second, added]);
});
