import { Temporal } from "temporal-polyfill";
import type { RecurrenceRule } from "../../wire/race-series.js";

export interface Window {
  startsAt: Date;
  endsAt: Date;
}

/**
 * The window of an occurrence, counted from the first one. Every date is stepped from the anchor, never from the
 * window before: a month's end is clamped (31 January, 28 February) and comes back (31 March), and the wall-clock time
 * stays through clock changes. A wall-clock time that a clock change skips moves forward by the gap; one that occurs
 * twice is the earlier one.
 * @param occurrence 0 is the first window
 */
export function windowAt(rule: RecurrenceRule, occurrence: number): Window {
  const lasts = rule.lasts ?? rule.every;
  return {
    startsAt: stepped(rule, occurrence * rule.every),
    endsAt: stepped(rule, occurrence * rule.every + lasts),
  };
}

function stepped(rule: RecurrenceRule, units: number): Date {
  const anchor = Temporal.PlainDateTime.from(rule.firstStart);
  const date = anchor.add({ [`${rule.unit}s`]: units }, { overflow: "constrain" });
  return new Date(date.toZonedDateTime(rule.timeZone, { disambiguation: "compatible" }).epochMilliseconds);
}

/** The first occurrence from `from` on whose window has not ended: windows missed in an outage are not made up. */
export function nextOccurrence(rule: RecurrenceRule, from: number, now: Date): number {
  let occurrence = from;
  while (windowAt(rule, occurrence).endsAt.getTime() <= now.getTime()) occurrence++;
  return occurrence;
}
