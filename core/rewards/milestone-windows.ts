import type { MilestonePeriod } from "../../wire/rewards.js";
import { periodAt } from "../time/periods.js";
import { wallClockText } from "../time/wall-clock.js";

/** A calendar period in which volume counts for milestones. */
export interface MilestoneWindow {
  period: MilestonePeriod;
  /** First day in the operator's zone, `2026-11-01`: part of what is granted once. */
  from: string;
  start: Date;
  end: Date;
}

/** Casinos may post or correct wagers after a period has ended: for so long it is still judged. */
const LATE_MS = 48 * 3_600_000;

export function windowAt(period: MilestonePeriod, at: Date, timeZone: string): MilestoneWindow {
  const { start, end } = periodAt(period, at, timeZone);
  if (start === null || end === null) throw new Error("days, weeks and months have both ends");
  return { period, from: wallClockText(start, timeZone).slice(0, 10), start, end };
}

/** The running period, and the one before it while late wagers may still come. */
export function openWindows(period: MilestonePeriod, now: Date, timeZone: string): MilestoneWindow[] {
  const current = windowAt(period, now, timeZone);
  const before = windowAt(period, new Date(current.start.getTime() - 1), timeZone);
  return now.getTime() - before.end.getTime() < LATE_MS ? [current, before] : [current];
}
