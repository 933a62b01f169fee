import * as z from "zod/mini";
import { instantText, wagerAmount } from "./scalars.js";

const reason = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));

/** Body of `POST /api/v1/admin/adjustments`. */
export const createAdjustment = z
  .strictObject({
    /** Our id, or `slug:player_id`. */
    player: z.string().check(z.minLength(1), z.maxLength(200)),
    /** USD, with a minus to take away. */
    amount: z.string().check(z.regex(/^-?(0|[1-9]\d{0,10})(\.\d{1,6})?$/)),
    /** Shown in public. */
    reason,
    /** Counts in this race only; without one it counts on every board from now on. */
    race: z.optional(z.string()),
  })
  .register(z.globalRegistry, { id: "CreateAdjustment" });

export const createdAdjustment = z
  .object({
    id: z.string(),
    /** The race has a result already: `POST /admin/races/:id/correct` brings the adjustment into its next version. */
    isLate: z.boolean(),
  })
  .register(z.globalRegistry, { id: "CreatedAdjustment" });

export const adjustment = z
  .object({
    id: z.string(),
    player: z.string(),
    race: z.nullable(z.string()),
    amount: wagerAmount,
    reason: z.string(),
    createdAt: instantText,
    /** The adjustment that this one takes back. */
    reverts: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "Adjustment" });

/** What everybody may see of a race's adjustments. */
export const publicAdjustments = z
  .object({ adjustments: z.array(adjustment) })
  .register(z.globalRegistry, { id: "PublicAdjustments" });

export const adjustmentList = z
  .object({ adjustments: z.array(z.extend(adjustment, { actor: z.string() })) })
  .register(z.globalRegistry, { id: "AdjustmentList" });
