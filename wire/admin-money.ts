import * as z from "zod/mini";
import { instantText, wagerAmount } from "./scalars.js";

const reason = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));

const signedAmount = z.string().check(z.regex(/^-?(0|[1-9]\d{0,10})(\.\d{1,6})?$/));

/** Body of `POST /api/v1/admin/adjustments`. */
export const createAdjustment = z
  .strictObject({
    /** Our id, or `slug:player_id`. */
    player: z.string().check(z.minLength(1), z.maxLength(200)),
    /** USD, with a minus to take away. */
    amount: z.optional(signedAmount),
    /** Instead of `amount`: the score that the player is to have in `race`, as the ledger has it at that moment. */
    setTo: z.optional(signedAmount),
    /** Shown in public. */
    reason,
    /** Counts in this race only; without one it counts on every board from now on. */
    race: z.optional(z.string()),
    /** It is taken back by itself then, unless its race has a result by then. */
    expiresAt: z.optional(instantText),
    /** It counts nowhere until another administrator approves it. */
    secondApprover: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ amount, setTo }) => (amount === undefined) !== (setTo === undefined), {
      error: "give either amount or setTo",
      path: ["amount"],
    }),
  )
  .register(z.globalRegistry, { id: "CreateAdjustment" });

export const createdAdjustment = z
  .object({
    id: z.string(),
    /** The race has a result already: `POST /admin/races/:id/correct` brings the adjustment into its next version. */
    isLate: z.boolean(),
    /** It counts only once another administrator approves it: `POST /admin/adjustments/:id/approve`. */
    waits: z.boolean(),
  })
  .register(z.globalRegistry, { id: "CreatedAdjustment" });

const adjustment = z
  .object({
    id: z.string(),
    player: z.string(),
    race: z.nullable(z.string()),
    amount: wagerAmount,
    reason: z.string(),
    createdAt: instantText,
    /** The adjustment that this one takes back. */
    reverts: z.nullable(z.string()),
    /** When it is taken back by itself. */
    expiresAt: z.nullable(instantText),
  })
  .register(z.globalRegistry, { id: "Adjustment" });

/** An adjustment that waits for a second person. */
export const waitingAdjustment = z
  .object({
    id: z.string(),
    player: z.string(),
    race: z.nullable(z.string()),
    /** Null where the score is to be set. */
    amount: z.nullable(wagerAmount),
    setTo: z.nullable(wagerAmount),
    reason: z.string(),
    actor: z.string(),
    createdAt: instantText,
    expiresAt: z.nullable(instantText),
  })
  .register(z.globalRegistry, { id: "WaitingAdjustment" });

/** What everybody may see of a race's adjustments. */
export const publicAdjustments = z
  .object({ adjustments: z.array(adjustment) })
  .register(z.globalRegistry, { id: "PublicAdjustments" });

export const adjustmentList = z
  .object({
    adjustments: z.array(z.extend(adjustment, { actor: z.string(), approvedBy: z.nullable(z.string()) })),
    waiting: z.array(waitingAdjustment),
  })
  .register(z.globalRegistry, { id: "AdjustmentList" });
