import { setTimeout as delay } from "node:timers/promises";
import { standings, type Standings } from "../../wire/race.js";
import { OCCURRED_AT } from "../ingest/requests.js";
import type { Field } from "./field.js";

async function around({ race }: Field, port: number, player: number): Promise<Standings> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/races/${race}/standings/around/p${player}?span=1`);
  return standings.parse(await response.json());
}

/** Commits a wager now and then and asks the API until its version contains it. @returns milliseconds of each */
export async function measureStaleness(field: Field, port: number, forMs: number): Promise<number[]> {
  const ages: number[] = [];
  const ends = performance.now() + forMs;
  for (let probe = 0; performance.now() < ends; probe++) {
    const { rows } = await field.pool.query<{ xid: string }>(
      `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
       select source_id, 'wager', $1, 1, id, 1, 10000, 10000, $2, 1 from players where id = $3
       returning xid::text`,
      [`probe_${Date.now()}_${probe}`, OCCURRED_AT, 1 + probe],
    );
    const committed = performance.now();
    const xid = Number(rows[0]?.xid);
    while ((await around(field, port, 1 + probe)).version < xid) await delay(2);
    ages.push(performance.now() - committed);
  }
  return ages;
}

const PLACES = `
  with scores as (
    select player_id, sum_micro(delta) as score from ledger where occurred_at >= $2 and ($3::text is null or ref <> $3)
    group by player_id
  ), ranked as (select *, rank() over (order by score / 10000 desc) as rank from scores)
  select player_id::int as player, rank::int, score::text from ranked where player_id = any($1)`;

/**
 * Compares places with SQL at rest. The control leaves one wager of the leader out of SQL's sum: a check that does not
 * notice it proves nothing.
 */
export async function countWrong(
  field: Field,
  port: number,
  players: number,
): Promise<{ places: number; control: number }> {
  await delay(1_000);
  const client = await field.pool.connect();
  await client.query("set statement_timeout = 0");
  const leader = await client.query<{ player: number; ref: string }>(
    "select player_id::int as player, ref from ledger order by delta desc limit 1",
  );
  const { player: first = 1, ref = "" } = leader.rows[0] ?? {};
  const asked = new Set([first]);
  while (asked.size < players) asked.add(1 + Math.floor(Math.random() * field.players));
  const shown = new Map<number, string>();
  for (const player of asked) {
    const row = (await around(field, port, player)).rows.find(({ player: { id } }) => id === `p${player}`);
    shown.set(player, `${row?.rank} ${row?.wagered.replace(".", "").replace(/^0+(?=\d)/, "")}`);
  }
  const wrongWithout = async (left: string | null): Promise<number> => {
    const { rows } = await client.query<{ player: number; rank: number; score: string }>(PLACES, [
      [...asked],
      OCCURRED_AT.replace(/T.*/, "T00:00:00Z").replace("22", "20"),
      left,
    ]);
    return asked.size - rows.filter(({ player, rank, score }) => shown.get(player) === `${rank} ${score}`).length;
  };
  const counted = { places: await wrongWithout(null), control: await wrongWithout(ref) };
  client.release(true);
  return counted;
}
