import * as z from "zod/mini";
import { raceLane } from "./race-lanes.js";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

export const raceStatus = z.enum(["draft", "scheduled", "live", "settling", "provisional", "final", "paid", "void"]);
export type RaceStatus = z.infer<typeof raceStatus>;

export const tieRule = z.enum(["split", "first"]);
export type TieRule = z.infer<typeof tieRule>;

export const newcomerPolicy = z.enum(["ask", "zero", "first_seen"]);
export type NewcomerPolicy = z.infer<typeof newcomerPolicy>;

/** How many days a prize waits for its winner; where nothing is said, 30. */
export const claimDays = z.literal([7, 14, 30]);
export type ClaimDays = z.infer<typeof claimDays>;

/** What becomes of prizes that nobody claimed: they go back to the operator, or to the next race of the series. */
export const unclaimedRule = z.enum(["return", "roll_over"]);
export type UnclaimedRule = z.infer<typeof unclaimedRule>;

/** What people wager under; frozen and hashed when the race goes live. */
const raceRules = z
  .object({
    version: z.int(),
    /** SHA-256 in hex once frozen, null before the start. */
    hash: z.nullable(z.string()),
    /** Slugs of the sources that count; null means all. */
    sources: z.nullable(z.array(z.string())),
    /** Share of a wager that counts, per game category, such as `{"dice": "0.5"}`. */
    weights: z.record(z.string(), z.string()),
    cap: z.nullable(wagerAmount),
    /** How the pool grows with the wager: share of it, most the pool can reach, and the prizes before. Absent when fixed. */
    growth: z.optional(z.object({ share: z.string(), limit: prizeAmount, base: z.array(prizeAmount) })),
    /** Score that rank 1, 2, 3 … asks for; with less it pays what the next rank pays whose score is reached. */
    floors: z.optional(z.array(prizeAmount)),
    requireLink: z.boolean(),
    newcomers: newcomerPolicy,
    graceMinutes: z.int(),
    disputeHours: z.int(),
    /** Days a prize waits for its winner; absent when it is 30. */
    claimDays: z.optional(claimDays),
    /** What becomes of prizes that nobody claimed; absent when they go back to the operator. */
    unclaimed: z.optional(unclaimedRule),
    /** Part of the first prize, and of what the pool can reach, that nobody claimed in earlier races. Absent without any. */
    rolledOver: z.optional(prizeAmount),
  })
  .register(z.globalRegistry, { id: "RaceRules" });

export const race = z
  .object({
    id: z.string(),
    title: z.string(),
    status: raceStatus,
    startsAt: instantText,
    endsAt: instantText,
    timeZone: z.string(),
    prizePool: prizeAmount,
    /** Prize of rank 1, 2, 3 … as the pool stands. */
    prizes: z.array(prizeAmount),
    /** Prizes beside the main table, for those who have none of it; absent without any. */
    lanes: z.optional(z.array(raceLane)),
    tieRule,
    minWager: wagerAmount,
    rules: raceRules,
    /** Largest transaction applied to the board; grows with every change. */
    version: z.int(),
    /** Changes when versions start anew; a reader then takes a whole snapshot. */
    epoch: z.string(),
    players: z.int(),
    totalWagered: wagerAmount,
    /** Instant the figures stand for: the last good data of the race's sources. */
    asOf: z.nullable(instantText),
    /** True when that data is older than its source allows: show "delayed", never zeros. */
    stale: z.boolean(),
  })
  .register(z.globalRegistry, { id: "Race" });
export type Race = z.infer<typeof race>;

export const raceList = z
  .object({ races: z.array(race), nextCursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "RaceList" });
export type RaceList = z.infer<typeof raceList>;

export const standingsRow = z
  .object({
    /** Competition rank: equal whole cents share a rank and the next is skipped (1-2-2-4). */
    rank: z.int(),
    player: z.object({ id: z.string(), name: z.string() }),
    wagered: wagerAmount,
    /** What the place pays now, ties shared; "0.00" outside the prizes. */
    prize: prizeAmount,
    /** Distance to the next better score; "0.000000" for the leader. */
    gap: wagerAmount,
    /** When the player reached this score. */
    reachedAt: instantText,
    /** Part of `wagered` that manual adjustments made: shown beside it. Absent without any; reasons: `/races/:id/adjustments`. */
    adjusted: z.optional(wagerAmount),
  })
  .register(z.globalRegistry, { id: "StandingsRow" });
export type StandingsRow = z.infer<typeof standingsRow>;

export const standings = z
  .object({
    /** Race id, or the period's name for leaderboards. */
    race: z.string(),
    version: z.int(),
    epoch: z.string(),
    asOf: z.nullable(instantText),
    stale: z.boolean(),
    /** Players on the board. */
    total: z.int(),
    rows: z.array(standingsRow),
    nextCursor: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "Standings" });
export type Standings = z.infer<typeof standings>;

export const period = z.enum(["day", "week", "month", "all-time"]);
export type Period = z.infer<typeof period>;

export const myStanding = z
  .object({
    /** Null while the player has no score in the race. */
    rank: z.nullable(z.int()),
    wagered: wagerAmount,
    prize: prizeAmount,
    gapUp: z.nullable(wagerAmount),
    gapDown: z.nullable(wagerAmount),
    /** Next better rank that pays more than the present place; null when there is none. */
    nextPaidRank: z.nullable(z.int()),
    /** Wager that reaches `nextPaidRank` as things stand. */
    needed: z.nullable(wagerAmount),
    /** Neutral projection to the end at the player's own pace; null when there is too little to go by. */
    projection: z.nullable(wagerAmount),
    version: z.int(),
  })
  .register(z.globalRegistry, { id: "MyStanding" });
export type MyStanding = z.infer<typeof myStanding>;
