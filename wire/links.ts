import * as z from "zod/mini";
import { instantText, wagerAmount } from "./scalars.js";

export const linkState = z.enum([
  /** Waits for a proof: see `challenge`. */
  "pending",
  /** Waits for an administrator. */
  "under_review",
  /** Proven; takes effect at `effectiveAt`, because it takes an account over or follows another one. */
  "cooling",
  /** Active. */
  "approved",
  "rejected",
  "expired",
  "withdrawn",
  /** Was active. */
  "ended",
]);
export type LinkState = z.infer<typeof linkState>;

const linkProof = z.enum(["wager_pattern", "name_suffix", "evidence", "demo"]);
export type LinkProof = z.infer<typeof linkProof>;

const linkChallenge = z
  .object({
    /** Two wagers of exactly these amounts, in any order and on any game, prove control of the account. */
    amounts: z.array(wagerAmount),
    /** So does a name that ends with this. */
    nameSuffix: z.string(),
    expiresAt: instantText,
  })
  .register(z.globalRegistry, { id: "LinkChallenge" });

export const link = z
  .object({
    id: z.string(),
    /** Slug of the casino. */
    source: z.string(),
    sourceName: z.string(),
    player: z.object({ id: z.string(), name: z.string() }),
    state: linkState,
    proof: z.nullable(linkProof),
    challenge: z.nullable(linkChallenge),
    createdAt: instantText,
    effectiveAt: z.nullable(instantText),
    decidedAt: z.nullable(instantText),
    endedAt: z.nullable(instantText),
    /** Why it was rejected or ended. */
    reason: z.nullable(z.string()),
    /** What may be done with it now. */
    allowed: z.array(z.string()),
  })
  .register(z.globalRegistry, { id: "Link" });
export type Link = z.infer<typeof link>;

export const linkList = z.object({ links: z.array(link) }).register(z.globalRegistry, { id: "LinkList" });
export type LinkList = z.infer<typeof linkList>;

/** Body of `POST /api/v1/me/links`. */
export const requestLink = z
  .strictObject({
    /** Slug of the casino. */
    source: z.string().check(z.minLength(1), z.maxLength(40)),
    /** The casino's own id of the account, or its name there. */
    player: z.string().check(z.trim(), z.minLength(1), z.maxLength(128)),
  })
  .register(z.globalRegistry, { id: "RequestLink" });

/** Words for the administrators. */
export const linkWords = z
  .strictObject({ text: z.string().check(z.trim(), z.minLength(3), z.maxLength(1_000)) })
  .register(z.globalRegistry, { id: "LinkWords" });

/** As administrators see it. */
export const reviewedLink = z
  .extend(link, {
    user: z.object({ id: z.string(), firstName: z.string(), username: z.nullable(z.string()) }),
    evidence: z.nullable(z.string()),
    /** A picture came with it: the bot shows it to administrators (`/links`). */
    hasPicture: z.boolean(),
    proofDetail: z.unknown(),
    decidedBy: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "ReviewedLink" });

export const linkQueue = z
  .object({ links: z.array(reviewedLink), nextCursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "LinkQueue" });

/** Body of `POST /api/v1/admin/links/:id/approve`. */
export const approveLink = z
  .strictObject({
    /** Takes the account from whoever holds it, without cooling-off. */
    transfer: z.prefault(z.boolean(), false),
  })
  .register(z.globalRegistry, { id: "ApproveLink" });
