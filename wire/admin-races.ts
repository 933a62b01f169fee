import * as z from "zod/mini";
import { laneInput } from "./race-lanes.js";
import { claimDays, newcomerPolicy, race, tieRule, unclaimedRule } from "./race.js";
import { instantText } from "./scalars.js";

const amount = z.string().check(z.regex(/^(0|[1-9]\d{0,9})(\.\d{1,2})?$/));

/** How a pool grows: a share such as `"0.001"`, and the most the pool can reach in USD. */
const poolGrowth = z.strictObject({
  share: z.string().check(z.regex(/^0\.\d{1,6}$/)),
  limit: amount,
});

/** A race as somebody asks for it. */
export const createRace = z
  .strictObject({
    title: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
    startsAt: instantText,
    endsAt: instantText,
    timeZone: z.optional(z.string()),
    prizes: z.array(amount).check(z.minLength(1), z.maxLength(1000)),
    /** The pool grows by this share of all counted wager, up to the limit; null or left out for a fixed pool. */
    growth: z.optional(z.nullable(poolGrowth)),
    /** Score that rank 1, 2, 3 … asks for; with less it pays what the next rank pays whose score is reached. */
    floors: z.optional(z.array(amount).check(z.maxLength(1000))),
    sources: z.optional(z.array(z.string()).check(z.minLength(1))),
    minWager: z.optional(z.string()),
    tieRule: z.optional(tieRule),
    graceMinutes: z.optional(z.int().check(z.gte(0), z.lte(10_080))),
    disputeHours: z.optional(z.int().check(z.gte(0), z.lte(720))),
    weights: z.optional(z.record(z.string(), z.string().check(z.regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/)))),
    cap: z.optional(z.string()),
    requireLink: z.optional(z.boolean()),
    newcomers: z.optional(newcomerPolicy),
    lanes: z.optional(z.array(laneInput).check(z.maxLength(10))),
    /** Days a prize waits for its winner; left out, 30. */
    claimDays: z.optional(claimDays),
    /** Left out, prizes that nobody claimed go back; `roll_over` adds them to the next race of the series. */
    unclaimed: z.optional(unclaimedRule),
  })
  .register(z.globalRegistry, { id: "CreateRace" });
export type CreateRace = z.infer<typeof createRace>;

/** Body of `POST /api/v1/admin/races`. */
export const newRace = z
  .extend(createRace, {
    /** Seen by administrators alone until it is published. */
    draft: z.optional(z.boolean()),
  })
  .register(z.globalRegistry, { id: "NewRace" });
export type NewRace = z.infer<typeof newRace>;

/** Body of `PATCH /api/v1/admin/races/:id`: fields left out stay as they are. */
export const changeRace = z
  .partial(z.extend(createRace, { note: z.string().check(z.maxLength(500)) }))
  .check(z.refine((change) => Object.keys(change).length > 0, { error: "name at least one field to change" }))
  .register(z.globalRegistry, { id: "ChangeRace" });

export const publicReason = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));

/** Why an administrator did something to a race; shown in public. */
export const withReason = z.strictObject({ reason: publicReason }).register(z.globalRegistry, { id: "WithReason" });

/** Body of `POST /api/v1/admin/races/:id/finalize`, which may be left out. */
export const finalizeRace = z
  .strictObject({
    /** Why the result is closed although cases about it are open; shown in public. */
    overrule: z.optional(publicReason),
  })
  .register(z.globalRegistry, { id: "FinalizeRace" });

export const extendRace = z
  .strictObject({ endsAt: instantText, reason: publicReason })
  .register(z.globalRegistry, { id: "ExtendRace" });

export const settledRace = z
  .extend(race, {
    result: z.object({
      version: z.int(),
      players: z.int(),
      documentHash: z.string(),
      /** What stood against settling and was overruled by this order. */
      overruled: z.array(z.looseObject({})),
    }),
  })
  .register(z.globalRegistry, { id: "SettledRace" });

export const finalRace = z
  .extend(race, {
    result: z.object({
      version: z.int(),
      /** Prizes that are owed now. */
      payouts: z.int(),
    }),
  })
  .register(z.globalRegistry, { id: "FinalRace" });
