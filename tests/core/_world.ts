import type { Pool } from "pg";
import { drizzleOn } from "../../db/connect.js";
import type { CoreContext } from "../../core/context.js";
import type { Log } from "../../core/log.js";
import { playerId, sourceId, type PlayerId, type SourceId } from "../../wire/ids.js";

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** A clock that stands where the test puts it. */
export function settableClock(start: string) {
  let now = new Date(start);
  return {
    now: () => new Date(now),
    set(to: string) {
      now = new Date(to);
    },
  };
}

export function testContext(pool: Pool, overrides: Partial<CoreContext> = {}): CoreContext {
  return {
    db: drizzleOn(pool),
    pool,
    clock: { now: () => new Date() },
    log: silent,
    secretsKey: Buffer.alloc(32, 7),
    timeZone: "UTC",
    ...overrides,
  };
}

export async function addSource(pool: Pool, slug: string, mode: "events" | "totals" = "events"): Promise<SourceId> {
  const { rows } = await pool.query<{ id: number }>(
    "insert into sources (slug, name, mode) values ($1, $1, $2) returning id",
    [slug, mode],
  );
  return sourceId(rows[0]!.id);
}

export async function addPlayers(pool: Pool, source: SourceId, count: number): Promise<PlayerId[]> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into players (source_id, external_id, name, named_at)
     select $1, 'U' || n, 'player_' || n, now() from generate_series(1, $2) n returning id`,
    [source, count],
  );
  return rows.map((row) => playerId(Number(row.id)));
}

export interface Entry {
  source: SourceId;
  player: PlayerId;
  delta: bigint;
  /** Worth after the entry; the delta when left out. */
  amount?: bigint;
  at: string | Date;
  kind?: "wager" | "snapshot";
  coversFrom?: string | null;
  category?: string | null;
  ref?: string;
  seq?: number;
}

let nextRef = 0;

/** Writes entries in one statement, so in one transaction, as a flush of the receiver does. */
export async function addEntries(pool: Pick<Pool, "query">, entries: readonly Entry[]): Promise<void> {
  await pool.query(
    `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, covers_from, category, era)
     select s, k, r, q, p, q, a, d, o, c, g, (select max(id) from ledger_eras)
     from unnest($1::smallint[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[], $8::timestamptz[],
                 $9::timestamptz[], $10::text[]) as e(s, k, r, q, p, a, d, o, c, g)`,
    [
      entries.map((entry) => entry.source),
      entries.map((entry) => entry.kind ?? "wager"),
      entries.map((entry) => entry.ref ?? `t${nextRef++}`),
      entries.map((entry) => entry.seq ?? 1),
      entries.map((entry) => entry.player),
      entries.map((entry) => (entry.amount ?? (entry.delta < 0n ? 0n : entry.delta)).toString()),
      entries.map((entry) => entry.delta.toString()),
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.coversFrom ?? null),
      entries.map((entry) => entry.category ?? null),
    ],
  );
}
