import { describe, expect, it } from "vitest";
import { microUsd } from "../../wire/money.js";
import { judgeSnapshot } from "./judge-snapshot.js";

const size = (rows: number, usd: number) => ({ rows, total: microUsd(BigInt(usd) * 1_000_000n) });
const before = size(2_000, 1_000_000);

describe("a snapshot is kept aside", () => {
  it.each([
    ["no_rows", size(0, 0)],
    ["few_rows", size(1_000, 990_000)],
    ["total_fell", size(2_000, 940_000)],
    ["total_jumped", size(2_000, 100_000_000)],
  ] as const)("for %s", (reason, now) => {
    expect(judgeSnapshot(now, before, undefined)).toMatchObject({
      reason,
      figures: { rowsBefore: "2000", totalBefore: "1000000.000000" },
    });
  });

  it("when the sums that it states are not true", () => {
    expect(judgeSnapshot(before, before, { todayStated: "1", todayOfRows: "2" })).toMatchObject({
      reason: "checksum",
      figures: { todayStated: "1" },
    });
  });
});

describe("a snapshot is taken", () => {
  it.each([
    ["as the first, even without rows", size(0, 0), undefined],
    ["when a row is gone", size(1_999, 999_000), before],
    ["when totals were corrected a little", size(2_000, 960_000), before],
    ["when a young source grows fast", size(5, 9_000), size(2, 100)],
    ["when the only account of two is left", size(1, 100), size(2, 100)],
  ] as const)("%s", (_name, now, earlier) => expect(judgeSnapshot(now, earlier, undefined)).toBeUndefined());
});
