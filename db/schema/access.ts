import { sql } from "drizzle-orm";
import { boolean, check, index, inet, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { TelegramUserId } from "../../wire/ids.js";
import { bigNumber, bytes, instant } from "../columns.js";
import { telegramUsers } from "./telegram.js";

/** A signed-in person on one device; the refresh tokens of its family hang on it. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    /** SHA-256 of the initData hash it was exchanged for, so that a second exchange replaces the first. */
    initDataSha256: bytes("init_data_sha256").notNull(),
    exchanges: integer("exchanges").notNull().default(1),
    userAgent: text("user_agent"),
    address: inet("address"),
    createdAt: instant("created_at").notNull().defaultNow(),
    usedAt: instant("used_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    revokedReason: text("revoked_reason"),
  },
  (table) => [
    index("sessions_user_id_idx").on(table.userId),
    index("sessions_init_data_idx").on(table.initDataSha256),
    index("sessions_revoked_at_idx")
      .on(table.revokedAt)
      .where(sql`${table.revokedAt} is not null`),
  ],
);

/** One-use refresh tokens, stored as SHA-256. A second use after the grace ends the whole session. */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    tokenSha256: bytes("token_sha256").primaryKey(),
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [index("refresh_tokens_session_id_idx").on(table.sessionId)],
);

/** Keys that sign access tokens; the private half is encrypted like a source's secret. */
export const signingKeys = pgTable(
  "signing_keys",
  {
    kid: text("kid").primaryKey(),
    publicJwk: jsonb("public_jwk").$type<unknown>().notNull(),
    nonce: bytes("nonce").notNull(),
    ciphertext: bytes("ciphertext").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** First moment at which it may sign; it is published before. */
    signsFrom: instant("signs_from").notNull(),
    retiresAt: instant("retires_at"),
  },
  (table) => [check("signing_keys_nonce_length", sql`octet_length(${table.nonce}) = 12`)],
);

/** Keys for scripts and partners: shown once, stored as SHA-256. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    keySha256: bytes("key_sha256").notNull(),
    scopes: text("scopes").array().notNull(),
    /** The key this one replaces; both work until the older one expires. */
    replaces: text("replaces"),
    /** Addresses and ranges from which it counts; null counts from everywhere. */
    addresses: text("addresses").array(),
    createdAt: instant("created_at").notNull().defaultNow(),
    createdBy: text("created_by").notNull(),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (table) => [
    uniqueIndex("api_keys_key_sha256_key").on(table.keySha256),
    check("api_keys_name_length", sql`char_length(${table.name}) between 1 and 100`),
    check("api_keys_sha256_length", sql`octet_length(${table.keySha256}) = 32`),
  ],
);

/** What people with rights did. Append-only; `hash` chains each row to the one before it. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigNumber("id").primaryKey(),
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    detail: jsonb("detail").$type<unknown>().notNull(),
    requestId: text("request_id"),
    prevHash: bytes("prev_hash").notNull(),
    hash: bytes("hash").notNull(),
  },
  (table) => [
    index("audit_log_at_idx").on(table.at),
    index("audit_log_subject_idx").on(table.subject),
    check("audit_log_hash_length", sql`octet_length(${table.hash}) = 32 and octet_length(${table.prevHash}) = 32`),
  ],
);

/** The operator's own choices; one row. */
export const operatorSettings = pgTable(
  "operator_settings",
  {
    id: integer("id").primaryKey().default(1),
    showFullNames: boolean("show_full_names").notNull().default(false),
    communityName: text("community_name").notNull().default("GoatedVIPs"),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (table) => [check("operator_settings_one_row", sql`${table.id} = 1`)],
);

/** Requests counted for all processes together. Columns as the library of the limits writes them. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  /** Milliseconds since 1970; rows are deleted an hour after. */
  expire: bigNumber("expire"),
});
