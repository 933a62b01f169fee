import * as z from "zod/mini";
import { instantText, wagerAmount } from "./scalars.js";

const sourceMode = z.enum(["events", "totals"]);

export const sourceOverview = z
  .object({
    slug: z.string(),
    name: z.string(),
    mode: sourceMode,
    lastAcceptedAt: z.nullable(instantText),
    /** True when nothing came for longer than `staleAfterSeconds`, or nothing ever. */
    stale: z.boolean(),
    staleAfterSeconds: z.int(),
    openDeadLetters: z.int(),
  })
  .register(z.globalRegistry, { id: "SourceOverview" });

export type SourceOverview = z.infer<typeof sourceOverview>;

export const sourceOverviews = z
  .object({ sources: z.array(sourceOverview) })
  .register(z.globalRegistry, { id: "SourceOverviews" });

/** Body of `POST /api/v1/admin/sources`. */
export const newSource = z
  .strictObject({ slug: z.string(), name: z.string(), mode: sourceMode })
  .register(z.globalRegistry, { id: "CreateSource" });

export const createdSource = z
  .object({
    slug: z.string(),
    /** Shown this once. */
    secret: z.string(),
  })
  .register(z.globalRegistry, { id: "CreatedSource" });

export const rotatedSecret = z
  .object({ secret: z.string(), previousExpiresAt: instantText })
  .register(z.globalRegistry, { id: "RotatedSecret" });

/** How a wager came to what it is worth. */
export const wagerExplanation = z
  .object({
    source: z.string(),
    /** The sender's own number of the wager. */
    wager: z.string(),
    /** What it is worth now: the sum of every `delta`. */
    worth: wagerAmount,
    /** First to last. */
    entries: z.array(
      z.object({
        seq: z.int(),
        player: z.string(),
        revision: z.string(),
        /** What the wager is worth after this entry. */
        amount: wagerAmount,
        /** What this entry changed. */
        delta: wagerAmount,
        /** Null for a wager that was taken back before it was ever settled. */
        occurredAt: z.nullable(instantText),
        category: z.nullable(z.string()),
        game: z.nullable(z.string()),
        recordedAt: instantText,
      }),
    ),
  })
  .register(z.globalRegistry, { id: "WagerExplanation" });

export type WagerExplanation = z.infer<typeof wagerExplanation>;

export const sourceHealth = z
  .object({
    slug: z.string(),
    name: z.string(),
    mode: sourceMode,
    /** True when it is asked or uploaded: it signs nothing, so its secrets matter to nobody. */
    polled: z.boolean(),
    lastAcceptedAt: z.nullable(instantText),
    /** True when nothing came for longer than `staleAfterSeconds`, or nothing ever. */
    stale: z.boolean(),
    staleAfterSeconds: z.int(),
    openDeadLetters: z.int(),
    secrets: z.array(
      z.object({
        state: z.enum(["current", "previous"]),
        lastUsedAt: z.nullable(instantText),
        expiresAt: z.nullable(instantText),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "SourceHealth" });
export type SourceHealth = z.infer<typeof sourceHealth>;

/** How a sender signs and names things, when it does not speak our own contract: see docs/dialects.md. */
const dialect = z.nullable(z.record(z.string(), z.unknown()));

/** Body of `PATCH /api/v1/admin/sources/:slug`: what is left out stays. */
export const changeSource = z
  .strictObject({
    name: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(100))),
    staleAfterSeconds: z.optional(z.int().check(z.gte(1), z.lte(31_536_000))),
    dialect: z.optional(dialect),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, { error: "name at least one field to change" }))
  .register(z.globalRegistry, { id: "ChangeSource" });

export const sourceSettings = z
  .object({ slug: z.string(), dialect: z.unknown() })
  .register(z.globalRegistry, { id: "SourceSettings" });

/** Body of `POST /api/v1/admin/sources/:slug/try`: a message as the sender's documentation or log shows it. */
export const tryDialect = z
  .strictObject({
    /** The one the source has when left out. */
    dialect: z.optional(dialect),
    headers: z.optional(z.record(z.string(), z.string())),
    body: z.optional(z.string().check(z.maxLength(65_536))),
    /** Of a GET, without the question mark. */
    query: z.optional(z.string().check(z.maxLength(8_192))),
    /** The secret it was signed with; without one the signature is only looked at for its form. */
    secret: z.optional(z.string().check(z.maxLength(512))),
    /** When it was sent, for dialects with a timestamp. */
    at: z.optional(instantText),
  })
  .register(z.globalRegistry, { id: "TryDialect" });

export const dialectTrial = z
  .object({
    signature: z.enum(["right", "wrong", "not timely", "not in form", "not checked"]),
    wager: z.nullable(
      z.object({
        wagerId: z.string(),
        playerId: z.string(),
        playerName: z.nullable(z.string()),
        amount: wagerAmount,
        revision: z.string(),
        occurredAt: z.nullable(z.string()),
        category: z.nullable(z.string()),
        game: z.nullable(z.string()),
      }),
    ),
    refused: z.nullable(z.object({ reason: z.string(), detail: z.string() })),
  })
  .register(z.globalRegistry, { id: "DialectTrial" });
