import type { Pool, PoolClient } from "pg";
import { playerId, sourceId, type PlayerId } from "../../wire/ids.js";
import type { CountingRules } from "../boards/counting-rules.js";
import type { RaceRecord } from "../races/read-races.js";

const NOBODY: ReadonlySet<PlayerId> = new Set();

/** What decides whether a newcomer's opening total counts: of a race that is being settled, the verdicts so far. */
export async function readOpenings(client: Pool | PoolClient, race: RaceRecord): Promise<CountingRules["openings"]> {
  if (race.newcomers === "zero") return "all";
  const { rows } = await client.query<{ id: string }>(
    "select player_id::text as id from newest_newcomer_decisions where race_id = $1 and verdict = 'counts' order by 1",
    [race.id],
  );
  return new Set(rows.map(({ id }) => playerId(Number(id))));
}

/**
 * What a race counts, for SQL over the ledger. Nobody is excluded here: a result shows those who are left out, with
 * what they had, and leaves them out when it ranks.
 */
export async function resultRules(
  client: Pool | PoolClient,
  race: RaceRecord,
  openings: CountingRules["openings"],
): Promise<CountingRules> {
  const { rows } = await client.query<{ id: number }>("select id from sources where slug = any($1) order by id", [
    race.sources ?? [],
  ]);
  return {
    interval: { start: race.startsAt, end: race.endsAt },
    sources: race.sources === null ? null : new Set(rows.map(({ id }) => sourceId(id))),
    weights: race.weights,
    cap: race.cap,
    tieRule: race.tieRule,
    race: race.id,
    openings,
    excluded: NOBODY,
  };
}
