import * as z from "zod/mini";
import { raceStatus } from "./race.js";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

const paidPlace = { player: z.string(), rank: z.int() };
const share = z.number();

/** Something about a paid place to look at, with the figures that raised it. */
export const settlementFlag = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("burst_at_end"), ...paidPlace, shareInLastTwentieth: share }),
    z.object({ kind: z.literal("equal_scores"), ...paidPlace, with: z.array(z.string()) }),
    z.object({ kind: z.literal("new_account"), ...paidPlace, firstSeenAt: instantText }),
    z.object({ kind: z.literal("mostly_this_race"), ...paidPlace, shareOfLifetime: share }),
    z.object({ kind: z.literal("corrections"), ...paidPlace, corrected: wagerAmount }),
  ])
  .register(z.globalRegistry, { id: "SettlementFlag" });

export const lateEntry = z
  .object({
    player: z.string(),
    kind: z.enum(["wager", "snapshot", "adjustment"]),
    ref: z.string(),
    counted: wagerAmount,
    occurredAt: instantText,
    recordedAt: instantText,
  })
  .register(z.globalRegistry, { id: "LateEntry" });

export const openNewcomer = z
  .object({ player: z.string(), amount: wagerAmount, at: instantText })
  .register(z.globalRegistry, { id: "OpenNewcomer" });

export const settlementSummary = z
  .object({
    status: raceStatus,
    /** What may be done to the race now. */
    allowed: z.array(z.string()),
    players: z.int(),
    totalWagered: wagerAmount,
    /** What stands against settling by itself; `settle` overrules it and says so in the result. */
    blocks: z.array(z.looseObject({ kind: z.string() })),
    openNewcomers: z.array(openNewcomer),
    late: z.array(lateEntry),
    openDisputes: z.int(),
    flags: z.array(settlementFlag),
  })
  .register(z.globalRegistry, { id: "SettlementSummary" });

const wouldWin = z.array(z.object({ player: z.string(), rank: z.int(), score: wagerAmount, prize: prizeAmount }));

export const preview = z
  .object({
    players: z.int(),
    totalWagered: wagerAmount,
    /** Prizes of the main table and of all lanes. */
    pool: prizeAmount,
    /** What the race would have cost, lanes included. */
    cost: prizeAmount,
    leftover: prizeAmount,
    winners: wouldWin,
    lanes: z.array(z.object({ title: z.string(), winners: wouldWin })),
  })
  .register(z.globalRegistry, { id: "Preview" });

/** Body of `POST /api/v1/admin/races/:id/newcomers`. */
export const decideNewcomer = z
  .strictObject({
    player: z.string().check(z.minLength(1), z.maxLength(200)),
    /** Whether the opening total counts. */
    counts: z.boolean(),
    reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
  })
  .register(z.globalRegistry, { id: "DecideNewcomer" });

export const exclusionKind = z.enum(["staff", "banned", "self_excluded", "alt"]);
export type ExclusionKind = z.infer<typeof exclusionKind>;

/** Body of `POST /api/v1/admin/exclusions`: a player, or a person with all accounts linked to him. */
export const createExclusion = z
  .strictObject({
    player: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
    /** Telegram's number. */
    user: z.optional(z.string().check(z.regex(/^[1-9]\d{0,15}$/))),
    /** Without one it holds for all races and public boards. */
    race: z.optional(z.string()),
    kind: exclusionKind,
    /** For administrators; never shown in public. */
    reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
    until: z.optional(instantText),
  })
  .check(
    z.refine(({ player, user }) => (player === undefined) !== (user === undefined), {
      error: "name a player or a user, not both",
      path: ["player"],
    }),
  )
  .register(z.globalRegistry, { id: "CreateExclusion" });

const exclusion = z
  .object({
    id: z.string(),
    player: z.nullable(z.string()),
    user: z.nullable(z.string()),
    race: z.nullable(z.string()),
    kind: exclusionKind,
    reason: z.string(),
    actor: z.string(),
    createdAt: instantText,
    until: z.nullable(instantText),
    liftedAt: z.nullable(instantText),
    liftedBy: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "Exclusion" });

export const exclusionList = z
  .object({ exclusions: z.array(exclusion) })
  .register(z.globalRegistry, { id: "ExclusionList" });

export const createdExclusion = z.object({ id: z.string() }).register(z.globalRegistry, { id: "CreatedExclusion" });
