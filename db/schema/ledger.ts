import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  pgView,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { PlayerId, RaceId, SourceId } from "../../wire/ids.js";
import { bigNumber, instant, micro, xid8 } from "../columns.js";
import { players } from "./players.js";
import { sources } from "./sources.js";

/**
 * Transaction ids order the ledger only within one life of one database cluster. A dump and restore, or a promoted
 * backup, starts a new era: entries of older eras are visible as a whole, and every board gets a new epoch.
 */
export const ledgerEras = pgTable(
  "ledger_eras",
  {
    id: smallint("id").primaryKey(),
    /** `system identifier:timeline` of the cluster. */
    cluster: text("cluster").notNull(),
    epoch: uuid("epoch").notNull().defaultRandom(),
    startedAt: instant("started_at").notNull().defaultNow(),
  },
  (table) => [check("ledger_eras_id_positive", sql`${table.id} >= 1`)],
);

/**
 * The truth: signed entries that are only ever added. A wager is the chain of its entries: `ref` is the sender's
 * wager id, `seq` its place in the chain, `amount` the wager's worth after the entry and `delta` what the entry
 * changes. The primary key makes two writers of one wager meet, so that no difference is computed from a state that
 * somebody else has just replaced (docs/adr/0002).
 */
export const ledger = pgTable(
  "ledger",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity(),
    sourceId: smallint("source_id").notNull().$type<SourceId>(),
    kind: text("kind", { enum: ["wager", "snapshot", "adjustment"] }).notNull(),
    ref: text("ref").notNull(),
    seq: integer("seq").notNull(),
    /**
     * No foreign key: its check would be a quarter of the cost of recording (docs/adr/0005). The statements that post
     * take the id from `players`, whose rows are never deleted, and `findUnexplained` looks for strangers.
     */
    playerId: bigNumber("player_id").notNull().$type<PlayerId>(),
    /** The sender's revision; a void without one is 2^62, above every other. */
    revision: bigint("revision", { mode: "bigint" }).notNull(),
    amount: micro("amount").notNull(),
    delta: micro("delta").notNull(),
    /** Event time that decides in which windows the entry counts. Null only for a void that came before its wager. */
    occurredAt: instant("occurred_at"),
    /**
     * Start of the interval a snapshot's difference covers; it counts where start < as of <= end. A snapshot entry
     * without it is a player's opening total: for all time only, unless a race's newcomer policy says otherwise.
     */
    coversFrom: instant("covers_from"),
    category: text("category"),
    game: text("game"),
    /** The only race in which an adjustment counts; no foreign key, because `adjustments` has it and this table is hot. */
    raceId: text("race_id").$type<RaceId>(),
    era: smallint("era").notNull(),
    xid: xid8("xid")
      .notNull()
      .default(sql`pg_current_xact_id()`),
    recordedAt: instant("recorded_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.kind, table.ref, table.seq] }),
    index("ledger_tail_idx").on(table.era, table.xid),
    index("ledger_player_idx").on(table.sourceId, table.playerId, table.occurredAt),
    index("ledger_occurred_at_idx").using("brin", table.occurredAt),
    check("ledger_kind_known", sql`${table.kind} in ('wager', 'snapshot', 'adjustment')`),
    check("ledger_seq_positive", sql`${table.seq} >= 1`),
    check("ledger_ref_length", sql`char_length(${table.ref}) between 1 and 128`),
    check("ledger_amount_range", sql`${table.amount} between -10000000000000000 and 10000000000000000`),
    check("ledger_delta_range", sql`${table.delta} between -20000000000000000 and 20000000000000000`),
    check("ledger_wager_not_negative", sql`${table.kind} <> 'wager' or ${table.amount} >= 0`),
    check("ledger_money_has_time", sql`${table.delta} = 0 or ${table.occurredAt} is not null`),
    check("ledger_race_adjustment_only", sql`${table.raceId} is null or ${table.kind} = 'adjustment'`),
    check("ledger_covers_snapshot_only", sql`${table.coversFrom} is null or ${table.kind} = 'snapshot'`),
  ],
);

/** A source's newest cumulative total per player, exactly as sent; the difference to it becomes a ledger entry. */
export const playerTotals = pgTable(
  "player_totals",
  {
    sourceId: smallint("source_id").notNull().$type<SourceId>(),
    playerId: bigNumber("player_id").notNull().$type<PlayerId>(),
    asOf: instant("as_of").notNull(),
    /** When a poll asked for it, where the source does not state the moment: the next difference covers from here. */
    requestedAt: instant("requested_at"),
    total: numeric("total").notNull(),
    /** `total` rounded half-even to micro-USD: what the ledger entries of this player add up to. */
    recorded: micro("recorded").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.playerId] }),
    foreignKey({
      name: "player_totals_player_fk",
      columns: [table.sourceId, table.playerId],
      foreignColumns: [players.sourceId, players.id],
    }),
    check("player_totals_not_negative", sql`${table.total} >= 0`),
  ],
);

/** One accepted cumulative snapshot of a source. */
export const snapshots = pgTable(
  "snapshots",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    asOf: instant("as_of").notNull(),
    /** When a poll asked for it; it is certainly after a boundary only if it was asked for after the boundary. */
    requestedAt: instant("requested_at"),
    rows: integer("rows").notNull(),
    receivedAt: instant("received_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    unique("snapshots_source_id_as_of_key").on(table.sourceId, table.asOf),
    check("snapshots_rows_not_negative", sql`${table.rows} >= 0`),
  ],
);

/** The newest state of every wager, for people and reports; the ledger itself is what counts. */
export const wagers = pgView("wagers", {
  sourceId: smallint("source_id").notNull().$type<SourceId>(),
  externalId: text("external_id").notNull(),
  playerId: bigNumber("player_id").notNull().$type<PlayerId>(),
  revision: bigint("revision", { mode: "bigint" }).notNull(),
  amount: micro("amount").notNull(),
  occurredAt: instant("occurred_at"),
  category: text("category"),
  game: text("game"),
}).as(
  sql`select distinct on (source_id, ref) source_id, ref as external_id, player_id, revision, amount, occurred_at, category, game
      from ledger where kind = 'wager' order by source_id, ref, seq desc`,
);
