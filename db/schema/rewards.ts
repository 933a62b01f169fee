import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, smallint, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { PlayerId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, centsColumn, instant, micro, xid8 } from "../columns.js";
import { players } from "./players.js";
import { telegramUsers } from "./telegram.js";

/**
 * Every reward beside a race's prizes that somebody has earned; rows are only ever added. The unique key is what makes
 * each of them happen once, however many workers judge. What has a price is owed by a row of `payouts`.
 */
export const rewardGrants = pgTable(
  "reward_grants",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    kind: text("kind", { enum: ["milestone", "code", "challenge", "raffle", "prediction"] }).notNull(),
    /** What it was earned for, within the kind: `month:2026-11-01T00:00:00.000Z:10000.000000`, the id of a drop … */
    subject: text("subject").notNull(),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    /** Whose account it was, with proof, when he earned it. */
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    amount: centsColumn("amount").notNull(),
    /** As the operator called it; null where each language has words of its own. */
    title: text("title"),
    detail: jsonb("detail").$type<unknown>().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    unique("reward_grants_once_per_player").on(table.kind, table.subject, table.playerId),
    // Somebody with accounts at two casinos is one person; only steps are counted for each account.
    uniqueIndex("reward_grants_once_per_person")
      .on(table.kind, table.subject, table.userId)
      .where(sql`${table.kind} <> 'milestone'`),
    index("reward_grants_player_id_idx").on(table.playerId),
    index("reward_grants_user_id_idx").on(table.userId),
    check("reward_grants_kind_known", sql`${table.kind} in ('milestone', 'code', 'challenge', 'raffle', 'prediction')`),
    check("reward_grants_subject_length", sql`char_length(${table.subject}) between 1 and 100`),
    check("reward_grants_amount_range", sql`${table.amount} between 1 and 1000000000000`),
    check("reward_grants_title_length", sql`char_length(${table.title}) between 1 and 100`),
  ],
);

/** Steps of the operator: what a player gets for a volume in a calendar period. Retired ones stay for the record. */
export const milestones = pgTable(
  "milestones",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    period: text("period", { enum: ["day", "week", "month"] }).notNull(),
    threshold: micro("threshold").notNull(),
    /** With it the step comes again at each further such amount. */
    every: micro("every"),
    prize: centsColumn("prize").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    retiredAt: instant("retired_at"),
  },
  (table) => [
    uniqueIndex("milestones_one_per_threshold")
      .on(table.period, table.threshold)
      .where(sql`${table.retiredAt} is null`),
    check("milestones_period_known", sql`${table.period} in ('day', 'week', 'month')`),
    check("milestones_threshold_range", sql`${table.threshold} between 1000000 and 10000000000000000`),
    check("milestones_every_range", sql`${table.every} between 1000000000 and 10000000000000000`),
    check("milestones_prize_range", sql`${table.prize} between 1 and 1000000000000`),
  ],
);

/** The one table of status levels by lifetime wager. */
export const vipTiers = pgTable(
  "vip_tiers",
  {
    position: integer("position").primaryKey(),
    name: text("name").notNull(),
    fromWager: micro("from_wager").notNull(),
  },
  (table) => [
    unique("vip_tiers_name_key").on(table.name),
    unique("vip_tiers_from_wager_key").on(table.fromWager),
    check("vip_tiers_position_positive", sql`${table.position} >= 1`),
    check("vip_tiers_name_length", sql`char_length(${table.name}) between 1 and 30`),
    check("vip_tiers_from_range", sql`${table.fromWager} between 0 and 10000000000000000`),
  ],
);

/** The level each person was last seen on, by its threshold: names may change, thresholds decide. */
export const personTiers = pgTable("person_tiers", {
  userId: bigNumber("user_id")
    .primaryKey()
    .references(() => telegramUsers.id)
    .$type<TelegramUserId>(),
  fromWager: micro("from_wager").notNull(),
  /** The highest that he knows of: what was told stays told, also when a correction lowers the level in between. */
  toldFrom: micro("told_from").notNull(),
  changedAt: instant("changed_at").notNull(),
});

/** How far the ledger has been judged; one row, whose lock lets one worker at a time judge. */
export const rewardCursor = pgTable(
  "reward_cursor",
  {
    id: smallint("id").primaryKey().default(1),
    /** Null when everybody must be judged anew, such as after a change of the steps. */
    era: smallint("era"),
    /** Transactions below it have been judged. */
    xid: xid8("xid"),
    judgedAt: instant("judged_at"),
  },
  (table) => [
    check("reward_cursor_one_row", sql`${table.id} = 1`),
    check("reward_cursor_whole", sql`(${table.era} is null) = (${table.xid} is null)`),
  ],
);
