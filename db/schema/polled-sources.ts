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
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { RaceId, SourceId } from "../../wire/ids.js";
import { bigNumber, bytes, instant, micro } from "../columns.js";
import { races } from "./races.js";
import { sources } from "./sources.js";

/** How a source of totals is asked for them, and how that goes. One row changes with every poll. */
export const polledSources = pgTable(
  "polled_sources",
  {
    sourceId: smallint("source_id")
      .primaryKey()
      .references(() => sources.id)
      .$type<SourceId>(),
    /** Name of the adapter (sources/adapter-table.ts); `stake-csv` is uploaded by people and never asked. */
    adapter: text("adapter").notNull(),
    baseUrl: text("base_url"),
    /** What the operator is called there: a referral code, an affiliate id. */
    account: text("account"),
    /** `weighted` needs an adapter that tells it; it is chosen once, because it has baselines of its own. */
    metric: text("metric", { enum: ["raw", "weighted"] }).notNull(),
    intervalSeconds: integer("interval_seconds").notNull(),
    /** Where the totals of a source begin that is asked for ranges. */
    countedFrom: instant("counted_from"),
    credentialNonce: bytes("credential_nonce"),
    credentialCiphertext: bytes("credential_ciphertext"),
    credentialSetAt: instant("credential_set_at"),
    /** Changes with every edit, so that a poller makes its adapter anew without a restart. */
    settingsVersion: integer("settings_version").notNull().default(1),
    isPaused: boolean("is_paused").notNull().default(false),
    nextPollAt: instant("next_poll_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    /** A person wants it now: a poll, or a test that records nothing. */
    ordered: text("ordered", { enum: ["poll", "test"] }),
    lastRequestedAt: instant("last_requested_at"),
    /** Whoever polls holds it, and records only while he does. */
    leaseToken: uuid("lease_token"),
    leaseUntil: instant("lease_until"),
    failures: integer("failures").notNull().default(0),
    failureKind: text("failure_kind"),
    failureDetail: text("failure_detail"),
    failingSince: instant("failing_since"),
    /** Of the newest good snapshot: what the next one is held against. */
    goodRows: integer("good_rows"),
    goodTotal: bigint("good_total", { mode: "bigint" }),
    /** What the consistency monitor remembers from poll to poll. */
    monitor: jsonb("monitor").$type<unknown>(),
  },
  (table) => [
    index("polled_sources_next_poll_at_idx").on(table.nextPollAt),
    check("polled_sources_metric_known", sql`${table.metric} in ('raw', 'weighted')`),
    check("polled_sources_ordered_known", sql`${table.ordered} in ('poll', 'test')`),
    check("polled_sources_interval_range", sql`${table.intervalSeconds} between 1 and 86400`),
    check("polled_sources_account_not_empty", sql`${table.account} <> ''`),
    check(
      "polled_sources_credential_whole",
      sql`(${table.credentialNonce} is null) = (${table.credentialCiphertext} is null)`,
    ),
  ],
);

/** Every question to a source and what became of it. */
export const sourcePolls = pgTable(
  "source_polls",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    purpose: text("purpose", { enum: ["poll", "test", "window", "upload"] }).notNull(),
    requestedAt: instant("requested_at").notNull(),
    receivedAt: instant("received_at"),
    outcome: text("outcome", { enum: ["good", "held", "failed"] }).notNull(),
    /** Of a failure, as adapters name them; of a held one why. */
    kind: text("kind"),
    detail: text("detail"),
    bytes: integer("bytes"),
    rawSha256: bytes("raw_sha256"),
    rows: integer("rows"),
    /** Players seen for the first time; totals that changed; rows that could not be applied. */
    added: integer("added"),
    changed: integer("changed"),
    refused: integer("refused"),
  },
  (table) => [
    index("source_polls_source_id_id_idx").on(table.sourceId, table.id),
    check("source_polls_purpose_known", sql`${table.purpose} in ('poll', 'test', 'window', 'upload')`),
    check("source_polls_outcome_known", sql`${table.outcome} in ('good', 'held', 'failed')`),
  ],
);

/**
 * What sources answered, for replay and disputes: whole now and then, and in between only the rows that changed. The
 * hash is that of all rows, so that a replay proves itself.
 */
export const sourceArchive = pgTable(
  "source_archive",
  {
    pollId: bigNumber("poll_id")
      .primaryKey()
      .references(() => sourcePolls.id),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    isWhole: boolean("is_whole").notNull(),
    rowsSha256: bytes("rows_sha256").notNull(),
    /** Gzipped JSON lines. */
    content: bytes("content").notNull(),
  },
  (table) => [index("source_archive_source_id_poll_id_idx").on(table.sourceId, table.pollId)],
);

/** A well-formed but implausible snapshot, kept aside until a person accepts or drops it; the newest one stands for all. */
export const heldSnapshots = pgTable(
  "held_snapshots",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    requestedAt: instant("requested_at").notNull(),
    receivedAt: instant("received_at").notNull(),
    reason: text("reason").notNull(),
    figures: jsonb("figures").$type<unknown>().notNull(),
    /** Gzipped JSON lines of all rows. */
    content: bytes("content").notNull(),
    state: text("state", { enum: ["open", "accepted", "dropped"] }).notNull(),
    /** Since when, and how often, the source has answered like this. */
    firstAt: instant("first_at").notNull(),
    times: integer("times").notNull().default(1),
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
  },
  (table) => [
    index("held_snapshots_source_id_id_idx").on(table.sourceId, table.id),
    uniqueIndex("held_snapshots_one_open")
      .on(table.sourceId)
      .where(sql`${table.state} = 'open'`),
    check("held_snapshots_state_known", sql`${table.state} in ('open', 'accepted', 'dropped')`),
    check("held_snapshots_decided_by_somebody", sql`(${table.state} = 'open') = (${table.decidedBy} is null)`),
  ],
);

/** What the consistency monitor holds against a source, with figures; ended ones stay, because races are settled later. */
export const sourceFindings = pgTable(
  "source_findings",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    kind: text("kind").notNull(),
    /** The field of the source's answer it is about; empty for all of it. */
    field: text("field").notNull(),
    figures: jsonb("figures").$type<unknown>().notNull(),
    /** Scores may be wrong by it: no race settles by itself whose boundary lies within. */
    isBlocking: boolean("is_blocking").notNull(),
    beganAt: instant("began_at").notNull(),
    seenAt: instant("seen_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (table) => [
    uniqueIndex("source_findings_one_open")
      .on(table.sourceId, table.kind, table.field)
      .where(sql`${table.endedAt} is null`),
    index("source_findings_source_id_began_at_idx").on(table.sourceId, table.beganAt),
  ],
);

/** A source with a history was asked again for the closed window of a race; what it said beats our differences. */
export const windowReadings = pgTable(
  "window_readings",
  {
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    sourceId: smallint("source_id")
      .notNull()
      .references(() => sources.id)
      .$type<SourceId>(),
    /** Null until it has answered. */
    answeredAt: instant("answered_at"),
    nextAskAt: instant("next_ask_at").notNull(),
    failures: integer("failures").notNull().default(0),
    rawSha256: bytes("raw_sha256"),
    /** Players whose score it changed, and by how much altogether. */
    corrected: integer("corrected").notNull().default(0),
    amount: micro("amount").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.raceId, table.sourceId] }),
    index("window_readings_source_id_idx").on(table.sourceId),
  ],
);
