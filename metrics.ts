import { collectDefaultMetrics, Counter, Gauge, type Metric, Registry } from "prom-client";
import type { Pool } from "pg";
import type { LiveBoards } from "./core/boards/live-boards.js";
import type { Api } from "./api/start.js";
import type { RunningBot } from "./bot/start.js";
import { DURATION_BOUNDS, type DurationCounts } from "./core/health/durations.js";
import type { Receiver, ReceiverStats } from "./webhooks/start.js";
import { CLOSE } from "./wire/live.js";

/** Parts that are looked at when somebody scrapes; reading them costs no query. */
export interface WatchedParts {
  readonly pools: Map<string, Pick<Pool, "totalCount" | "idleCount" | "waitingCount">>;
  receiver?: Pick<Receiver, "stats">;
  boards?: Pick<LiveBoards, "keys" | "page">;
  api?: Pick<Api, "stats">;
  bot?: Pick<RunningBot, "calls">;
}

/** Numbers that cost a query, set by the timer and never by a scrape. */
export type DatabaseGauges = ReturnType<typeof createDatabaseGauges>;

/**
 * The metrics of what this process runs (docs/operations.md names all). Labels are outcomes, pools and sources: few
 * values, and never a person.
 */
export function createProcessMetrics(parts: WatchedParts): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const metric of [
    ...receiverMetrics(parts),
    ...apiMetrics(parts),
    ...feedMetrics(parts),
    ...botMetrics(parts),
    ...boardMetrics(parts),
    ...poolMetrics(parts),
  ]) {
    registry.registerMetric(metric);
  }
  return registry;
}

function receiverMetrics(parts: WatchedParts): Metric[] {
  const stats = () => parts.receiver?.stats();
  /** The receiver counts by itself, on its hot path; a scrape copies the sums. */
  const total = (name: string, help: string, read: (stats: ReceiverStats) => number) =>
    new Counter({
      name,
      help,
      registers: [],
      collect() {
        const now = stats();
        this.reset();
        if (now !== undefined) this.inc(read(now));
      },
    });
  const level = (name: string, help: string, read: (stats: ReceiverStats) => number) =>
    levelGauge(name, help, () => {
      const now = stats();
      return now === undefined ? 0 : read(now);
    });
  const requests = new Counter({
    name: "webhook_requests_total",
    help: "Posts of casinos, by outcome and source; without a source where nobody we know posts.",
    labelNames: ["source", "outcome"],
    registers: [],
    collect() {
      this.reset();
      for (const { source, outcome, count } of stats()?.outcomes ?? []) this.inc({ source, outcome }, count);
    },
  });
  const duplicates = ({ outcomes }: ReceiverStats) =>
    outcomes.reduce((sum, { outcome, count }) => sum + (outcome === "duplicate" ? count : 0), 0);
  return [
    requests,
    total("dedupe_total", "Posts that were known already.", duplicates),
    // Sum and count as a summary has them, so that the mean is rate(sum) / rate(count).
    total("ingest_batch_size_sum", "Posts that were committed.", ({ queue }) => queue.flushedPosts),
    total("ingest_batch_size_count", "Commits that posts shared.", ({ queue }) => queue.flushes),
    ...durations("webhook_seconds", "From a verified post's place in the queue to its answer.", () => stats()?.seconds),
    ...durations("event_lag_seconds", "From the first wager of a new post to its arrival.", () => stats()?.lag),
    level("ingest_queue_depth", "Posts that wait for a commit; 5,000 at most.", ({ queue }) => queue.posts),
    level("ingest_queue_bytes", "Bytes of the posts that wait.", ({ queue }) => queue.bytes),
    level("ingest_oldest_ms", "Age of the post that waits longest; 2,000 at most.", ({ queue }) => queue.oldestMs),
  ];
}

function apiMetrics(parts: WatchedParts): Metric[] {
  const stats = () => parts.api?.stats().traffic;
  return [
    byLabel(
      "http_requests_total",
      "Answers of the API and the Mini App's server, by status.",
      "status",
      () => stats()?.statuses ?? [],
    ),
    byLabel(
      "auth_failures_total",
      "Requests that were not let in, by reason.",
      "reason",
      () => stats()?.notSignedIn ?? [],
    ),
    ...durations("http_seconds", "From a request to the end of its answer; streams left out.", () => stats()?.seconds),
  ];
}

function feedMetrics(parts: WatchedParts): Metric[] {
  const stats = () => parts.api?.stats().feed;
  return [
    levelGauge("ws_connections", "Sockets of the live feed.", () => stats()?.sockets ?? 0),
    levelGauge("sse_connections", "Readers of server-sent events.", () => stats()?.streams ?? 0),
    new Counter({
      name: "ws_terminated_total",
      help: "Sockets of the feed that ended, by close code and what it means.",
      labelNames: ["code", "reason"],
      registers: [],
      collect() {
        this.reset();
        for (const [code, count] of stats()?.ended ?? []) this.inc({ code, reason: closeReason(code) }, count);
      },
    }),
    ...durations(
      "ws_feed_lag_ms",
      "From the commit of a wager until its frame was given to the last reader; a sample every 15 s.",
      () => stats()?.lag,
      1_000,
    ),
    ...durations(
      "fanout_seconds",
      "From the move of a board until its last reader was given it.",
      () => stats()?.fanOut,
    ),
  ];
}

/** What ends a socket without a code of ours. */
const STANDARD_ENDS: readonly (readonly [string, number])[] = [
  ["cut", 1006],
  ["tooLarge", 1009],
];
const END_REASONS: ReadonlyMap<number, string> = new Map(
  [...Object.entries(CLOSE), ...STANDARD_ENDS].map(([name, code]) => [
    code,
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ]),
);

