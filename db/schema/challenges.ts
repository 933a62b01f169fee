import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { PlayerId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, centsColumn, instant, micro } from "../columns.js";
import { players } from "./players.js";
import { rewardGrants } from "./rewards.js";
import { telegramUsers } from "./telegram.js";

/** A task in a game, with a prize for the first who show that they did it and are believed. */
export const challenges = pgTable(
  "challenges",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    game: text("game").notNull(),
    /** Hundredths: 10000 is 100x. */
    multiplier: integer("multiplier").notNull(),
    minBet: micro("min_bet").notNull(),
    prize: centsColumn("prize").notNull(),
    winnersTotal: integer("winners_total").notNull(),
    /** Taken down by the statement that accepts. */
    winnersLeft: integer("winners_left").notNull(),
    opensAt: instant("opens_at").notNull(),
    deadline: instant("deadline").notNull(),
    closedAt: instant("closed_at"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    index("challenges_deadline_idx").on(table.deadline),
    check("challenges_game_length", sql`char_length(${table.game}) between 1 and 80`),
    check("challenges_multiplier_range", sql`${table.multiplier} between 101 and 1000000000`),
    check("challenges_min_bet_range", sql`${table.minBet} between 1 and 10000000000000000`),
    check("challenges_prize_range", sql`${table.prize} between 1 and 1000000000000`),
    check("challenges_winners_total_range", sql`${table.winnersTotal} between 1 and 1000`),
    check("challenges_winners_left_range", sql`${table.winnersLeft} between 0 and ${table.winnersTotal}`),
    check("challenges_window_not_empty", sql`${table.opensAt} < ${table.deadline}`),
  ],
);

/** What a player hands in: the link of a bet, once for each challenge. Decided entries are not decided again. */
export const challengeEntries = pgTable(
  "challenge_entries",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    challengeId: bigNumber("challenge_id")
      .notNull()
      .references(() => challenges.id),
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    betLink: text("bet_link").notNull(),
    state: text("state", { enum: ["open", "accepted", "rejected"] })
      .notNull()
      .default("open"),
    enteredAt: instant("entered_at").notNull(),
    decidedAt: instant("decided_at"),
    decidedBy: text("decided_by"),
    reason: text("reason"),
    grantId: bigNumber("grant_id").references(() => rewardGrants.id),
  },
  (table) => [
    unique("challenge_entries_once_per_person").on(table.challengeId, table.userId),
    unique("challenge_entries_once_per_player").on(table.challengeId, table.playerId),
    // One bet cannot win twice, whoever shows it.
    unique("challenge_entries_bet_once").on(table.challengeId, table.betLink),
    uniqueIndex("challenge_entries_grant_id_key").on(table.grantId),
    index("challenge_entries_user_id_idx").on(table.userId),
    index("challenge_entries_player_id_idx").on(table.playerId),
    index("challenge_entries_open_idx")
      .on(table.id)
      .where(sql`${table.state} = 'open'`),
    check("challenge_entries_state_known", sql`${table.state} in ('open', 'accepted', 'rejected')`),
    check("challenge_entries_link_length", sql`char_length(${table.betLink}) between 1 and 300`),
    check(
      "challenge_entries_decided_together",
      sql`(${table.state} = 'open') = (${table.decidedAt} is null) and (${table.state} = 'open') = (${table.decidedBy} is null)`,
    ),
    check("challenge_entries_rejected_has_reason", sql`${table.state} <> 'rejected' or ${table.reason} is not null`),
    check("challenge_entries_accepted_has_grant", sql`(${table.state} = 'accepted') = (${table.grantId} is not null)`),
  ],
);

/** Where bet links may lead. */
export const betHosts = pgTable("bet_hosts", { host: text("host").primaryKey() }, (table) => [
  check("bet_hosts_form", sql`${table.host} ~ '^([a-z0-9-]+\\.)+[a-z]{2,}$'`),
]);
