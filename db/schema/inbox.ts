import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, smallint, text, unique } from "drizzle-orm/pg-core";
import type { SourceId } from "../../wire/ids.js";
import { bigNumber, bytes, instant } from "../columns.js";
import { sources } from "./sources.js";

/**
 * One row per delivery id, written in the transaction of its effect. Kept for 90 days, or 30 days past the final
 * result of the races it touches, because senders retry for about 75 hours.
 */
export const webhookInbox = pgTable(
  "webhook_inbox",
  {
    /** No foreign key, as with the ledger's players: the statement that inserts proves it by its wagers' players. */
    sourceId: smallint("source_id").notNull().$type<SourceId>(),
    deliveryId: text("delivery_id").notNull(),
    bodySha256: bytes("body_sha256").notNull(),
    body: bytes("body").notNull(),
    outcome: text("outcome", { enum: ["accepted", "quarantined"] }).notNull(),
    receivedAt: instant("received_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.deliveryId] }),
    index("webhook_inbox_received_at_idx").using("brin", table.receivedAt),
    check("webhook_inbox_outcome_known", sql`${table.outcome} in ('accepted', 'quarantined')`),
    check("webhook_inbox_sha256_length", sql`octet_length(${table.bodySha256}) = 32`),
  ],
);

/** What was signed but could not be understood or applied: kept whole, shown to admins, replayable. */
export const deadLetters = pgTable(
  "dead_letters",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    deliveryId: text("delivery_id").notNull(),
    /** Position in a batch or snapshot; -1 when the whole delivery is meant. */
    item: integer("item").notNull().default(-1),
    endpoint: text("endpoint", { enum: ["event", "batch", "totals", "postback"] }).notNull(),
    headers: jsonb("headers").$type<Record<string, string>>().notNull(),
    body: bytes("body").notNull(),
    reason: text("reason").notNull(),
    detail: text("detail"),
    state: text("state", { enum: ["open", "replayed", "discarded"] })
      .notNull()
      .default("open"),
    attempts: integer("attempts").notNull().default(0),
    receivedAt: instant("received_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    resolvedAt: instant("resolved_at"),
    resolution: text("resolution"),
  },
  (table) => [
    unique("dead_letters_delivery_item_key").on(table.sourceId, table.deliveryId, table.item),
    index("dead_letters_open_idx")
      .on(table.receivedAt)
      .where(sql`${table.state} = 'open'`),
    check("dead_letters_state_known", sql`${table.state} in ('open', 'replayed', 'discarded')`),
    check("dead_letters_endpoint_known", sql`${table.endpoint} in ('event', 'batch', 'totals', 'postback')`),
    check("dead_letters_resolved_together", sql`(${table.state} = 'open') = (${table.resolvedAt} is null)`),
  ],
);
