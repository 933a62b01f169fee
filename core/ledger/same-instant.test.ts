import { expect, test } from "vitest";
import { sameInstant } from "./same-instant.js";

test.each([
  ["2026-11-22T10:00:00Z", "2026-11-22T11:00:00.000+01:00", true],
  ["2026-11-22T10:00:00.123456Z", "2026-11-22T10:00:00.123456Z", true],
  ["2026-11-22T10:00:00.123456Z", "2026-11-22T10:00:00.123457Z", false],
  ["2026-11-22T10:00:00.1Z", "2026-11-22T10:00:00.100000Z", true],
  ["2026-11-22T10:00:00.1004Z", "2026-11-22T10:00:00.100Z", false],
])("%s and %s are the same microsecond: %s", (one, other, isSame) => {
  expect(sameInstant(one, other)).toBe(isSame);
});
