import * as z from "zod/mini";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

/** The head of a result document; docs/result-v1.schema.json says all of it. */
export const resultDocument = z
  .looseObject({
    format: z.literal("goatedvips.result/1"),
    race: z.string(),
    version: z.int(),
    computedAt: instantText,
    rulesHash: z.string(),
    totalScore: wagerAmount,
    pool: prizeAmount,
    awarded: prizeAmount,
    leftover: prizeAmount,
    players: z.array(
      z.looseObject({
        pseudonym: z.string(),
        rank: z.int(),
        score: wagerAmount,
        prize: prizeAmount,
        entries: z.int(),
        entriesHash: z.string(),
      }),
    ),
    /** SHA-256 in hex of the canonical document without this member; also the entity tag of the answer. */
    documentHash: z.string(),
  })
  .register(z.globalRegistry, { id: "ResultDocument" });

/** Part of what an entry of the ledger says, in explanations and receipts. */
const explainedEntry = z
  .object({
    source: z.string(),
    kind: z.enum(["wager", "snapshot", "adjustment"]),
    /** The sender's own number of the wager. */
    ref: z.string(),
    seq: z.int(),
    revision: z.string(),
    /** What the wager is worth after this entry. */
    amount: wagerAmount,
    /** What this entry changed. */
    delta: wagerAmount,
    /** What of it counts in the race, by the weight of its category. */
    counted: wagerAmount,
    occurredAt: z.string(),
    coversFrom: z.nullable(z.string()),
    category: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "ExplainedEntry" });

/** A player's proof of his part of a result; docs/result-v1.md says how it is checked. */
export const ownReceipt = z
  .object({
    format: z.literal("goatedvips.receipt/1"),
    race: z.string(),
    version: z.int(),
    documentHash: z.string(),
    /** In hex. Whoever has it knows which row is his. */
    playerSalt: z.string(),
    entries: z.array(explainedEntry),
  })
  .register(z.globalRegistry, { id: "Receipt" });

/** How a player came to his score. */
export const explanation = z
  .object({
    race: z.string(),
    player: z.string(),
    /** Version of the result it speaks of; null while there is none, and the ledger of this moment counts. */
    version: z.nullable(z.int()),
    score: wagerAmount,
    /** Of `counted` over all entries: the same as the score unless the race's cap cut it. */
    sum: wagerAmount,
    entries: z.array(explainedEntry),
  })
  .register(z.globalRegistry, { id: "Explanation" });
