import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  pgView,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import type { PlayerId, RaceId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, bytes, centsColumn, instant, micro, xid8 } from "../columns.js";
import { players } from "./players.js";
import { races } from "./races.js";
import { raceSquads } from "./squads.js";
import { telegramUsers } from "./telegram.js";

/**
 * Links of the hash chain over the ledger: each names the entries behind a fence and the result documents since the
 * one before it. The chain runs behind the ledger, so it never stands in the way of ingest.
 */
export const seals = pgTable(
  "seals",
  {
    number: bigNumber("number").primaryKey(),
    era: smallint("era").notNull(),
    /** Transactions `[from, to)` of the era are sealed. */
    fromXid: xid8("from_xid").notNull(),
    toXid: xid8("to_xid").notNull(),
    entries: integer("entries").notNull(),
    /** Secret: few entries could be guessed from a bare hash. */
    salt: bytes("salt").notNull(),
    entriesHash: bytes("entries_hash").notNull(),
    previousHash: bytes("previous_hash").notNull(),
    hash: bytes("hash").notNull(),
    sealedAt: instant("sealed_at").notNull(),
  },
  (table) => [
    check("seals_number_positive", sql`${table.number} >= 1`),
    check("seals_entries_not_negative", sql`${table.entries} >= 0`),
    check("seals_hash_length", sql`octet_length(${table.hash}) = 32 and octet_length(${table.previousHash}) = 32`),
  ],
);

/** Secret of a race from which pseudonyms are made, the same for all versions of its result. */
export const raceSalts = pgTable(
  "race_salts",
  {
    raceId: text("race_id")
      .primaryKey()
      .references(() => races.id)
      .$type<RaceId>(),
    salt: bytes("salt").notNull(),
  },
  (table) => [check("race_salts_length", sql`octet_length(${table.salt}) = 32`)],
);

/**
 * Numbered editions of a race's result, never edited: the primary key is what makes a settlement happen once, however
 * many schedulers try. What the snapshot does not see is late and can only become the next version.
 */
export const raceResults = pgTable(
  "race_results",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity(),
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    version: integer("version").notNull(),
    era: smallint("era").notNull(),
    /** `pg_current_snapshot()` of the transaction that computed it. */
    snapshot: text("snapshot").notNull(),
    computedAt: instant("computed_at").notNull(),
    rulesVersion: integer("rules_version").notNull(),
    rulesHash: bytes("rules_hash").notNull(),
    /** Canonical JSON of the rules it was computed by. */
    rules: text("rules").notNull(),
    /** Newcomers whose opening totals counted; null counted all of them. */
    openings: bigint("openings", { mode: "number" }).array().$type<PlayerId[]>(),
    actor: text("actor").notNull(),
    /** Why there is a version after the first. */
    reason: text("reason"),
    /** What stood against settling and was overruled by the actor. */
    overruled: jsonb("overruled").$type<unknown>().notNull(),
    players: integer("players").notNull(),
    excluded: integer("excluded").notNull(),
    entries: bigNumber("entries").notNull(),
    totalScore: numeric("total_score").notNull(),
    pool: centsColumn("pool").notNull(),
    awarded: centsColumn("awarded").notNull(),
    sealNumber: bigNumber("seal_number").references(() => seals.number),
  },
  (table) => [
    primaryKey({ columns: [table.raceId, table.version] }),
    unique("race_results_id_key").on(table.id),
    index("race_results_seal_number_idx").on(table.sealNumber),
    check("race_results_version_positive", sql`${table.version} >= 1`),
    check("race_results_later_has_reason", sql`${table.version} = 1 or ${table.reason} is not null`),
    check("race_results_awarded_in_pool", sql`${table.awarded} between 0 and ${table.pool}`),
  ],
);

/** Places one slice of a result holds: a page of standings needs two slices at most, a million players take 3,907. */
export const RESULT_SLICE = 256;

/**
 * The counted players of a result in order, column by column, {@link RESULT_SLICE} of them a row: a million rows with
 * their key took 3 to 5 s to write and 350 MB of log, the slices 0.5 s and 40 MB (docs/adr/0010). Excluded players come
 * last, without a rank. Read them through {@link raceResultRows}. No foreign key: they are written before their result.
 */
