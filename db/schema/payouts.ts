import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import type { PlayerId, RaceId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, centsColumn, instant, micro } from "../columns.js";
import { players } from "./players.js";
import { raceResults } from "./results.js";
import { rewardGrants } from "./rewards.js";
import { races } from "./races.js";
import { telegramUsers } from "./telegram.js";

/**
 * One prize on its way to its winner: a place of a race's result, or a reward of another kind. The state moves by
 * compare-and-set; `payout_events` keeps every move.
 */
export const payouts = pgTable(
  "payouts",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    raceId: text("race_id")
      .references(() => races.id)
      .$type<RaceId>(),
    /** Result version that owes it. */
    resultId: bigNumber("result_id").references(() => raceResults.id),
    rank: integer("rank"),
    /** Lane of the race, from 1; 0 is its main table. */
    lane: integer("lane").notNull().default(0),
    /** The reward that owes it, when no race does. */
    grantId: bigNumber("grant_id").references(() => rewardGrants.id),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    amount: centsColumn("amount").notNull(),
    state: text("state", {
      enum: ["owed", "claimed", "approved", "paid", "confirmed", "failed", "expired", "replaced"],
    }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    /** Last moment to claim. */
    expiresAt: instant("expires_at").notNull(),
    /** Who claimed it, through his proven link. */
    userId: bigNumber("user_id")
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    destination: text("destination"),
    approvedBy: text("approved_by"),
    /** The casino's or the chain's own number of the payment. */
    reference: text("reference"),
    paidAt: instant("paid_at"),
    remindedAt: instant("reminded_at"),
    /** What a person must look at: a later version of the result says otherwise, after it was paid. */
    flag: text("flag"),
  },
  (table) => [
    unique("payouts_one_per_lane").on(table.resultId, table.playerId, table.lane),
    unique("payouts_grant_id_key").on(table.grantId),
    index("payouts_race_id_idx").on(table.raceId),
    index("payouts_result_id_idx").on(table.resultId),
    index("payouts_player_id_idx").on(table.playerId),
    index("payouts_user_id_idx").on(table.userId),
    index("payouts_state_expires_at_idx").on(table.state, table.expiresAt),
    check(
      "payouts_state_known",
      sql`${table.state} in ('owed', 'claimed', 'approved', 'paid', 'confirmed', 'failed', 'expired', 'replaced')`,
    ),
    check(
      "payouts_one_origin",
      sql`num_nonnulls(${table.raceId}, ${table.resultId}, ${table.rank}) = case when ${table.grantId} is null then 3 else 0 end`,
    ),
    check("payouts_lane_of_race", sql`${table.lane} = 0 or ${table.raceId} is not null`),
    check("payouts_amount_positive", sql`${table.amount} > 0`),
    check(
      "payouts_paid_has_reference",
      sql`${table.state} not in ('paid', 'confirmed') or ${table.reference} is not null`,
    ),
    check(
      "payouts_claim_has_owner",
      sql`${table.state} not in ('claimed', 'approved', 'paid', 'confirmed') or ${table.userId} is not null`,
    ),
  ],
);

/** Every move of a payout; rows are only ever added. */
export const payoutEvents = pgTable(
  "payout_events",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    payoutId: bigNumber("payout_id")
      .notNull()
      .references(() => payouts.id),
    event: text("event").notNull(),
    actor: text("actor").notNull(),
    detail: jsonb("detail").$type<unknown>(),
    at: instant("at").notNull(),
  },
  (table) => [index("payout_events_payout_id_idx").on(table.payoutId)],
);

/**
 * A prize that nobody claimed and that was added to the first prize of the series' next race, once; rows are only ever
 * added. An expired prize without a row here goes back to the operator.
 */
export const payoutRollovers = pgTable(
  "payout_rollovers",
  {
    payoutId: bigNumber("payout_id")
      .primaryKey()
      .references(() => payouts.id),
    /** The race that got it. */
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    amount: centsColumn("amount").notNull(),
    at: instant("at").notNull(),
  },
  (table) => [
    index("payout_rollovers_race_id_idx").on(table.raceId),
    check("payout_rollovers_amount_positive", sql`${table.amount} > 0`),
  ],
);

