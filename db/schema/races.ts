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
import type { RaceLane } from "../../wire/race-lanes.js";
import type { RaceId, SourceId } from "../../wire/ids.js";
import type { ClaimDays } from "../../wire/race.js";
import { bigNumber, bytes, centsColumn, instant, micro, xid8 } from "../columns.js";
import { sources } from "./sources.js";

/** Contest over wager in one half-open window `[starts_at, ends_at)`, with its own rules and prizes. */
export const races = pgTable(
  "races",
  {
    id: text("id").primaryKey().$type<RaceId>(),
    title: text("title").notNull(),
    status: text("status", {
      enum: ["draft", "scheduled", "live", "settling", "provisional", "final", "paid", "void"],
    }).notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    /** IANA zone, kept with both instants: changing a setting never moves a race. */
    timeZone: text("time_zone").notNull(),
    tieRule: text("tie_rule", { enum: ["split", "first"] }).notNull(),
    minWager: micro("min_wager").notNull(),
    /** Most that one player can score; null without a limit. */
    cap: micro("cap"),
    /** Millionths of all counted wager by which the pool grows, up to its limit in cents; null for a fixed pool. */
    growthShare: integer("growth_share"),
    growthLimit: centsColumn("growth_limit"),
    requireLink: boolean("require_link").notNull().default(false),
    newcomers: text("newcomers", { enum: ["ask", "zero", "first_seen"] }).notNull(),
    graceMinutes: integer("grace_minutes").notNull(),
    disputeHours: integer("dispute_hours").notNull(),
    /** Days a prize waits for its winner, and what becomes of it when he does not come. */
    claimDays: integer("claim_days").notNull().default(30).$type<ClaimDays>(),
    unclaimed: text("unclaimed", { enum: ["return", "roll_over"] })
      .notNull()
      .default("return"),
    /** Prizes beside the main table, in order. */
    lanes: jsonb("lanes").notNull().default([]).$type<RaceLane[]>(),
    rulesVersion: integer("rules_version").notNull().default(1),
    /** SHA-256 of the canonical rules, set when the race goes live. */
    rulesHash: bytes("rules_hash"),
    /** Transaction of the newest change of rules: boards include it in their version. */
    rulesXid: xid8("rules_xid")
      .notNull()
      .default(sql`pg_current_xact_id()`),
    voidReason: text("void_reason"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("races_status_ends_at_idx").on(table.status, table.endsAt),
    index("races_starts_at_idx").on(table.startsAt),
    check(
      "races_status_known",
      sql`${table.status} in ('draft', 'scheduled', 'live', 'settling', 'provisional', 'final', 'paid', 'void')`,
    ),
    check("races_id_form", sql`${table.id} ~ '^[A-Za-z0-9]{10}$'`),
    check("races_title_length", sql`char_length(${table.title}) between 1 and 100`),
    check("races_window_not_empty", sql`${table.startsAt} < ${table.endsAt}`),
    check("races_tie_rule_known", sql`${table.tieRule} in ('split', 'first')`),
    check("races_newcomers_known", sql`${table.newcomers} in ('ask', 'zero', 'first_seen')`),
    check("races_min_wager_not_negative", sql`${table.minWager} >= 0`),
    check("races_growth_whole", sql`(${table.growthShare} is null) = (${table.growthLimit} is null)`),
    check("races_growth_share_range", sql`${table.growthShare} between 1 and 999999`),
    check("races_growth_limit_positive", sql`${table.growthLimit} > 0`),
    check("races_cap_positive", sql`${table.cap} > 0`),
    check("races_grace_range", sql`${table.graceMinutes} between 0 and 10080`),
    check("races_dispute_range", sql`${table.disputeHours} between 0 and 720`),
    check("races_claim_days_known", sql`${table.claimDays} in (7, 14, 30)`),
    check("races_unclaimed_known", sql`${table.unclaimed} in ('return', 'roll_over')`),
    check("races_void_has_reason", sql`(${table.status} = 'void') = (${table.voidReason} is not null)`),
  ],
);

/** Prize of a rank, in cents. */
export const racePrizes = pgTable(
  "race_prizes",
  {
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    rank: integer("rank").notNull(),
    prize: centsColumn("prize").notNull(),
    /** Score in cents from which the rank pays it. */
    floor: centsColumn("floor")
      .notNull()
      .default(sql`0`),
  },
  (table) => [
    primaryKey({ columns: [table.raceId, table.rank] }),
    check("race_prizes_rank_positive", sql`${table.rank} between 1 and 1000`),
    check("race_prizes_floor_not_negative", sql`${table.floor} >= 0`),
    check("race_prizes_prize_range", sql`${table.prize} between 0 and 1000000000000`),
  ],
);

/** Sources whose wagers count. A race without rows here counts all of them. */
export const raceSources = pgTable(
  "race_sources",
  {
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
  },
  (table) => [
    primaryKey({ columns: [table.raceId, table.sourceId] }),
    index("race_sources_source_id_idx").on(table.sourceId),
  ],
);

/** Share of a wager that counts, per game category, in millionths; categories without a row count whole. */
export const raceWeights = pgTable(
  "race_weights",
  {
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    category: text("category").notNull(),
    weight: bigint("weight", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.raceId, table.category] }),
    check("race_weights_range", sql`${table.weight} between 0 and 1000000`),
  ],
);

/** Everything that happened to a race, in order; rows are only ever added. */
export const raceEvents = pgTable(
  "race_events",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    event: text("event").notNull(),
    actor: text("actor").notNull(),
    note: text("note"),
    detail: jsonb("detail").$type<unknown>(),
    at: instant("at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [index("race_events_race_id_idx").on(table.raceId)],
);
