import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import type { RaceId } from "../../wire/ids.js";
import { bigNumber, instant } from "../columns.js";
import { broadcasts } from "./broadcasts.js";
import { races } from "./races.js";
import { telegramChats } from "./telegram.js";

/**
 * What is to be said to Telegram without being asked, written in the transaction of the fact it tells. A row says what,
 * not how: the bot renders it when it is sent, in the chat's language and with the newest figures.
 */
export const telegramOutbox = pgTable(
  "telegram_outbox",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    /** The same thing is said once, however often it is asked for; a live board reuses its one row. */
    dedupeKey: text("dedupe_key").notNull().unique("telegram_outbox_dedupe_key"),
    chatId: bigNumber("chat_id").notNull(),
    /** Topic; General is null, never 1. */
    threadId: integer("thread_id"),
    /** Names the renderer, such as `live_board`. */
    kind: text("kind").notNull(),
    payload: jsonb("payload").$type<unknown>().notNull(),
    /** The broadcast of which this is a copy. */
    broadcastId: bigNumber("broadcast_id").references(() => broadcasts.id),
    /** Smaller goes first: results before marketing. */
    priority: smallint("priority").notNull().default(5),
    sendAfter: instant("send_after").notNull().defaultNow(),
    /** After this it is no use any more, such as "one hour left". */
    expiresAt: instant("expires_at"),
    /**
     * `claimed` is being prepared and may be taken up again; `sending` means that a call which must not be repeated is
     * on its way: found after a crash it becomes `ambiguous`, for an operator to look at.
     */
    state: text("state", { enum: ["ready", "claimed", "sending", "sent", "failed", "ambiguous", "cancelled"] })
      .notNull()
      .default("ready"),
    attempts: integer("attempts").notNull().default(0),
    leaseUntil: instant("lease_until"),
    messageId: bigNumber("message_id"),
    lastError: text("last_error"),
    createdAt: instant("created_at").notNull().defaultNow(),
    sentAt: instant("sent_at"),
  },
  (table) => [
    index("telegram_outbox_ready_idx")
      .on(table.priority, table.id)
      .where(sql`${table.state} = 'ready'`),
    index("telegram_outbox_open_idx")
      .on(table.leaseUntil)
      .where(sql`${table.state} in ('claimed', 'sending')`),
    index("telegram_outbox_chat_idx").on(table.chatId),
    index("telegram_outbox_broadcast_idx")
      .on(table.broadcastId)
      .where(sql`${table.broadcastId} is not null`),
    index("telegram_outbox_ambiguous_idx")
      .on(table.id)
      .where(sql`${table.state} = 'ambiguous'`),
    check(
      "telegram_outbox_state_known",
      sql`${table.state} in ('ready', 'claimed', 'sending', 'sent', 'failed', 'ambiguous', 'cancelled')`,
    ),
    check("telegram_outbox_general_is_null", sql`${table.threadId} <> 1`),
    check(
      "telegram_outbox_lease_while_open",
      sql`(${table.state} in ('claimed', 'sending')) = (${table.leaseUntil} is not null)`,
    ),
  ],
);

/** What administrators chose for their group. */
export const telegramGroupSettings = pgTable("telegram_group_settings", {
  chatId: bigNumber("chat_id")
    .primaryKey()
    .references(() => telegramChats.id),
  /** Keeps one pinned board of the current race. */
  liveBoard: boolean("live_board").notNull().default(false),
  /** Tells of starts, last hours and results. */
  announcements: boolean("announcements").notNull().default(true),
  /** Tells now and then who holds the paid places. */
  digests: boolean("digests").notNull().default(true),
  /** What is said to one person is shown to nobody else, where Telegram can. */
  whispers: boolean("whispers").notNull().default(false),
  /** What the bot posts by itself at night comes without a sound. */
  quietNights: boolean("quiet_nights").notNull().default(false),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

/** The one pinned message per group and race that is edited in place. */
export const telegramLiveBoards = pgTable(
  "telegram_live_boards",
  {
    chatId: bigNumber("chat_id")
      .notNull()
      .references(() => telegramChats.id),
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    /** Null until it is posted, and again after it was deleted. */
    messageId: bigNumber("message_id"),
    threadId: integer("thread_id"),
    state: text("state", { enum: ["open", "closed"] })
      .notNull()
      .default("open"),
    isPinned: boolean("is_pinned").notNull().default(false),
    /** How often it was posted: one that people keep deleting is not wanted. */
    posts: smallint("posts").notNull().default(0),
    shownVersion: bigint("shown_version", { mode: "number" }),
    shownStatus: text("shown_status"),
    /** SHA-256 of what is shown, without its age. */
    shownHash: text("shown_hash"),
    editedAt: instant("edited_at"),
    nextEditAt: instant("next_edit_at").notNull().defaultNow(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.raceId] }),
    index("telegram_live_boards_race_id_idx").on(table.raceId, table.nextEditAt),
    check("telegram_live_boards_state_known", sql`${table.state} in ('open', 'closed')`),
    check("telegram_live_boards_general_is_null", sql`${table.threadId} <> 1`),
  ],
);

/** What people were last told about the paid places of a race, so that a restart tells nothing and an hour tells once. */
export const toldPlaces = pgTable("told_places", {
  raceId: text("race_id")
    .primaryKey()
    .references(() => races.id)
    .$type<RaceId>(),
  /** Public ids of the players in the paid places, best first. */
  holders: jsonb("holders").$type<string[]>().notNull(),
  /** Digests so far: part of their keys in the outbox. */
  digests: integer("digests").notNull().default(0),
  toldAt: instant("told_at").notNull(),
});
