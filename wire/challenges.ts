import * as z from "zod/mini";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

/** A task in a game, with a prize for the first who show that they did it. */
export const challenge = z
  .object({
    id: z.string(),
    game: z.string(),
    /** Such as `100x`. */
    multiplier: z.string(),
    minBet: wagerAmount,
    prize: prizeAmount,
    winners: z.int(),
    winnersLeft: z.int(),
    opensAt: instantText,
    deadline: instantText,
    state: z.enum(["waiting", "open", "won", "over"]),
  })
  .register(z.globalRegistry, { id: "Challenge" });
export type Challenge = z.infer<typeof challenge>;

export const challengeList = z
  .object({
    challenges: z.array(challenge),
    /** Where links of bets may lead. */
    hosts: z.array(z.string()),
  })
  .register(z.globalRegistry, { id: "ChallengeList" });
export type ChallengeList = z.infer<typeof challengeList>;

/** Body of `POST /api/v1/me/challenges/:id/entry`. */
export const enterChallenge = z
  .strictObject({ link: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)) })
  .register(z.globalRegistry, { id: "EnterChallenge" });

/** One's own entry. */
export const challengeEntry = z
  .object({
    id: z.string(),
    challenge: z.string(),
    game: z.string(),
    multiplier: z.string(),
    betLink: z.string(),
    state: z.enum(["open", "accepted", "rejected"]),
    enteredAt: instantText,
    /** Why it was turned down. */
    reason: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "ChallengeEntry" });
export type ChallengeEntry = z.infer<typeof challengeEntry>;

export const challengeEntryList = z
  .object({ entries: z.array(challengeEntry) })
  .register(z.globalRegistry, { id: "ChallengeEntryList" });

/** As administrators see it. */
export const queuedEntry = z
  .extend(challengeEntry, {
    account: z.object({ id: z.string(), name: z.string(), source: z.string(), playerId: z.string() }),
    user: z.string(),
  })
  .register(z.globalRegistry, { id: "QueuedEntry" });
export type QueuedEntry = z.infer<typeof queuedEntry>;

export const queuedEntryList = z
  .object({ entries: z.array(queuedEntry) })
  .register(z.globalRegistry, { id: "QueuedEntryList" });

const usdText = z.string().check(z.maxLength(30));

/** Body of `POST /api/v1/admin/rewards/challenges`; amounts in USD. */
export const makeChallenge = z
  .strictObject({
    game: z.string().check(z.maxLength(200)),
    multiplier: z.string().check(z.maxLength(20)),
    minBet: usdText,
    prize: usdText,
    winners: z.int(),
    opensAt: z.optional(instantText),
    deadline: instantText,
  })
  .register(z.globalRegistry, { id: "MakeChallenge" });

/** Body of `POST /api/v1/admin/rewards/bet-hosts`: all of them. */
export const betHosts = z
  .strictObject({ hosts: z.array(z.string().check(z.maxLength(200))).check(z.maxLength(50)) })
  .register(z.globalRegistry, { id: "BetHosts" });
