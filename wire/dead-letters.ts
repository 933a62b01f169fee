import * as z from "zod/mini";
import { instantText } from "./scalars.js";

export const letterState = z.enum(["open", "replayed", "discarded"]);
export type DeadLetterState = z.infer<typeof letterState>;

/** What was signed but could not be applied. */
const deadLetter = z.object({
  id: z.string(),
  source: z.string(),
  /** The sender's `webhook-id`. */
  deliveryId: z.string(),
  /** Place in a batch or snapshot; null when the whole delivery is meant. */
  item: z.nullable(z.int()),
  endpoint: z.enum(["event", "batch", "totals", "postback"]),
  reason: z.string(),
  detail: z.nullable(z.string()),
  state: letterState,
  attempts: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  receivedAt: instantText,
  resolvedAt: z.nullable(instantText),
  resolution: z.nullable(z.string()),
});
export type DeadLetter = z.infer<typeof deadLetter>;

export const deadLetterList = z
  .object({ deadLetters: z.array(deadLetter), nextCursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "DeadLetterList" });

/** Which open letters are replayed together; what is left out means all. */
export const replayFilter = z.strictObject({
  /** Slug of a source. */
  source: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
  reason: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
  /** `nextCursor` of the answer before. */
  cursor: z.optional(z.string()),
});

export const replayTally = z
  .object({
    /** Applied. */
    recorded: z.int(),
    /** Known already, and closed. */
    duplicates: z.int(),
    /** Still not applicable, and open. */
    quarantined: z.int(),
    /** For the next 200, when there are more. */
    nextCursor: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "ReplayTally" });

export const replayOutcome = z
  .object({
    /** `quarantined` when it still cannot be applied and stays open. */
    status: z.enum(["replayed", "quarantined"]),
    /** Whether it changed something, once replayed. */
    resolution: z.nullable(z.enum(["recorded", "duplicate"])),
    /** Why it still cannot be applied. */
    reason: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "ReplayOutcome" });