export const raceResultSlices = pgTable(
  "race_result_slices",
  {
    resultId: bigNumber("result_id").notNull(),
    /** From 0: holds the places after `slice * 256`. */
    slice: integer("slice").notNull(),
    playerIds: bigint("player_ids", { mode: "number" }).array().notNull().$type<PlayerId[]>(),
    /** 0 for whoever was left out. */
    ranks: integer("ranks").array().notNull(),
    /** Counted micro-USD after the cap. */
    scores: bigint("scores", { mode: "bigint" }).array().notNull(),
    entries: integer("entries").array().notNull(),
    reachedAt: timestamp("reached_at", { withTimezone: true, mode: "date" }).array().notNull(),
    /** Parts of the scores that manual adjustments made, shown in public; null when there are none in the slice. */
    adjusted: bigint("adjusted", { mode: "bigint" }).array(),
    /** Rules by which players were left out before ranking; null when nobody of the slice was. */
    excluded: text("excluded").array(),
  },
  (table) => [
    primaryKey({ columns: [table.resultId, table.slice] }),
    check("race_result_slices_slice_not_negative", sql`${table.slice} >= 0`),
    check(
      "race_result_slices_same_length",
      sql`cardinality(${table.playerIds}) between 1 and 256
        and cardinality(${table.ranks}) = cardinality(${table.playerIds})
        and cardinality(${table.scores}) = cardinality(${table.playerIds})
        and cardinality(${table.entries}) = cardinality(${table.playerIds})
        and cardinality(${table.reachedAt}) = cardinality(${table.playerIds})
        and coalesce(cardinality(${table.adjusted}), cardinality(${table.playerIds})) = cardinality(${table.playerIds})
        and coalesce(cardinality(${table.excluded}), cardinality(${table.playerIds})) = cardinality(${table.playerIds})`,
    ),
  ],
);

/** Places of a result that are paid, with their prizes in cents. */
export const raceResultPrizes = pgTable(
  "race_result_prizes",
  {
    resultId: bigNumber("result_id").notNull(),
    /** From 1. */
    position: integer("position").notNull(),
    prize: centsColumn("prize").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resultId, table.position] }),
    check("race_result_prizes_prize_positive", sql`${table.prize} > 0`),
  ],
);

/** Every place of every result as a row. Name the slices too when only some places are wanted. */
export const raceResultRows = pgView("race_result_rows", {
  resultId: bigNumber("result_id").notNull(),
  slice: integer("slice").notNull(),
  /** From 1. */
  position: integer("position").notNull(),
  playerId: bigNumber("player_id").notNull().$type<PlayerId>(),
  rank: integer("rank"),
  score: micro("score").notNull(),
  prize: centsColumn("prize").notNull(),
  entries: integer("entries").notNull(),
  adjusted: micro("adjusted").notNull(),
  reachedAt: instant("reached_at").notNull(),
  excluded: text("excluded"),
}).as(
  sql`select s.result_id, s.slice, s.slice * 256 + u.place::integer as position, u.player_id, nullif(u.rank, 0) as rank, u.score,
             coalesce(p.prize, 0) as prize, u.entries, coalesce(u.adjusted, 0) as adjusted, u.reached_at, u.excluded
      from race_result_slices s
      cross join lateral unnest(s.player_ids, s.ranks, s.scores, s.entries, s.adjusted, s.reached_at, s.excluded)
        with ordinality as u(player_id, rank, score, entries, adjusted, reached_at, excluded, place)
      left join race_result_prizes p on p.result_id = s.result_id and p.position = s.slice * 256 + u.place::integer`,
);

/** The paid places alone, found by their prizes: a handful, however many players there were. */
export const raceResultWinners = pgView("race_result_winners", {
  resultId: bigNumber("result_id").notNull(),
  position: integer("position").notNull(),
  playerId: bigNumber("player_id").notNull().$type<PlayerId>(),
  rank: integer("rank").notNull(),
  score: micro("score").notNull(),
  prize: centsColumn("prize").notNull(),
}).as(
  sql`select p.result_id, p.position, s.player_ids[(p.position - 1) % 256 + 1] as player_id,
             s.ranks[(p.position - 1) % 256 + 1] as rank, s.scores[(p.position - 1) % 256 + 1] as score, p.prize
      from race_result_prizes p
      join race_result_slices s on s.result_id = p.result_id and s.slice = (p.position - 1) / 256`,
);

/** The best of each lane of a result, in order: everybody on a paid rank, and the first 1,000. */
export const raceLaneRows = pgTable(
  "race_lane_rows",
  {
    resultId: bigNumber("result_id")
      .notNull()
      .references(() => raceResults.id),
    /** From 1, in the order of the rules. */
    lane: integer("lane").notNull(),
    /** From 1. */
    position: integer("position").notNull(),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    rank: integer("rank").notNull(),
    /** What the lane ranks by. */
    score: micro("score").notNull(),
    /** Volume of the calendar month before the race; null in a lane that does not ask for it. */
    lastMonth: micro("last_month"),
    /** Volume of the time of the same length before the race; null in a lane that does not compare with it. */
    before: micro("before"),
    /** The squad he counts for, whose place `rank` is; null in a lane for players. */
    squadId: bigNumber("squad_id").references(() => raceSquads.id),
    prize: centsColumn("prize").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resultId, table.lane, table.position] }),
    unique("race_lane_rows_one_per_player").on(table.resultId, table.lane, table.playerId),
    index("race_lane_rows_player_id_idx").on(table.playerId),
    index("race_lane_rows_squad_id_idx").on(table.squadId),
    check("race_lane_rows_lane_positive", sql`${table.lane} >= 1`),
    check("race_lane_rows_score_positive", sql`${table.score} > 0`),
    check("race_lane_rows_prize_not_negative", sql`${table.prize} >= 0`),
  ],
);