function closeReason(code: number): string {
  return END_REASONS.get(code) ?? "other";
}

function botMetrics(parts: WatchedParts): Metric[] {
  const calls = () => Object.entries(parts.bot?.calls() ?? {});
  return [
    byLabel("telegram_calls_total", "Calls to Telegram, by what became of them; too_fast is a 429.", "outcome", calls),
    new Counter({
      name: "telegram_429_total",
      help: "Calls that Telegram refused because they came too fast.",
      registers: [],
      collect() {
        this.reset();
        this.inc(parts.bot?.calls().too_fast ?? 0);
      },
    }),
  ];
}

/** Counts that a part keeps by itself; a scrape copies them. */
function byLabel<Label extends string>(
  name: string,
  help: string,
  label: Label,
  read: () => Iterable<readonly [value: string | number, count: number]>,
): Counter<Label> {
  return new Counter({
    name,
    help,
    labelNames: [label],
    registers: [],
    collect() {
      this.reset();
      for (const [value, count] of read()) this.labels(String(value)).inc(count);
    },
  });
}

/** The three series of a histogram, as `histogram_quantile` reads them. @param perSecond units of the metric in a second */
function durations(name: string, help: string, read: () => DurationCounts | undefined, perSecond = 1): Counter[] {
  const buckets = byLabel(`${name}_bucket`, help, "le", () => {
    const now = read();
    if (now === undefined) return [];
    const bounded = now.atMost.map((count, at) => [(DURATION_BOUNDS[at] ?? Infinity) * perSecond, count] as const);
    return [...bounded, ["+Inf", now.count] as const];
  });
  const sum = (part: "sum" | "count", value: (now: DurationCounts) => number) =>
    new Counter({
      name: `${name}_${part}`,
      help,
      registers: [],
      collect() {
        const now = read();
        this.reset();
        if (now !== undefined) this.inc(value(now));
      },
    });
  return [buckets, sum("sum", (now) => now.sumSeconds * perSecond), sum("count", (now) => now.count)];
}

function boardMetrics(parts: WatchedParts): Metric[] {
  return [
    levelGauge("boards_open", "Boards that this process keeps in memory.", () => parts.boards?.keys().length ?? 0),
    levelGauge("boards_behind_seconds", "Since this process last knew that it had seen all of the ledger.", () =>
      parts.boards === undefined ? 0 : behindSeconds(parts.boards),
    ),
  ];
}

function levelGauge(name: string, help: string, read: () => number): Gauge {
  return new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(read());
    },
  });
}

/** All boards follow one tail, so any of them tells. */
function behindSeconds(boards: Pick<LiveBoards, "keys" | "page">): number {
  const [key] = boards.keys();
  const page = key === undefined ? undefined : boards.page(key, 0, 1);
  return page === undefined ? 0 : Math.max(0, Date.now() - page.caughtUpAt.getTime()) / 1_000;
}

function poolMetrics({ pools }: WatchedParts): Metric[] {
  const waiting = new Gauge({
    name: "pg_pool_waiting",
    help: "Queries that wait for a connection of the pool.",
    labelNames: ["pool"],
    registers: [],
    collect() {
      for (const [pool, { waitingCount }] of pools) this.set({ pool }, waitingCount);
    },
  });
  const connections = new Gauge({
    name: "pg_pool_connections",
    help: "Open connections of the pool, in use or idle.",
    labelNames: ["pool", "state"],
    registers: [],
    collect() {
      for (const [pool, { totalCount, idleCount }] of pools) {
        this.set({ pool, state: "in_use" }, totalCount - idleCount);
        this.set({ pool, state: "idle" }, idleCount);
      }
    },
  });
  return [waiting, connections];
}

/** @param startedAt stands for "not yet read", so that a reading that never comes is noticed by its age */
export function createDatabaseGauges(registry: Registry, startedAt: Date) {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const bySource = (name: string, help: string) => new Gauge({ name, help, labelNames: ["source"], registers });
  const gauges = {
    unexplained: gauge("race_unexplained_units", "Micro-USD that ledger entries do not explain; must be 0."),
    checkedAt: gauge("ledger_checked_timestamp_seconds", "When the check of the ledger last reached its end."),
    readAt: gauge("readings_timestamp_seconds", "When the numbers that cost a query were last read."),
    deadLetters: gauge("dead_letter_open", "Signed posts that could not be applied and wait for a person."),
    deadLetterOldest: gauge("dead_letter_oldest_seconds", "Age of the oldest open dead letter."),
    oldestTransaction: gauge("pg_oldest_tx_seconds", "Age of the oldest transaction that has written something."),
    databaseBytes: gauge("pg_database_bytes", "Size of the database."),
    dataDiskFree: gauge("data_disk_free_bytes", "Room where DATA_DIR is."),
    clockSkew: gauge("clock_skew_ms", "How far the database's clock is off this machine's."),
    outboxOldest: gauge("outbox_oldest_seconds", "How long the oldest message to Telegram has been due."),
    outboxAmbiguous: gauge("outbox_ambiguous", "Messages of which nobody knows whether Telegram has them."),
    inboxOldest: gauge("inbox_oldest_seconds", "How long the oldest update of Telegram has been waiting."),
    racesOverdue: gauge("races_overdue", "Races that have not started or ended a minute after their time."),
    sourceSilent: bySource("source_silent_seconds", "Since something was last accepted from the source."),
    sourceStale: bySource("source_stale", "1 when the source has been silent for longer than it may."),
    secretPreviousUsed: bySource("secret_previous_used", "1 when the old secret signed a post within the last hour."),
  };
  gauges.checkedAt.set(startedAt.getTime() / 1_000);
  gauges.readAt.set(startedAt.getTime() / 1_000);
  return gauges;
}
