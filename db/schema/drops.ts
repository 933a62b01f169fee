import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { PlayerId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, bytes, centsColumn, instant, micro } from "../columns.js";
import { players } from "./players.js";
import { rewardGrants } from "./rewards.js";
import { telegramUsers } from "./telegram.js";

/**
 * Something for the first n: money that is paid like every prize, or a casino's own codes. `claims_left` is taken down by
 * the statement that claims, never computed before it.
 */
export const drops = pgTable(
  "drops",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    title: text("title").notNull(),
    /** What each claim is worth; null when the codes are what is given. */
    amount: centsColumn("amount"),
    /** What people type to claim, as it is compared; null when they press a button. */
    word: text("word"),
    claimsTotal: integer("claims_total").notNull(),
    claimsLeft: integer("claims_left").notNull(),
    /** Least volume in the days before the claim. */
    minWager: micro("min_wager").notNull(),
    minWagerDays: integer("min_wager_days").notNull(),
    opensAt: instant("opens_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** Ended by a person before its time. */
    closedAt: instant("closed_at"),
    /** Groups have been told that it is over. */
    endToldAt: instant("end_told_at"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    // A word may come again once the drop before it is over; which is decided when it is made.
    index("drops_word_idx").on(table.word),
    index("drops_open_idx")
      .on(table.expiresAt)
      .where(sql`${table.endToldAt} is null`),
    check("drops_title_length", sql`char_length(${table.title}) between 1 and 100`),
    check("drops_amount_range", sql`${table.amount} between 1 and 1000000000000`),
    check("drops_word_form", sql`${table.word} ~ '^[a-z0-9-]{4,40}$'`),
    check("drops_claims_total_range", sql`${table.claimsTotal} between 1 and 10000`),
    check("drops_claims_left_range", sql`${table.claimsLeft} between 0 and ${table.claimsTotal}`),
    check("drops_min_wager_not_negative", sql`${table.minWager} >= 0`),
    check("drops_min_wager_days_range", sql`${table.minWagerDays} between 1 and 365`),
    check("drops_window_not_empty", sql`${table.opensAt} < ${table.expiresAt}`),
  ],
);

/** The casino's codes of a drop, sealed; the claim of the same number gets it. */
export const dropCodes = pgTable(
  "drop_codes",
  {
    dropId: bigNumber("drop_id")
      .notNull()
      .references(() => drops.id),
    number: integer("number").notNull(),
    nonce: bytes("nonce").notNull(),
    ciphertext: bytes("ciphertext").notNull(),
  },
  (table) => [primaryKey({ columns: [table.dropId, table.number] })],
);

/** Who got which; once for each person and each account. */
export const dropClaims = pgTable(
  "drop_claims",
  {
    dropId: bigNumber("drop_id").notNull(),
    /** From 1, in the order of the claims. */
    number: integer("number").notNull(),
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    /** The payout's grant, when it is money. */
    grantId: bigNumber("grant_id").references(() => rewardGrants.id),
    claimedAt: instant("claimed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.dropId, table.number] }),
    foreignKey({ name: "drop_claims_drop_fk", columns: [table.dropId], foreignColumns: [drops.id] }),
    unique("drop_claims_once_per_person").on(table.dropId, table.userId),
    unique("drop_claims_once_per_player").on(table.dropId, table.playerId),
    uniqueIndex("drop_claims_grant_id_key").on(table.grantId),
    index("drop_claims_user_id_idx").on(table.userId),
    index("drop_claims_player_id_idx").on(table.playerId),
  ],
);