/**
 * Where each player stands, 1,024 players a row: an ordinary index on the player would be filled in random order, which
 * more than doubled the time of inserting a million rows.
 */
export const raceResultPlaces = pgTable(
  "race_result_places",
  {
    resultId: bigNumber("result_id")
      .notNull()
      .references(() => raceResults.id),
    /** `player_id / 1024`. */
    bucket: bigNumber("bucket").notNull(),
    playerIds: bigint("player_ids", { mode: "number" }).array().notNull().$type<PlayerId[]>(),
    positions: integer("positions").array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.resultId, table.bucket] })],
);

/** The rendered rows of a result document, up to 1,000 a page: the document is these texts, joined. */
export const raceResultPages = pgTable(
  "race_result_pages",
  {
    resultId: bigNumber("result_id")
      .notNull()
      .references(() => raceResults.id),
    part: text("part", { enum: ["players", "exclusions", "difference"] }).notNull(),
    page: integer("page").notNull(),
    rows: text("rows").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resultId, table.part, table.page] }),
    check("race_result_pages_part_known", sql`${table.part} in ('players', 'exclusions', 'difference')`),
  ],
);

/** The rest of a result document and its hash: written with the result, or right after it when it is very large. */
export const raceDocuments = pgTable(
  "race_documents",
  {
    resultId: bigNumber("result_id")
      .primaryKey()
      .references(() => raceResults.id),
    /** Canonical JSON of all members but the three lists and the hash. */
    header: text("header").notNull(),
    documentHash: bytes("document_hash").notNull(),
    writtenAt: instant("written_at").notNull(),
  },
  (table) => [check("race_documents_hash_length", sql`octet_length(${table.documentHash}) = 32`)],
);

/** Which seal names which document; each is sealed once. */
export const sealedDocuments = pgTable(
  "sealed_documents",
  {
    resultId: bigNumber("result_id")
      .primaryKey()
      .references(() => raceDocuments.resultId),
    sealNumber: bigNumber("seal_number")
      .notNull()
      .references(() => seals.number),
  },
  (table) => [index("sealed_documents_seal_number_idx").on(table.sealNumber)],
);

/** Verdicts on a player's part in a race, each with rule, actor and reason; rows are only ever added. */
export const raceDecisions = pgTable(
  "race_decisions",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    rule: text("rule", { enum: ["excluded", "require_link", "min_wager", "newcomer"] }).notNull(),
    verdict: text("verdict", { enum: ["left_out", "no_prize", "counts", "counts_not"] }).notNull(),
    actor: text("actor").notNull(),
    reason: text("reason").notNull(),
    /** Result version it was made for; null for standing ones. */
    version: integer("version"),
    at: instant("at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    index("race_decisions_race_id_idx").on(table.raceId, table.rule),
    index("race_decisions_player_id_idx").on(table.playerId),
    check("race_decisions_rule_known", sql`${table.rule} in ('excluded', 'require_link', 'min_wager', 'newcomer')`),
    check("race_decisions_verdict_known", sql`${table.verdict} in ('left_out', 'no_prize', 'counts', 'counts_not')`),
  ],
);

/** The verdict in force on each newcomer's opening total: the newest decision. */
export const newestNewcomerDecisions = pgView("newest_newcomer_decisions", {
  raceId: text("race_id").notNull().$type<RaceId>(),
  playerId: bigNumber("player_id").notNull().$type<PlayerId>(),
  verdict: text("verdict", { enum: ["counts", "counts_not"] }).notNull(),
}).as(
  sql`select distinct on (race_id, player_id) race_id, player_id, verdict
      from race_decisions where rule = 'newcomer' order by race_id, player_id, id desc`,
);

/** People and accounts that leave before ranks are computed: for one race or, without it, for all. */
export const raceExclusions = pgTable(
  "race_exclusions",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    raceId: text("race_id")
      .references(() => races.id)
      .$type<RaceId>(),
    playerId: bigNumber("player_id")
      .references(() => players.id)
      .$type<PlayerId>(),
    userId: bigNumber("user_id")
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    kind: text("kind", { enum: ["staff", "banned", "self_excluded", "alt"] }).notNull(),
    reason: text("reason").notNull(),
    actor: text("actor").notNull(),
    createdAt: instant("created_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    /** End of a cool-off; null for good. */
    until: instant("until"),
    liftedAt: instant("lifted_at"),
    liftedBy: text("lifted_by"),
    /** Transaction of the newest change: boards include it in their version, because they leave these players out. */
    xid: xid8("xid")
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (table) => [
    index("race_exclusions_race_id_idx").on(table.raceId),
    index("race_exclusions_player_id_idx").on(table.playerId),
    index("race_exclusions_user_id_idx").on(table.userId),
    check("race_exclusions_kind_known", sql`${table.kind} in ('staff', 'banned', 'self_excluded', 'alt')`),
    check("race_exclusions_one_target", sql`num_nonnulls(${table.playerId}, ${table.userId}) = 1`),
    check("race_exclusions_lifted_together", sql`(${table.liftedAt} is null) = (${table.liftedBy} is null)`),
  ],
);
