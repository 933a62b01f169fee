import {
  formatCents,
  formatMicroUsd,
  microUsd,
  parseCents,
  parseMicroUsd,
  type Cents,
  type MicroUsd,
} from "../../wire/money.js";
import type { LaneCounts, LaneInput, RaceLane as LaneText, SquadRule } from "../../wire/race-lanes.js";
import { InvalidInputError, type InputIssue } from "../errors.js";
import { parsePrizeTable } from "../prizes/prize-table.js";
import { periodAt } from "../time/periods.js";

/**
 * Prizes of a race for those who have none of its main table, which four people decide early. One
 * form serves all: a division has `lastMonth`, the most improved has `counts`, capped counting has `cap`, squads have
 * `squads`, and they go together.
 */
export interface RaceLane {
  title: string;
  counts: LaneCounts;
  /** Most of a score that counts. */
  cap: MicroUsd | null;
  /** Who takes part, by his volume of the calendar month before the race: `[from, below)`. */
  lastMonth: { from: MicroUsd; below: MicroUsd | null } | null;
  prizes: readonly Cents[];
  /** What makes it a lane for squads; null in one for players. */
  squads: SquadRule | null;
}

/** As the wire, the rules' hash and the database have it. */
export function laneText(lane: RaceLane): LaneText {
  const { from, below } = lane.lastMonth ?? { from: null, below: null };
  return {
    title: lane.title,
    counts: lane.counts,
    cap: lane.cap === null ? null : formatMicroUsd(lane.cap),
    lastMonth:
      from === null ? null : { from: formatMicroUsd(from), below: below === null ? null : formatMicroUsd(below) },
    prizes: lane.prizes.map(formatCents),
    // Left out in lanes for players: their rules keep their hash.
    ...(lane.squads !== null && { squads: lane.squads }),
  };
}

/** Reads a lane that {@link laneText} wrote. */
export function readLane({ title, counts, cap, lastMonth, prizes, squads }: LaneText): RaceLane {
  return {
    title,
    counts,
    cap: cap === null ? null : stored(cap),
    lastMonth:
      lastMonth === null
        ? null
        : { from: stored(lastMonth.from), below: lastMonth.below === null ? null : stored(lastMonth.below) },
    prizes: prizes.map((prize) => found(parseCents(prize), prize)),
    squads: squads ?? null,
  };
}

function stored(text: string): MicroUsd {
  return found(parseMicroUsd(text), text);
}

function found<Amount>(amount: Amount | undefined, text: string): Amount {
  if (amount === undefined) throw new Error(`a stored lane has the amount ${text}`);
  return amount;
}

/** From when to when a race runs. */
export interface RaceSpan {
  startsAt: Date;
  endsAt: Date;
}

/**
 * Understands lanes as people write them.
 * @param window of the race: squads are closed when half of it is over
 * @throws InvalidInputError with every problem found
 */
export function checkLanes(lanes: readonly LaneInput[], window: RaceSpan): RaceLane[] {
  const issues: InputIssue[] = [];
  const checked = lanes.map((lane, at) => checkLane(lane, window, `lanes.${at}`, issues));
  const titles = new Set(lanes.map(({ title }) => title.trim().toLowerCase()));
  if (titles.size < lanes.length) issues.push({ path: "lanes", message: "must have different titles" });
  if (lanes.filter(({ squads }) => squads !== undefined).length > 1) {
    issues.push({
      path: "lanes",
      message: "must have at most one lane for squads: a player is in one squad of a race",
    });
  }
  if (issues.length > 0) throw new InvalidInputError("The lanes cannot be like this.", issues);
  return checked;
}

function checkLane(lane: LaneInput, window: RaceSpan, path: string, issues: InputIssue[]): RaceLane {
  const amount = (text: string | undefined, name: string): MicroUsd | null => {
    if (text === undefined) return null;
    const value = parseMicroUsd(text);
    if (value !== undefined && value > 0n) return value;
    issues.push({ path: `${path}.${name}`, message: "must be more than 0 USD, at most 6 decimals" });
    return null;
  };
  const isFromZero = lane.lastMonth?.from === undefined || parseMicroUsd(lane.lastMonth.from) === 0n;
  const from = isFromZero ? null : amount(lane.lastMonth?.from, "lastMonth.from");
  const below = amount(lane.lastMonth?.below, "lastMonth.below");
  if (below !== null && from !== null && below <= from) {
    issues.push({ path: `${path}.lastMonth.below`, message: "must be above from" });
  }
  return {
    title: lane.title.trim(),
    counts: lane.counts ?? "score",
    cap: amount(lane.cap, "cap"),
    lastMonth: from === null && below === null ? null : { from: from ?? microUsd(0n), below },
    prizes: checkPrizes(lane.prizes, path, issues),
    squads: checkSquads(lane, window, path, issues),
  };
}

/** Squads close a day after the start unless the race says less. */
const JOIN_MINUTES = 1440;

function checkSquads(
  { squads, cap }: LaneInput,
  { startsAt, endsAt }: RaceSpan,
  path: string,
  issues: InputIssue[],
): SquadRule | null {
  if (squads === undefined) return null;
  // One player with a huge wager would carry any squad.
  if (cap === undefined) issues.push({ path: `${path}.cap`, message: "must be set in a lane for squads" });
  const half = Math.max(Math.floor((endsAt.getTime() - startsAt.getTime()) / 120_000), 0);
  const { most, joinMinutes = Math.min(JOIN_MINUTES, half) } = squads;
  if (joinMinutes > half) {
    issues.push({ path: `${path}.squads.joinMinutes`, message: `must be at most half of the race, ${half} minutes` });
  }
  return { most, joinMinutes };
}

function checkPrizes(prizes: readonly string[], path: string, issues: InputIssue[]): Cents[] {
  try {
    return parsePrizeTable(prizes);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    issues.push(...error.issues.map((issue) => ({ ...issue, path: `${path}.${issue.path}` })));
    return [];
  }
}

interface RaceWindow extends RaceSpan {
  timeZone: string;
}

/** The lane for squads of a race, `undefined` without one. */
export function squadLaneOf({ lanes }: { lanes: readonly RaceLane[] }): (RaceLane & { squads: SquadRule }) | undefined {
  for (const lane of lanes) if (lane.squads !== null) return { ...lane, squads: lane.squads };
  return undefined;
}

/** Until when squads are formed, joined and left. */
export function squadsCloseAt({ startsAt }: { startsAt: Date }, { joinMinutes }: SquadRule): Date {
  return new Date(startsAt.getTime() + joinMinutes * 60_000);
}

/** The calendar month of the race's zone before the one in which it starts. */
export function monthBefore({ startsAt, timeZone }: RaceWindow): { start: Date; end: Date } {
  const { start: first } = periodAt("month", startsAt, timeZone);
  if (first === null) throw new Error("a month has a beginning");
  const { start } = periodAt("month", new Date(first.getTime() - 1), timeZone);
  return { start: start ?? first, end: first };
}

/** The time of the same length that ends when the race starts. */
export function timeBefore({ startsAt, endsAt }: RaceWindow): { start: Date; end: Date } {
  return { start: new Date(2 * startsAt.getTime() - endsAt.getTime()), end: startsAt };
}
