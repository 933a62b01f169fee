import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { PlayerId, SourceId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, instant, micro } from "../columns.js";
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
    /** The person behind it had himself erased: no letter of the name is shown until somebody proves it to be his. */
    isAnonymous: boolean("is_anonymous").notNull().default(false),
    firstSeenAt: instant("first_seen_at").notNull().defaultNow(),
  },
  (table) => [
    unique("players_source_id_external_id_key").on(table.sourceId, table.externalId),
    // Target of foreign keys: one check proves both the player and that he belongs to the source.
    unique("players_source_id_id_key").on(table.sourceId, table.id),
    // People who link an account know its name, seldom its id.
    index("players_name_idx").on(table.sourceId, sql`lower(${table.name})`),
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
 * Relation of a Telegram person and a casino account, from the request to its end. Only `approved` links carry prizes;
 * at most one per account and one per person and source, by partial unique index. Decided rows never change
 * (trigger `links_guard`).
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
    /**
     * `pending` waits for a proof, `under_review` for an administrator, `cooling` is proven and takes effect at
     * `effective_at` because it takes an account over or follows another one; the others are the ends.
     */
    state: text("state", {
      enum: ["pending", "under_review", "cooling", "approved", "rejected", "expired", "withdrawn", "ended"],
    }).notNull(),
    proof: text("proof", { enum: ["wager_pattern", "name_suffix", "evidence", "demo"] }),
    /** The two wagers that prove control, once seen; of a source of totals also their sum. */
    firstAmount: micro("first_amount"),
    secondAmount: micro("second_amount"),
    /** What the player's name must end with to prove control. */
    nameSuffix: text("name_suffix"),
    /** Last moment of the challenge. */
    expiresAt: instant("expires_at"),
    /** What the person wrote for the administrators. */
    evidence: text("evidence"),
    /** Telegram's name of the picture that came with it; only the bot can show it. */
    evidencePicture: text("evidence_picture"),
    /** What proved it: ids of ledger entries, or the name. */
    proofDetail: jsonb("proof_detail").$type<unknown>(),
    createdAt: instant("created_at").notNull().defaultNow(),
    provenAt: instant("proven_at"),
    /** End of the cooling-off time. */
    effectiveAt: instant("effective_at"),
    decidedAt: instant("decided_at"),
    decidedBy: text("decided_by"),
    reason: text("reason"),
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
    uniqueIndex("links_one_request_per_source")
      .on(table.userId, table.sourceId)
      .where(sql`${table.state} in ('pending', 'under_review', 'cooling')`),
    uniqueIndex("links_one_heir_per_player")
      .on(table.playerId)
      .where(sql`${table.state} = 'cooling'`),
    index("links_open_idx")
      .on(table.state, table.id)
      .where(sql`${table.state} in ('pending', 'under_review', 'cooling')`),
    foreignKey({
      name: "links_player_fk",
      columns: [table.sourceId, table.playerId],
      foreignColumns: [players.sourceId, players.id],
    }),
    check(
      "links_state_known",
      sql`${table.state} in ('pending', 'under_review', 'cooling', 'approved', 'rejected', 'expired', 'withdrawn', 'ended')`,
    ),
    check("links_approved_has_proof", sql`${table.state} not in ('approved', 'cooling') or ${table.proof} is not null`),
    check(
      "links_pending_has_challenge",
      sql`${table.state} <> 'pending' or (${table.expiresAt} is not null and ${table.firstAmount} > 0 and ${table.secondAmount} > 0 and ${table.nameSuffix} is not null)`,
    ),
    check("links_review_has_evidence", sql`${table.state} <> 'under_review' or ${table.evidence} is not null`),
    check("links_evidence_length", sql`char_length(${table.evidence}) between 3 and 2000`),
    check("links_cooling_ends", sql`${table.state} <> 'cooling' or ${table.effectiveAt} is not null`),
    check("links_rejected_has_reason", sql`${table.state} <> 'rejected' or ${table.reason} is not null`),
  ],
);
