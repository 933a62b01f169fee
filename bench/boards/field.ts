import type { Pool } from "pg";
import { createRace } from "../../core/races/create-race.js";
import { connect } from "../../db/connect.js";
import type { RaceId } from "../../wire/ids.js";
import { OCCURRED_AT } from "../ingest/requests.js";
import { openStage, type Stage } from "../ingest/stage.js";

/** A durable database with one live race that every player has a score in. */
export interface Field extends AsyncDisposable {
  readonly stage: Stage;
  readonly pool: Pool;
  readonly race: RaceId;
  readonly players: number;
}

/** The hour in which the load generator's wagers happened lies inside. */
const STARTS_AT = "2026-11-20T00:00:00.000Z";
const YEAR_MS = 365 * 86_400_000;

/**
 * One wager a player over three days. Steep as real fields are: Pareto amounts, so that the crowd at the bottom is
 * dense and ties are common, which is the expensive case for ranks.
 */
const WAGERS = `
  insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, category, game, era)
  select source_id, 'wager', 'seed_' || id, 1, id, 1, amount, amount,
         $1::timestamptz - make_interval(secs => (id * 7919) % 200000), 'originals', 'Plinko', 1
  from (select source_id, id, least(1e12, 1000 + 1e5 * power(1 - random(), -1.3))::bigint as amount from players) as p`;

export async function openField(players: number): Promise<Field> {
  const stage = await openStage(players);
  const pool = connect(stage.url, { applicationName: "bench", onIdleError: () => undefined });
  const seeding = await pool.connect();
  await seeding.query("set statement_timeout = 0; select setseed(0.42)");
  await seeding.query(WAGERS, [OCCURRED_AT]);
  await seeding.query("vacuum analyze ledger");
  await seeding.query("checkpoint");
  seeding.release(true);
  const race = await createRace(
    { pool, timeZone: "UTC" },
    {
      title: "A million players",
      startsAt: STARTS_AT,
      endsAt: new Date(Date.now() + YEAR_MS).toISOString(),
      prizes: Array.from({ length: 100 }, (_, rank) => `${1_000 - rank}.00`),
      graceMinutes: 0,
      disputeHours: 0,
    },
    "bench",
  );
  return {
    stage,
    pool,
    race,
    players,
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      await stage[Symbol.asyncDispose]();
    },
  };
}
