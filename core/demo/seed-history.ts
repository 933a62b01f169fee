import type { Pool } from "pg";
import { playerId, type PlayerId, type SourceId } from "../../wire/ids.js";

/** An invented casino account, as the simulated casino knows it. */
export interface SeedPlayer {
  externalId: string;
  name: string;
  /** Part of all wagers that is his; all shares add up to at most 1. */
  share: number;
}

export interface SeedHistory {
  source: SourceId;
  players: readonly SeedPlayer[];
  /** How many wagers to spread over the time from `from` to `until`. */
  wagers: number;
  from: Date;
  until: Date;
  /** Sum of all wagers in whole USD. */
  totalUsd: number;
  /** The same seed gives the same players, amounts and times. */
  seed: number;
}

const CHUNK = 5_000;
const CATEGORIES = ["slots", "originals", "live", "table"] as const;
const CENTS_TO_MICRO = 10_000n;

/**
 * Writes invented wagers straight into the ledger: for demonstrations and load tests, where posting each of them would
 * take too long. Safe to repeat: the ids follow from the seed, and a wager that is there stays as it is.
 * @returns the ids of the players, in the order given
 */
export async function seedHistory(pool: Pool, history: SeedHistory): Promise<PlayerId[]> {
  const ids = await seedPlayers(pool, history);
  const random = mulberry32(history.seed);
  const pick = weightedPicker(history.players.map((player) => player.share));
  const meanCents = (history.totalUsd * 100) / Math.max(1, history.wagers);
  const spanMs = history.until.getTime() - history.from.getTime();
  for (let from = 0; from < history.wagers; from += CHUNK) {
    const count = Math.min(CHUNK, history.wagers - from);
    const rows = Array.from({ length: count }, (_, at) => ({
      ref: `seed_${history.seed}_${from + at}`,
      player: ids[pick(random())] ?? playerId(0),
      // An exponential spread: many small bets, few large ones, the given mean.
      micro: BigInt(Math.max(1, Math.round(-Math.log(1 - random()) * meanCents))) * CENTS_TO_MICRO,
      at: new Date(history.from.getTime() + Math.floor(random() * spanMs)),
      category: CATEGORIES[Math.floor(random() * CATEGORIES.length)] ?? "slots",
    }));
    await pool.query({
      ...INSERT,
      values: [
        history.source,
        rows.map((row) => row.ref),
        rows.map((row) => row.player),
        rows.map((row) => row.micro.toString()),
        rows.map((row) => row.at),
        rows.map((row) => row.category),
      ],
    });
  }
  return ids;
}

const INSERT = {
  name: "seed-history",
  text: `
    insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, category, era)
    select $1, 'wager', r, 1, p, 1, a, a, o, c, (select max(id) from ledger_eras)
    from unnest($2::text[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[]) as t(r, p, a, o, c)
    order by r on conflict do nothing`,
};

async function seedPlayers(pool: Pool, { source, players, from }: SeedHistory): Promise<PlayerId[]> {
  const values = [source, players.map((player) => player.externalId), players.map((player) => player.name), from];
  await pool.query(
    `insert into players (source_id, external_id, name, named_at)
     select $1, e, n, $4 from unnest($2::text[], $3::text[]) as t(e, n) on conflict do nothing`,
    values,
  );
  const { rows } = await pool.query<{ id: string }>(
    `select p.id from unnest($2::text[]) with ordinality as t(e, place)
     join players p on p.source_id = $1 and p.external_id = t.e order by place`,
    values.slice(0, 2),
  );
  return rows.map((row) => playerId(Number(row.id)));
}

/** Chooses an index by its share, from a number in [0, 1). */
function weightedPicker(shares: readonly number[]): (at: number) => number {
  let sum = 0;
  const bounds = shares.map((share) => (sum += share));
  return (at) => {
    const found = bounds.findIndex((bound) => at * sum < bound);
    return found === -1 ? bounds.length - 1 : found;
  };
}

/** Small seeded generator (mulberry32): good enough for invented bets, and the same on every machine. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
