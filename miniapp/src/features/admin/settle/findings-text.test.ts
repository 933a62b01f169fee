import { expect, test } from "vitest";
import { admin } from "../../../../../messages/en/admin.js";
import { blockText, flagText, type Saying } from "./findings-text.js";

const saying: Saying = {
  words: admin.settle,
  locale: "en",
  dateLocale: "en-GB",
  nameOf: (id) => ({ p1: "Alice", p2: "Bob" })[id] ?? id,
};

test("blocks name the player and the exact amount", () => {
  expect(blockText({ kind: "open_newcomer", player: "p1", amount: "1234567890" }, saying)).toBe(
    "Alice is new with $1,234.56: does it count?",
  );
  expect(blockText({ kind: "uncertain_boundary", player: "p9", rank: 3 }, saying)).toContain("#3 p9");
  expect(blockText({ kind: "too_few_snapshots", source: "goated", snapshots: 1, needed: 3 }, saying)).toBe(
    "goated: 1 of 3 polls after the end",
  );
});

test("a kind that this app does not know is still told", () => {
  expect(blockText({ kind: "moon_phase" }, saying)).toBe("moon_phase");
});

test("flags tell the figures that raised them", () => {
  expect(flagText({ kind: "burst_at_end", player: "p1", rank: 1, shareInLastTwentieth: 0.62 }, saying)).toContain(
    "62%",
  );
  expect(flagText({ kind: "equal_scores", player: "p1", rank: 1, with: ["p2"] }, saying)).toBe("same score as Bob");
  expect(flagText({ kind: "corrections", player: "p1", rank: 1, corrected: "12.345678" }, saying)).toContain("$12.34");
});
