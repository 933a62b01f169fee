import { expect, test } from "vitest";
import { readEvidence, timelineOf } from "./read-evidence.js";

const kept = {
  player: "p1",
  version: 1,
  rank: 3,
  score: "12.500000",
  entries: [{ ref: "w1", counted: "12.500000", occurredAt: "2026-11-01T10:00:00.000Z", extra: true }],
  entriesInAll: 1,
  late: [{ ref: "w2", counted: "1250000", recordedAt: "2026-11-03T10:00:00.000Z" }],
  decisions: [{ rule: "min_wager", verdict: "eligible", at: "2026-11-02T10:00:00.000Z" }],
  names: [{ name: "zoe", seen_at: "2026-10-01T10:00:00.000Z" }],
};

test("a case is told newest first, late amounts in dollars", () => {
  const found = readEvidence(kept);
  if (found === undefined) throw new Error("not read");
  expect(timelineOf(found, "2026-11-04T10:00:00.000Z").map(({ kind, text, amount }) => [kind, text, amount])).toEqual([
    ["case", "", undefined],
    ["late", "w2", "1.250000"],
    ["decision", "min_wager: eligible", undefined],
    ["entry", "w1", "12.500000"],
    ["name", "zoe", undefined],
  ]);
});

test("what was kept in another shape is left out instead of breaking the page", () => {
  expect(readEvidence(null)).toBeUndefined();
  expect(readEvidence({ entries: "none" })).toBeUndefined();
});
