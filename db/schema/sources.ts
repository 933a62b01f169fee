import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, smallint, text, uniqueIndex, bigint, jsonb } from "drizzle-orm/pg-core";
import type { SourceId } from "../../wire/ids.js";
import { bytes, instant } from "../columns.js";

/** A casino feed: posts events (`events`) or cumulative totals (`totals`); the two are never mixed in one source. */
export const sources = pgTable(
  "sources",
  {
    id: smallint("id").generatedAlwaysAsIdentity().primaryKey().$type<SourceId>(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    mode: text("mode", { enum: ["events", "totals"] }).notNull(),
    /** How this sender signs and names things, when it does not speak our own contract. */
    dialect: jsonb("dialect").$type<unknown>(),
    /** Silence longer than this makes its boards "delayed" (seconds). */
    staleAfterSeconds: bigint("stale_after_seconds", { mode: "number" }).notNull().default(900),
    createdAt: instant("created_at").notNull().defaultNow(),
    removedAt: instant("removed_at"),
  },
  (table) => [
    uniqueIndex("sources_slug_key").on(table.slug),
    check("sources_slug_form", sql`${table.slug} ~ '^[a-z0-9][a-z0-9-]{0,39}$'`),
    check("sources_name_length", sql`char_length(${table.name}) between 1 and 100`),
    check("sources_mode_known", sql`${table.mode} in ('events', 'totals')`),
    check("sources_stale_after_positive", sql`${table.staleAfterSeconds} > 0`),
  ],
);

/**
 * Signing secrets, encrypted at rest with AES-256-GCM because HMAC needs the plain bytes.
 * Life: `current` -> `previous` (still accepted until `expires_at`) -> `revoked`.
 */
export const sourceSecrets = pgTable(
  "source_secrets",
  {
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    state: text("state", { enum: ["current", "previous", "revoked"] }).notNull(),
    nonce: bytes("nonce").notNull(),
    ciphertext: bytes("ciphertext").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (table) => [
    index("source_secrets_source_id_idx").on(table.sourceId),
    uniqueIndex("source_secrets_one_current")
      .on(table.sourceId)
      .where(sql`${table.state} = 'current'`),
    uniqueIndex("source_secrets_one_previous")
      .on(table.sourceId)
      .where(sql`${table.state} = 'previous'`),
    check("source_secrets_state_known", sql`${table.state} in ('current', 'previous', 'revoked')`),
    check("source_secrets_previous_expires", sql`${table.state} <> 'previous' or ${table.expiresAt} is not null`),
    check("source_secrets_nonce_length", sql`octet_length(${table.nonce}) = 12`),
  ],
);

/** When data last came from a source. Written at most once a second per process, so batches never queue on this row. */
export const sourceHealth = pgTable(
  "source_health",
  {
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    lastAcceptedAt: instant("last_accepted_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId] })],
);
