import { expect, test } from "vitest";
import { miniApp } from "../../../messages/en/mini-app.js";
import { countdownParts, formatAge, formatInstant } from "./duration.js";

test("a countdown splits into days, hours, minutes and seconds", () => {
  const left = ((2 * 24 + 3) * 3600 + 4 * 60 + 5) * 1000;
  expect(countdownParts(left)).toEqual({ days: 2, hours: 3, minutes: 4, seconds: 5 });
});

test("a countdown shows its last second until the end and never goes below zero", () => {
  expect(countdownParts(1).seconds).toBe(1);
  expect(countdownParts(0)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  expect(countdownParts(-90_000)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
});

test("a moment breaks into lines before its time, never within it", () => {
  for (const locale of ["en-US", "de-DE", "fi-FI"]) {
    const [, time] = /^(?:.*[^\d])??(\d{1,2}[:.]\d{2}.*)$/.exec(formatInstant("2026-11-30T13:59:00Z", locale)) ?? [];
    expect(time).toMatch(/59/);
    expect(time).not.toContain(" ");
  }
});

test("an age is told in its largest whole unit", () => {
  const ages = [1999, 2000, 59_999, 60_000, 3_600_000, 86_400_000, 172_800_000];
  expect(ages.map((age) => formatAge(age, miniApp.age))).toEqual([
    "just now",
    "2 s ago",
    "59 s ago",
    "1 min ago",
    "1 h ago",
    "1 day ago",
    "2 days ago",
  ]);
});
