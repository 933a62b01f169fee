import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { PlayerId, SourceId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, instant } from "../columns.js";
import { sources } from "./sources.js";
import { telegramUsers } from "./telegram.js";

/** A referred casino account. The source's own id is the only key; names change, are swapped and are reused. */
export const players = pgTable(
  "players",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey().$type<PlayerId>(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    externalId: text("external_id").notNull(),
    name: text("name"),
    /** Event time of the message that carried `name`, so that a late message cannot bring an old name back. */
    namedAt: instant("named_at"),
    isPrivate: boolean("is_private").notNull().default(false),
    firstSeenAt: instant("first_seen_at").notNull().defaultNow(),
  },
  (table) => [
    unique("players_source_id_external_id_key").on(table.sourceId, table.externalId),
    // Target of the ledger's foreign key: one check proves both the player and that he belongs to the source.
    unique("players_source_id_id_key").on(table.sourceId, table.id),
    check("players_external_id_length", sql`char_length(${table.externalId}) between 1 and 128`),
    check("players_name_length", sql`char_length(${table.name}) between 1 and 100`),
    check("players_named_together", sql`(${table.name} is null) = (${table.namedAt} is null)`),
  ],
);

/** Every name a player was seen under. */
export const playerNames = pgTable(
  "player_names",
  {
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    name: text("name").notNull(),
    seenAt: instant("seen_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.playerId, table.seenAt] })],
);

/**
 * Relation of a Telegram person and a casino account. Only `approved` links carry prizes; at most one per account
 * and one per person and source, by partial unique index.
 */
export const links = pgTable(
  "links",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    sourceId: smallint("source_id").notNull().$type<SourceId>(),
    playerId: bigNumber("player_id").notNull().$type<PlayerId>(),
    state: text("state", { enum: ["pending", "under_review", "approved", "rejected", "ended"] }).notNull(),
    proof: text("proof", { enum: ["wager_pattern", "name_suffix", "evidence", "demo"] }),
    createdAt: instant("created_at").notNull().defaultNow(),
    decidedAt: instant("decided_at"),
    endedAt: instant("ended_at"),
  },
  (table) => [
    index("links_user_id_idx").on(table.userId),
    index("links_player_idx").on(table.sourceId, table.playerId),
    uniqueIndex("links_one_person_per_player")
      .on(table.playerId)
      .where(sql`${table.state} = 'approved'`),
    uniqueIndex("links_one_player_per_source")
      .on(table.userId, table.sourceId)
      .where(sql`${table.state} = 'approved'`),
    foreignKey({
      name: "links_player_fk",
      columns: [table.sourceId, table.playerId],
      foreignColumns: [players.sourceId, players.id],
    }),
    check("links_state_known", sql`${table.state} in ('pending', 'under_review', 'approved', 'rejected', 'ended')`),
    check("links_approved_has_proof", sql`${table.state} <> 'approved' or ${table.proof} is not null`),
  ],
);
