import { expect, test } from "vitest";
import { freshness, type FreshnessFacts } from "./freshness.js";

const facts: FreshnessFacts = {
  race: { stale: false, asOf: "2026-11-22T10:00:00.000Z" },
  link: "live",
  isOnline: true,
  silenceMs: 1_000,
  savedAtMs: undefined,
  nowMs: Date.parse("2026-11-22T10:10:00.000Z"),
};
const of = (change: Partial<FreshnessFacts>) => freshness({ ...facts, ...change });
const behind = { stale: true, asOf: facts.race.asOf };

test("a live connection to a source in time is live", () => {
  expect(of({})).toEqual({ kind: "live", ageMs: undefined });
});

test("a fast line to old data is delayed data, with the data's age", () => {
  expect(of({ race: behind })).toEqual({ kind: "delayed", ageMs: 600_000 });
  expect(of({ race: { stale: true, asOf: null } })).toEqual({ kind: "delayed", ageMs: undefined });
});

test("polling is delayed by what has passed since the last answer", () => {
  expect(of({ link: "polling", silenceMs: 4_000 })).toEqual({ kind: "delayed", ageMs: 4_000 });
});

test("silence is delayed at first and stale after a minute", () => {
  expect(of({ link: "connecting", silenceMs: 59_999 }).kind).toBe("delayed");
  expect(of({ link: "connecting", silenceMs: 60_000 })).toEqual({ kind: "stale", ageMs: 60_000 });
  expect(of({ link: "polling", silenceMs: 60_000 }).kind).toBe("stale");
});

test("before the first word it is connecting, without a network offline", () => {
  expect(of({ link: "connecting", silenceMs: undefined }).kind).toBe("connecting");
  expect(of({ link: "connecting", isOnline: false })).toEqual({ kind: "offline", ageMs: 1_000 });
  expect(of({ isOnline: false }).kind).toBe("live");
});

test("figures kept from an earlier visit say so, with their age, until newer ones have come", () => {
  const savedAtMs = facts.nowMs - 7_200_000;
  expect(of({ savedAtMs })).toEqual({ kind: "saved", ageMs: 7_200_000 });
  expect(of({ savedAtMs, isOnline: false })).toEqual({ kind: "offline", ageMs: 7_200_000 });
});
