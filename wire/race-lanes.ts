import * as z from "zod/mini";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

/** What a lane ranks by: the race's own score, or how much it exceeds the time of the same length before the race. */
export const laneCounts = z.enum(["score", "improvement"]);
export type LaneCounts = z.infer<typeof laneCounts>;

/** Makes a lane one for squads: what its members score together is ranked. */
export const squadRule = z.object({
  /** Most members of a squad. */
  most: z.int(),
  /** How long after the start of the race squads are formed, joined and left. */
  joinMinutes: z.int(),
});
export type SquadRule = z.infer<typeof squadRule>;

/** Prizes of a race for those who have none of its main table; part of its rules. */
export const raceLane = z
  .object({
    title: z.string(),
    counts: laneCounts,
    /** Most of a score that counts in this lane. */
    cap: z.nullable(wagerAmount),
    /** Who takes part, by the volume of the calendar month before the race: `[from, below)`; null lets everybody. */
    lastMonth: z.nullable(z.object({ from: wagerAmount, below: z.nullable(wagerAmount) })),
    /** Prize of rank 1, 2, 3 … of the lane. */
    prizes: z.array(prizeAmount),
    /** Absent in a lane for players. */
    squads: z.optional(squadRule),
  })
  .register(z.globalRegistry, { id: "RaceLane" });
export type RaceLane = z.infer<typeof raceLane>;

const usdText = z.string().check(z.maxLength(30));

/** A lane as people write it; amounts in USD. */
export const laneInput = z
  .strictObject({
    title: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
    counts: z.optional(laneCounts),
    cap: z.optional(usdText),
    lastMonth: z.optional(z.strictObject({ from: z.optional(usdText), below: z.optional(usdText) })),
    prizes: z.array(usdText).check(z.minLength(1), z.maxLength(100)),
    /** Half of the race, and at most a day, unless `joinMinutes` says less. */
    squads: z.optional(
      z.strictObject({
        most: z.int().check(z.minimum(2), z.maximum(10)),
        joinMinutes: z.optional(z.int().check(z.minimum(0), z.maximum(525_600))),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "LaneInput" });
export type LaneInput = z.infer<typeof laneInput>;

const laneAmounts = {
  /** What the lane ranks by. */
  score: wagerAmount,
  /** What the place pays now, ties shared. */
  prize: prizeAmount,
};
const named = z.object({ id: z.string(), name: z.string() });

/** The best places of a lane. */
export const laneStandings = z.extend(raceLane, {
  rows: z.array(z.object({ rank: z.int(), player: named, ...laneAmounts })),
  /** Instead of rows, in a lane for squads: what each member adds and gets. */
  squadRows: z.optional(
    z.array(
      z.object({
        rank: z.int(),
        squad: named,
        ...laneAmounts,
        members: z.array(z.object({ player: named, ...laneAmounts })),
      }),
    ),
  ),
});
export type LaneStandings = z.infer<typeof laneStandings>;

export const raceLanes = z
  .object({
    race: z.string(),
    /** When it was computed: of a race that runs, up to half a minute ago. */
    asOf: z.nullable(instantText),
    lanes: z.array(laneStandings),
  })
  .register(z.globalRegistry, { id: "RaceLanes" });
export type RaceLanes = z.infer<typeof raceLanes>;