/** Manual corrections by people: each becomes one ledger entry with the same number and is shown in public. */
export const adjustments = pgTable(
  "adjustments",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    /** Counts in this race only; null counts everywhere from its moment on. */
    raceId: text("race_id")
      .references(() => races.id)
      .$type<RaceId>(),
    amount: micro("amount").notNull(),
    reason: text("reason").notNull(),
    actor: text("actor").notNull(),
    /** The adjustment that this one takes back. */
    reverts: bigNumber("reverts").references((): AnyPgColumn => adjustments.id),
    createdAt: instant("created_at").notNull(),
    /** It is taken back by itself at this moment, unless its race has a result by then. */
    expiresAt: instant("expires_at"),
    /** The second person, where one was asked for. */
    approvedBy: text("approved_by"),
  },
  (table) => [
    index("adjustments_player_id_idx").on(table.playerId),
    index("adjustments_race_id_idx").on(table.raceId),
    unique("adjustments_reverts_key").on(table.reverts),
    index("adjustments_expires_at_idx").on(table.expiresAt),
    check("adjustments_amount_not_zero", sql`${table.amount} <> 0`),
    check("adjustments_reason_length", sql`char_length(${table.reason}) between 3 and 500`),
  ],
);

/** An adjustment that waits for a second person: it counts nowhere until he approves it. */
export const adjustmentRequests = pgTable(
  "adjustment_requests",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    raceId: text("race_id")
      .references(() => races.id)
      .$type<RaceId>(),
    /** What is added, or the score that the player is to have in the race. */
    amount: micro("amount"),
    setTo: micro("set_to"),
    reason: text("reason").notNull(),
    actor: text("actor").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at"),
    state: text("state", { enum: ["waiting", "approved", "refused"] }).notNull(),
    decidedAt: instant("decided_at"),
    decidedBy: text("decided_by"),
    /** What it became. */
    adjustmentId: bigNumber("adjustment_id").references(() => adjustments.id),
  },
  (table) => [
    index("adjustment_requests_player_id_idx").on(table.playerId),
    index("adjustment_requests_race_id_idx").on(table.raceId),
    index("adjustment_requests_adjustment_id_idx").on(table.adjustmentId),
    check("adjustment_requests_state_known", sql`${table.state} in ('waiting', 'approved', 'refused')`),
    check("adjustment_requests_one_aim", sql`num_nonnulls(${table.amount}, ${table.setTo}) = 1`),
    check("adjustment_requests_set_in_race", sql`${table.setTo} is null or ${table.raceId} is not null`),
    check("adjustment_requests_decided", sql`(${table.state} = 'waiting') = (${table.decidedBy} is null)`),
  ],
);

/** A player's claim against a provisional result, with his timeline as it was when he opened it. */
export const disputes = pgTable(
  "disputes",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    version: integer("version").notNull(),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    text: text("text").notNull(),
    evidence: jsonb("evidence").$type<unknown>().notNull(),
    state: text("state", { enum: ["open", "accepted", "rejected"] }).notNull(),
    openedAt: instant("opened_at").notNull(),
    decidedAt: instant("decided_at"),
    decidedBy: text("decided_by"),
    answer: text("answer"),
  },
  (table) => [
    index("disputes_race_id_idx").on(table.raceId),
    index("disputes_player_id_idx").on(table.playerId),
    index("disputes_user_id_idx").on(table.userId),
    uniqueIndex("disputes_one_open")
      .on(table.raceId, table.userId)
      .where(sql`${table.state} = 'open'`),
    check("disputes_state_known", sql`${table.state} in ('open', 'accepted', 'rejected')`),
    check("disputes_text_length", sql`char_length(${table.text}) between 3 and 2000`),
    check(
      "disputes_decided_together",
      sql`(${table.state} = 'open') = (${table.decidedAt} is null) and (${table.state} = 'open') = (${table.decidedBy} is null)`,
    ),
  ],
);
