import * as z from "zod/mini";
import { instantText } from "./scalars.js";

export const disputeState = z.enum(["open", "accepted", "rejected"]);

export const dispute = z
  .object({
    id: z.string(),
    race: z.string(),
    /** Version of the result it speaks of. */
    version: z.int(),
    player: z.string(),
    text: z.string(),
    state: disputeState,
    openedAt: instantText,
    decidedAt: z.nullable(instantText),
    answer: z.nullable(z.string()),
    /** The player's timeline as it was when the case was opened. */
    evidence: z.unknown(),
  })
  .register(z.globalRegistry, { id: "Dispute" });
export type Dispute = z.infer<typeof dispute>;

export const disputeList = z.object({ disputes: z.array(dispute) }).register(z.globalRegistry, { id: "DisputeList" });

/** Body of `POST /api/v1/races/:id/disputes`. */
export const openDispute = z
  .strictObject({ text: z.string().check(z.trim(), z.minLength(3), z.maxLength(2_000)) })
  .register(z.globalRegistry, { id: "OpenDispute" });

/** As administrators see it. */
export const reviewedDispute = z
  .extend(dispute, { user: z.string(), decidedBy: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "ReviewedDispute" });

export const disputeQueue = z
  .object({ disputes: z.array(reviewedDispute), nextCursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "DisputeQueue" });

/** Body of `POST /api/v1/admin/disputes/:id/decide`. */
export const decideDispute = z
  .strictObject({
    accepted: z.boolean(),
    /** Shown to the player. */
    answer: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
  })
  .register(z.globalRegistry, { id: "DecideDispute" });
