import * as z from "zod/mini";
import { signedInUser } from "./auth.js";
import { period } from "./race.js";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";
import { userSettings } from "./settings.js";

const tierLevel = z.object({ name: z.string(), from: wagerAmount });

/** A break from races; `until` null is for good. */
export const personBreak = z
  .object({ since: instantText, until: z.nullable(instantText) })
  .register(z.globalRegistry, { id: "Break" });

export const profile = z
  .extend(signedInUser, {
    alias: z.nullable(z.string()),
    /** True once the person has started the bot. */
    canBeMessaged: z.boolean(),
    players: z.array(z.object({ id: z.string(), name: z.string(), source: z.string() })),
    settings: userSettings,
    /** From the lifetime wager of all linked accounts; null without any. */
    tier: z.nullable(z.extend(tierLevel, { lifetime: wagerAmount, next: z.nullable(tierLevel) })),
    /** A break from races that he asked for; `until` null is for good. */
    break: z.nullable(personBreak),
  })
  .register(z.globalRegistry, { id: "Profile" });
export type Profile = z.infer<typeof profile>;

export const statsBucket = z.enum(["hour", "day", "week", "month"]);
export type StatsBucket = z.infer<typeof statsBucket>;

export const ownStats = z
  .object({
    period,
    bucket: statsBucket,
    timeZone: z.string(),
    /** Start of the period; null for all time. */
    from: z.nullable(instantText),
    wagered: wagerAmount,
    /** Wagers and differences of totals. */
    entries: z.int(),
    prizes: z.object({ places: z.int(), wins: z.int(), amount: prizeAmount }),
    /** Every bucket up to now, empty ones too, oldest first. */
    series: z.array(z.object({ at: instantText, wagered: wagerAmount })),
  })
  .register(z.globalRegistry, { id: "OwnStats" });
export type OwnStats = z.infer<typeof ownStats>;
