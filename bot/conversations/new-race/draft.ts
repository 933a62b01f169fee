import { Temporal } from "temporal-polyfill";
import { addOnWallClock, wallClockText } from "../../../core/time/wall-clock.js";
import { cents, formatCents, formatMicroUsd, parseCents, parseMicroUsd } from "../../../wire/money.js";
import { checkLanes, laneText, type RaceSpan } from "../../../core/races/race-lanes.js";
import type { CreateRace } from "../../../wire/admin-races.js";
import type { LaneInput } from "../../../wire/race-lanes.js";
import type { Race, TieRule } from "../../../wire/race.js";
import type { RecurrenceRule } from "../../../wire/race-series.js";

export type Repeat = "once" | "daily" | "weekly" | "monthly";

/** A race that is being thought up; plain JSON, because the form keeps it between two answers. */
export interface Draft {
  title: string;
  startsAt: string;
  endsAt: string;
  /** Decimal USD, rank 1 first. */
  prizes: string[];
  /** Decimal USD; "0" for none. */
  minWager: string;
  tieRule: TieRule;
  requireLink: boolean;
  /** Slugs; null counts all. */
  sources: string[] | null;
  repeat: Repeat;
  /** How the pool grows with the wager; null for a fixed one. */
  growth: Growth | null;
  /** Prizes beside the main table. */
  lanes: LaneInput[];
}

/** Share of the wager such as "0.005", and the most the pool can reach in decimal USD. */
export interface Growth {
  share: string;
  limit: string;
}

/** A share for people's eyes: "0.5" of "0.005". */
export function percentOf({ share }: Growth): string {
  return String(Number((Number(share) * 100).toFixed(4)));
}

/** The draft as the API would be asked for it. */
export function asCreateRace(draft: Draft, timeZone: string): CreateRace {
  const { title, startsAt, endsAt, prizes, minWager, tieRule, requireLink, sources, growth, lanes } = draft;
  return {
    title,
    startsAt,
    endsAt,
    timeZone,
    prizes,
    minWager,
    tieRule,
    requireLink,
    growth,
    lanes,
    ...(sources === null ? {} : { sources }),
  };
}

export function windowOf({ startsAt, endsAt }: Pick<Draft, "startsAt" | "endsAt">): RaceSpan {
  return { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
}

/** The draft as players will see it once it is created. */
export function asRace(draft: Draft, timeZone: string, now: Date): Race {
  const prizes = draft.prizes.map((prize) => parseCents(prize) ?? cents(0n));
  const minWager = parseMicroUsd(draft.minWager);
  return {
    id: "Preview000",
    title: draft.title,
    status: new Date(draft.startsAt) <= now ? "live" : "scheduled",
    startsAt: draft.startsAt,
    endsAt: draft.endsAt,
    timeZone,
    prizePool: formatCents(cents(prizes.reduce<bigint>((sum, prize) => sum + prize, 0n))),
    prizes: prizes.map(formatCents),
    ...(draft.lanes.length > 0 && { lanes: checkLanes(draft.lanes, windowOf(draft)).map(laneText) }),
    tieRule: draft.tieRule,
    minWager: minWager === undefined ? "0.000000" : formatMicroUsd(minWager),
    rules: {
      version: 1,
      hash: null,
      sources: draft.sources,
      weights: {},
      cap: null,
      ...(draft.growth !== null && { growth: { ...draft.growth, base: prizes.map(formatCents) } }),
      requireLink: draft.requireLink,
      newcomers: "ask",
      graceMinutes: 0,
      disputeHours: 0,
    },
    version: 0,
    epoch: "",
    players: 0,
    totalWagered: "0.000000",
    asOf: null,
    stale: false,
  };
}

/**
 * The ways in which a window can come again so that windows never overlap: it must be a whole number of days on the
 * zone's clock and no longer than the step, and a rule by months counts its length in months too.
 */
export function possibleRepeats(startsAt: Date, endsAt: Date, timeZone: string): Repeat[] {
  const days = wholeDays(startsAt, endsAt, timeZone);
  const isMonth = addOnWallClock(startsAt, { months: 1 }, timeZone).getTime() === endsAt.getTime();
  return [
    "once",
    ...(days === 1 ? (["daily"] as const) : []),
    ...(days !== undefined && days <= 7 ? (["weekly"] as const) : []),
    ...(isMonth ? (["monthly"] as const) : []),
  ];
}

/** @returns the rule of the series; `undefined` for a race that comes once */
export function recurrenceOf({ repeat, startsAt, endsAt }: Draft, timeZone: string): RecurrenceRule | undefined {
  const start = new Date(startsAt);
  const firstStart = wallClockText(start, timeZone);
  const days = wholeDays(start, new Date(endsAt), timeZone) ?? 1;
  switch (repeat) {
    case "once":
      return undefined;
    case "daily":
      return { firstStart, timeZone, unit: "day", every: 1 };
    case "weekly":
      return { firstStart, timeZone, unit: "day", every: 7, lasts: days };
    default:
      return { firstStart, timeZone, unit: "month", every: 1 };
  }
}

/** Days on the zone's clock, `undefined` unless they are whole ones. */
function wholeDays(startsAt: Date, endsAt: Date, timeZone: string): number | undefined {
  const [start, end] = [startsAt, endsAt].map((at) => Temporal.PlainDateTime.from(wallClockText(at, timeZone)));
  if (start === undefined || end === undefined) return undefined;
  const { days, hours, minutes } = start.until(end, { largestUnit: "day" });
  return days >= 1 && hours === 0 && minutes === 0 ? days : undefined;
}
