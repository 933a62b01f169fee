import { Temporal } from "temporal-polyfill";
import * as z from "zod";

/** A calendar rule by which a race comes again. */
export const recurrenceRule = z.strictObject({
  /** Local wall-clock start of the first window, such as `2026-12-01T00:00`. */
  firstStart: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  /** IANA zone in which the calendar counts. */
  timeZone: z.string(),
  unit: z.enum(["day", "week", "month"]),
  /** Every so many units a window starts. */
  every: z.int().min(1).max(365),
  /** How many units a window lasts; `every` when left out, so that one begins where the other ends. */
  lasts: z.int().min(1).max(365).optional(),
});
export type RecurrenceRule = z.infer<typeof recurrenceRule>;

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
