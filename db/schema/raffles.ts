import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, text } from "drizzle-orm/pg-core";
import { bigNumber, bytes, instant, micro } from "../columns.js";

/**
 * A draw among tickets. The hash of its secret seed is published when it is made, the seed with the result: so the draw
 * can be computed again by anybody.
 */
export const raffles = pgTable(
  "raffles",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    title: text("title").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    /** Volume of one ticket. */
    ticketPrice: micro("ticket_price").notNull(),
    /** Cents of place 1, 2, 3 … */
    prizes: bigint("prizes", { mode: "bigint" }).array().notNull(),
    /** SHA-256 of the seed's hex text, in hex. */
    commitment: text("commitment").notNull(),
    seedNonce: bytes("seed_nonce").notNull(),
    seedCiphertext: bytes("seed_ciphertext").notNull(),
    /** Canonical JSON of the result, with the seed. */
    document: text("document"),
    drawnAt: instant("drawn_at"),
    cancelledAt: instant("cancelled_at"),
    cancelReason: text("cancel_reason"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    index("raffles_due_idx")
      .on(table.endsAt)
      .where(sql`${table.drawnAt} is null and ${table.cancelledAt} is null`),
    check("raffles_title_length", sql`char_length(${table.title}) between 1 and 100`),
    check("raffles_window_not_empty", sql`${table.startsAt} < ${table.endsAt}`),
    check("raffles_ticket_price_range", sql`${table.ticketPrice} between 1000000 and 10000000000000000`),
    check("raffles_prizes_count", sql`cardinality(${table.prizes}) between 1 and 100`),
    check("raffles_commitment_form", sql`${table.commitment} ~ '^[0-9a-f]{64}$'`),
    check("raffles_drawn_together", sql`(${table.drawnAt} is null) = (${table.document} is null)`),
    check("raffles_cancelled_together", sql`(${table.cancelledAt} is null) = (${table.cancelReason} is null)`),
    check("raffles_one_end", sql`${table.drawnAt} is null or ${table.cancelledAt} is null`),
  ],
);
