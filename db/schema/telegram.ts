import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { TelegramUserId } from "../../wire/ids.js";
import { bigNumber, instant } from "../columns.js";

/** A person as Telegram knows him. Rights go by this number, never by the user name, which can change hands. */
export const telegramUsers = pgTable(
  "telegram_users",
  {
    id: bigNumber("id").primaryKey().$type<TelegramUserId>(),
    firstName: text("first_name").notNull(),
    lastName: text("last_name"),
    username: text("username"),
    languageCode: text("language_code"),
    /** Name chosen for public surfaces. */
    alias: text("alias"),
    /** The alias as the eye reads it, so that two people cannot look the same. */
    aliasKey: text("alias_key").unique("telegram_users_alias_key_key"),
    /** True once the person has started the bot; only then may it write first. */
    canBeMessaged: boolean("can_be_messaged").notNull().default(false),
    settings: jsonb("settings").$type<unknown>().notNull().default({}),
    createdAt: instant("created_at").notNull().defaultNow(),
    seenAt: instant("seen_at").notNull().defaultNow(),
    erasedAt: instant("erased_at"),
    /** Since then he may not sign in. */
    bannedAt: instant("banned_at"),
  },
  (table) => [
    check("telegram_users_id_range", sql`${table.id} between 1 and 4503599627370495`),
    check("telegram_users_alias_has_key", sql`(${table.alias} is null) = (${table.aliasKey} is null)`),
    check("telegram_users_alias_length", sql`char_length(${table.alias}) between 2 and 32`),
  ],
);

export const userRoles = pgTable(
  "user_roles",
  {
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    role: text("role", { enum: ["owner", "admin", "finance", "moderator"] }).notNull(),
    grantedAt: instant("granted_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.role] }),
    check("user_roles_role_known", sql`${table.role} in ('owner', 'admin', 'finance', 'moderator')`),
  ],
);

/** Private chats and groups the bot has met. */
export const telegramChats = pgTable(
  "telegram_chats",
  {
    id: bigNumber("id").primaryKey(),
    kind: text("kind", { enum: ["private", "group", "supergroup", "channel"] }).notNull(),
    title: text("title"),
    isForum: boolean("is_forum").notNull().default(false),
    botStatus: text("bot_status", { enum: ["member", "administrator", "restricted", "left", "kicked"] }).notNull(),
    canPin: boolean("can_pin").notNull().default(false),
    /** Topic for announcements; General is null, never 1. */
    threadId: integer("thread_id"),
    language: text("language"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (table) => [
    check("telegram_chats_kind_known", sql`${table.kind} in ('private', 'group', 'supergroup', 'channel')`),
    check(
      "telegram_chats_bot_status_known",
      sql`${table.botStatus} in ('member', 'administrator', 'restricted', 'left', 'kicked')`,
    ),
    check("telegram_chats_general_is_null", sql`${table.threadId} <> 1`),
  ],
);

/** Inbox: every update is stored here before Telegram is told that we have it. */
export const telegramUpdates = pgTable(
  "telegram_updates",
  {
    botId: bigNumber("bot_id").notNull(),
    updateId: bigint("update_id", { mode: "number" }).notNull(),
    /** Updates of one lane are handled one after another: chat, else user, else the update itself. */
    lane: text("lane").notNull(),
    kind: text("kind").notNull(),
    payload: jsonb("payload").$type<unknown>().notNull(),
    state: text("state", { enum: ["ready", "done", "dead"] })
      .notNull()
      .default("ready"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at").notNull().defaultNow(),
    lastError: text("last_error"),
    receivedAt: instant("received_at").notNull().defaultNow(),
    doneAt: instant("done_at"),
  },
  (table) => [
    primaryKey({ columns: [table.botId, table.updateId] }),
    index("telegram_updates_ready_idx")
      .on(table.lane, table.updateId)
      .where(sql`${table.state} = 'ready'`),
    index("telegram_updates_received_at_idx").on(table.receivedAt),
    check("telegram_updates_state_known", sql`${table.state} in ('ready', 'done', 'dead')`),
  ],
);
