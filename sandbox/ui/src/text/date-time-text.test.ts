import { describe, expect, it } from "vitest";
import { dateTimeText } from "./date-time-text.js";

// 2026-11-22T12:00:00Z
const NOW_MS = 1_795_348_800_000;
const NOW = NOW_MS / 1000;

describe("dateTimeText", () => {
  it("says how far away a moment is for format r", () => {
    expect(dateTimeText(NOW + 3 * 3600, "r", NOW_MS, "en")).toBe("in 3 hours");
    expect(dateTimeText(NOW - 90, "r", NOW_MS, "en")).toBe("1 minute ago");
    expect(dateTimeText(NOW, "r", NOW_MS, "en")).toBe("now");
    expect(dateTimeText(NOW + 9, "r", NOW_MS, "en")).toBe("now");
    expect(dateTimeText(NOW + 45, "r", NOW_MS, "en")).toBe("in 45 seconds");
  });

  it("writes weekday, date and time as asked", () => {
    expect(dateTimeText(NOW, "wD", NOW_MS, "en-GB")).toContain("22 November 2026");
    expect(dateTimeText(NOW, "w", NOW_MS, "en-GB")).toBe("Sun");
    expect(dateTimeText(NOW, "T", NOW_MS, "en-GB")).toMatch(/^\d{2}:00:00$/);
  });

  it("keeps the bot's own text when there is no format or one it does not know", () => {
    expect(dateTimeText(NOW, undefined, NOW_MS)).toBeNull();
    expect(dateTimeText(NOW, "", NOW_MS)).toBeNull();
    expect(dateTimeText(NOW, "x", NOW_MS)).toBeNull();
  });
});
