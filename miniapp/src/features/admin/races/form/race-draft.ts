import type { CreateRace } from "../../../../../../wire/admin-races.js";
import type { ClaimDays, NewcomerPolicy, Race, TieRule, UnclaimedRule } from "../../../../../../wire/race.js";
import { cents, formatCents, parseCents } from "../../../../../../wire/money.js";
import { laneDraftOf, laneInputOf, type LaneDraft } from "./lane-draft.js";
import { checkPrizes } from "./check-prizes.js";
import { toInstant, toWallClock } from "./zone-time.js";

export type Repeat = "never" | "day" | "week" | "month";

/** A race as it is typed: everything is text until it is sent. */
export interface RaceDraft {
  title: string;
  /** Wall clocks of the zone. */
  startsAt: string;
  endsAt: string;
  timeZone: string;
  prizes: readonly string[];
  /** Share of the wager that goes into the pool, such as 0.001; empty for a fixed pool. */
  growthShare: string;
  growthLimit: string;
  /** Scores that rank 1, 2, 3 … ask for, apart by blanks. */
  floors: string;
  tieRule: TieRule;
  newcomers: NewcomerPolicy;
  requireLink: boolean;
  minWager: string;
  cap: string;
  graceMinutes: string;
  disputeHours: string;
  claimDays: ClaimDays;
  unclaimed: UnclaimedRule;
  /** Slugs; none means all. */
  sources: readonly string[];
  weights: readonly { category: string; share: string }[];
  lanes: readonly LaneDraft[];
  repeat: Repeat;
  /** Public, needed for changes while the race is live. */
  note: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_PRIZES = ["500", "300", "200"];

/** The next full hour, for a week. */
export function emptyDraft(nowMs: number, timeZone: string): RaceDraft {
  const start = Math.ceil(nowMs / HOUR_MS) * HOUR_MS;
  return {
    title: "",
    startsAt: toWallClock(new Date(start).toISOString(), timeZone),
    endsAt: toWallClock(new Date(start + 7 * DAY_MS).toISOString(), timeZone),
    timeZone,
    prizes: FIRST_PRIZES,
    growthShare: "",
    growthLimit: "",
    floors: "",
    tieRule: "split",
    newcomers: "ask",
    requireLink: false,
    minWager: "",
    cap: "",
    graceMinutes: "",
    disputeHours: "",
    claimDays: 30,
    unclaimed: "return",
    sources: [],
    weights: [],
    lanes: [],
    repeat: "never",
    note: "",
  };
}

/** Cuts the zeros that the wire's fixed decimals bring. */
function plain(amount: string): string {
  return amount.replace(/\.?0+$/, "");
}

/** @param window the race's own, or the next one of the same length */
export function draftOf(race: Race, window: { startsAt: string; endsAt: string }): RaceDraft {
  const { rules, timeZone } = race;
  return {
    title: race.title,
    startsAt: toWallClock(window.startsAt, timeZone),
    endsAt: toWallClock(window.endsAt, timeZone),
    timeZone,
    prizes: (rules.growth?.base ?? race.prizes).map(plain),
    growthShare: rules.growth?.share ?? "",
    growthLimit: rules.growth === undefined ? "" : plain(rules.growth.limit),
    floors: (rules.floors ?? []).map(plain).join(" "),
    tieRule: race.tieRule,
    newcomers: rules.newcomers,
    requireLink: rules.requireLink,
    minWager: /^0(\.0*)?$/.test(race.minWager) ? "" : plain(race.minWager),
    cap: rules.cap === null ? "" : plain(rules.cap),
    graceMinutes: String(rules.graceMinutes),
    disputeHours: String(rules.disputeHours),
    claimDays: rules.claimDays ?? 30,
    unclaimed: rules.unclaimed ?? "return",
    sources: rules.sources ?? [],
    weights: Object.entries(rules.weights).map(([category, share]) => ({ category, share })),
    lanes: (race.lanes ?? []).map(laneDraftOf),
    repeat: "never",
    note: "",
  };
}

/** Another race like this one: in the next window, and without what nobody claimed in races before and rolled over into it. */
export function copyOf(race: Race, nowMs: number): RaceDraft {
  const draft = draftOf(race, nextWindow(race, nowMs));
  const { rolledOver } = race.rules;
  if (rolledOver === undefined) return draft;
  const less = (amount: string): string => minus(amount, rolledOver);
  return {
    ...draft,
    prizes: draft.prizes.map((prize, at) => (at === 0 ? less(prize) : prize)),
    growthLimit: draft.growthLimit === "" ? "" : less(draft.growthLimit),
  };
}

function minus(amount: string, part: string): string {
  const [all, less] = [parseCents(amount), parseCents(part)];
  return all === undefined || less === undefined ? amount : plain(formatCents(cents(all - less)));
}

/** The window of the same length that follows a race, or begins now when that is past. */
export function nextWindow(race: Race, nowMs: number): { startsAt: string; endsAt: string } {
  const length = Date.parse(race.endsAt) - Date.parse(race.startsAt);
  const start = Math.max(Date.parse(race.endsAt), Math.ceil(nowMs / HOUR_MS) * HOUR_MS);
  return { startsAt: new Date(start).toISOString(), endsAt: new Date(start + length).toISOString() };
}

/** Everything of a race but its window; `undefined` while the prizes cannot be used. */
export function rulesOf(draft: RaceDraft): Omit<CreateRace, "startsAt" | "endsAt" | "timeZone"> | undefined {
  const { prizes } = checkPrizes(draft.prizes);
  const lanes = draft.lanes.map(laneInputOf);
  if (prizes === undefined || draft.title.trim() === "" || !lanes.every((lane) => lane !== undefined)) return undefined;
  const weights = draft.weights.filter(({ category, share }) => category.trim() !== "" && share.trim() !== "");
  return {
    title: draft.title.trim(),
    prizes,
    growth:
      draft.growthShare.trim() === "" ? null : { share: draft.growthShare.trim(), limit: draft.growthLimit.trim() },
    floors: draft.floors.split(/[\s;]+/).filter((floor) => floor !== ""),
    tieRule: draft.tieRule,
    newcomers: draft.newcomers,
    requireLink: draft.requireLink,
    ...(draft.minWager.trim() === "" ? {} : { minWager: draft.minWager.trim() }),
    ...(draft.cap.trim() === "" ? {} : { cap: draft.cap.trim() }),
    ...whole("graceMinutes", draft.graceMinutes),
    ...whole("disputeHours", draft.disputeHours),
    claimDays: draft.claimDays,
    unclaimed: draft.unclaimed,
    ...(draft.sources.length === 0 ? {} : { sources: [...draft.sources] }),
    weights: Object.fromEntries(weights.map(({ category, share }) => [category.trim(), share.trim()])),
    lanes,
  };
}

function whole(name: "graceMinutes" | "disputeHours", text: string): { graceMinutes?: number; disputeHours?: number } {
  return /^\d{1,6}$/.test(text.trim()) ? { [name]: Number(text) } : {};
}

/** The window as instants; `undefined` while it is none. */
export function windowOf(draft: RaceDraft): { startsAt: string; endsAt: string } | undefined {
  const startsAt = toInstant(draft.startsAt, draft.timeZone);
  const endsAt = toInstant(draft.endsAt, draft.timeZone);
  if (startsAt === undefined || endsAt === undefined || startsAt >= endsAt) return undefined;
  return { startsAt, endsAt };
}

/** What `POST /admin/races` takes; `undefined` while something is missing. */
export function bodyOf(draft: RaceDraft): CreateRace | undefined {
  const rules = rulesOf(draft);
  const window = windowOf(draft);
  return rules === undefined || window === undefined ? undefined : { ...rules, ...window, timeZone: draft.timeZone };
}

/** The same race over the latest past window of its length, to see what it would have paid. */
export function pastBodyOf(draft: RaceDraft, nowMs: number): CreateRace | undefined {
  const body = bodyOf(draft);
  if (body === undefined) return undefined;
  const end = Math.min(nowMs, Date.parse(body.endsAt));
  const length = Date.parse(body.endsAt) - Date.parse(body.startsAt);
  return { ...body, startsAt: new Date(end - length).toISOString(), endsAt: new Date(end).toISOString() };
}
