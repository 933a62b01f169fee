import * as z from "zod/mini";
import { publicReason } from "./admin-races.js";
import { earnedReward } from "./rewards.js";
import { instantText, prizeAmount } from "./scalars.js";

export const payoutState = z.enum([
  "owed",
  "claimed",
  "approved",
  "paid",
  "confirmed",
  "failed",
  "expired",
  /** A later version of the result says otherwise. */
  "replaced",
]);
export type PayoutState = z.infer<typeof payoutState>;

/** One prize as its winner sees it. */
export const prize = z
  .object({
    id: z.string(),
    /** The race whose result owes it, with the version and the place; null for another reward. */
    race: z.nullable(z.object({ id: z.string(), title: z.string() })),
    version: z.nullable(z.int()),
    rank: z.nullable(z.int()),
    /** The race's lane whose prize it is; absent for its main table. */
    lane: z.optional(z.string()),
    /** The reward that owes it; null for a place in a race. */
    reward: z.nullable(earnedReward),
    player: z.string(),
    amount: prizeAmount,
    state: payoutState,
    createdAt: instantText,
    /** Last moment to claim. */
    expiresAt: instantText,
    destination: z.nullable(z.string()),
    /** The casino's or the chain's own number of the payment. */
    reference: z.nullable(z.string()),
    paidAt: z.nullable(instantText),
    /** What may be done with it now. */
    allowed: z.array(z.string()),
  })
  .register(z.globalRegistry, { id: "Prize" });
export type Prize = z.infer<typeof prize>;

export const prizeList = z.object({ prizes: z.array(prize) }).register(z.globalRegistry, { id: "PrizeList" });
export type PrizeList = z.infer<typeof prizeList>;

/** Body of `POST /api/v1/me/prizes/:id/claim`. */
export const claimPrize = z
  .strictObject({
    /** Where to send it, in the winner's own words: casino account, wallet. Left out: the account that won it. */
    destination: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
  })
  .register(z.globalRegistry, { id: "ClaimPrize" });

/** As administrators see it. */
export const payout = z
  .extend(prize, {
    /** The player with his full name. */
    account: z.object({ id: z.string(), name: z.string(), source: z.string(), playerId: z.string() }),
    /** Telegram number of who claimed it. */
    user: z.nullable(z.string()),
    createdBy: z.string(),
    approvedBy: z.nullable(z.string()),
    /** What a person must look at. */
    flag: z.nullable(z.string()),
    /** Of an expired prize of a race: id of the race that got it, null when it goes back to the operator. Absent otherwise. */
    rolledInto: z.optional(z.nullable(z.string())),
  })
  .register(z.globalRegistry, { id: "Payout" });

export const payoutList = z
  .object({
    payouts: z.array(payout),
    nextCursor: z.nullable(z.string()),
    /** The public figure: `paid` of `claimed`, nine in ten of them within `hours` of their claim. */
    figure: z.object({ claimed: z.int(), paid: z.int(), hours: z.nullable(z.int()) }),
  })
  .register(z.globalRegistry, { id: "PayoutList" });

/** Body of `POST /api/v1/admin/payouts/:id/pay`. */
export const payPayout = z
  .strictObject({
    /** The casino's or the chain's own number of the payment, shown to the winner. Left out: our number of the payout. */
    reference: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
  })
  .register(z.globalRegistry, { id: "PayPayout" });

/** Body of `POST /api/v1/admin/payouts/:id/fail`. */
export const failPayout = z
  .strictObject({
    /** Why, for those who look at its history. */
    reason: z.optional(publicReason),
  })
  .register(z.globalRegistry, { id: "FailPayout" });

export const payoutHistory = z
  .object({
    events: z.array(z.object({ event: z.string(), actor: z.string(), detail: z.unknown(), at: instantText })),
  })
  .register(z.globalRegistry, { id: "PayoutHistory" });
