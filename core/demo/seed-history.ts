import type { Pool } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { playerId, type PlayerId, type SourceId } from "../../wire/ids.js";
import { plainArray, textArray } from "../ledger/array-literal.js";
import { mulberry32, weightedPicker } from "./invented-numbers.js";

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

/** Rows of one statement: large enough that the way there and back does not count, small enough for the memory. */
const CHUNK = 10_000;
/** Three writers keep a machine of two cores busy: two statements run while the next one is made up. */
const LANES = 3;
const CATEGORIES = ["slots", "originals", "live", "table"] as const;
/** Ten million entries are written in minutes; a checkpoint in between may hold one statement up. */
const PATIENT = "set local statement_timeout = '120s'; set local synchronous_commit = off";

/**
 * Writes invented wagers straight into the ledger: for demonstrations and load tests, where posting each of them would
 * take too long. Safe to repeat: the ids follow from the seed, and a wager that is there stays as it is. Memory grows
 * with the players (1.3 GB for a million), not with the wagers.
 * @returns the ids of the players, in the order given
 */
export async function seedHistory(pool: Pool, history: SeedHistory): Promise<PlayerId[]> {
  const ids = await seedPlayers(pool, history);
  const chunks = inventChunks(history, ids);
  const insert = (await hasEntries(pool, history.source)) ? INSERT_MISSING : INSERT;
  await Promise.all(Array.from({ length: LANES }, () => writeChunks(pool, insert, history.source, chunks)));
  // Plans for a table of ten million rows must not be made as if it were empty.
  await inTransaction(pool, "read committed", (client) => client.query(`${PATIENT}; analyze players, ledger`));
  return ids;
}

interface Chunk {
  refs: string[];
  players: PlayerId[];
  /** Micro-USD. */
  amounts: bigint[];
  times: string[];
  categories: string[];
}

/** The same seed gives the same chunks, whoever writes which of them. Times go on, as in a ledger that grew. */
function* inventChunks(history: SeedHistory, ids: readonly PlayerId[]): Generator<Chunk> {
  const { seed, wagers, players, totalUsd } = history;
  const random = mulberry32(seed);
  const pick = weightedPicker(players.map(({ share }) => share));
  const meanCents = (totalUsd * 100) / Math.max(1, wagers);
  const fromMs = history.from.getTime();
  const stepMs = (history.until.getTime() - fromMs) / Math.max(1, wagers);
  for (let at = 0; at < wagers;) {
    const chunk: Chunk = { refs: [], players: [], amounts: [], times: [], categories: [] };
    for (const end = Math.min(wagers, at + CHUNK); at < end; at++) {
      chunk.refs.push(`seed_${seed}_${at}`);
      chunk.players.push(ids[pick(random())] ?? playerId(0));
      // An exponential spread: many small bets, few large ones, the given mean.
      const cents = Math.max(1, Math.round(-Math.log(1 - random()) * meanCents));
      chunk.amounts.push(BigInt(cents) * 10_000n);
      chunk.times.push(new Date(fromMs + (at + random()) * stepMs).toISOString());
      chunk.categories.push(CATEGORIES[Math.floor(random() * CATEGORIES.length)] ?? "slots");
    }
    yield chunk;
  }
}

/** Whether an earlier call was here, perhaps to be ended half-way. */
async function hasEntries(pool: Pool, source: SourceId): Promise<boolean> {
  const { rows } = await pool.query<{ has: boolean }>(
    "select exists (select from ledger where source_id = $1) as has",
    [source],
  );
  return rows[0]?.has === true;
}

interface Statement {
  name: string;
  text: string;
}

async function writeChunks(pool: Pool, insert: Statement, source: SourceId, chunks: Iterable<Chunk>): Promise<void> {
  for (const { refs, players, amounts, times, categories } of chunks) {
    await inTransaction(pool, "read committed", async (client) => {
      await client.query(PATIENT);
      const values = [
        source,
        textArray(refs),
        plainArray(players),
        plainArray(amounts),
        textArray(times),
        textArray(categories),
      ];
      await client.query({ ...insert, values });
    });
  }
}

const INSERT: Statement = {
  name: "seed-history",
  text: `
    insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, category, era)
    select $1, 'wager', r, 1, p, 1, a, a, o, c, (select max(id) from ledger_eras)
    from unnest($2::text[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[]) as t(r, p, a, o, c)`,
};
/** Looking for a conflict costs a fifth of the time (20 against 16 µs a row), so only who repeats himself does. */
const INSERT_MISSING: Statement = {
  name: "seed-history-missing",
  text: `${INSERT.text}
    on conflict do nothing`,
};

async function seedPlayers(pool: Pool, { source, players, from }: SeedHistory): Promise<PlayerId[]> {
  const ids: PlayerId[] = [];
  for (let at = 0; at < players.length; at += CHUNK) {
    const chunk = players.slice(at, at + CHUNK);
    const externalIds = textArray(chunk.map(({ externalId }) => externalId));
    await pool.query(
      `insert into players (source_id, external_id, name, named_at, first_seen_at)
       select $1, e, n, $4, $4 from unnest($2::text[], $3::text[]) as t(e, n) on conflict do nothing`,
      [source, externalIds, textArray(chunk.map(({ name }) => name)), from],
    );
    const { rows } = await pool.query<{ id: string }>(
      `select p.id from unnest($2::text[]) with ordinality as t(e, place)
       join players p on p.source_id = $1 and p.external_id = t.e order by place`,
      [source, externalIds],
    );
    for (const { id } of rows) ids.push(playerId(Number(id)));
  }
  return ids;
}
