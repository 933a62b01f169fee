import type { Pool, PoolClient } from "pg";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { inTransaction } from "../../db/transaction.js";
import type { RaceStatus } from "../../wire/race.js";
import { tellRaceStarted } from "../announcements/own-race-news.js";
import { announceRace } from "../announcements/race-news.js";
import type { CoreContext } from "../context.js";
import { readRace } from "./read-races.js";
import { rulesHash } from "./race-rules.js";

/** A move of the life cycle that time alone causes. */
export interface RaceMove {
  id: RaceId;
  to: RaceStatus;
}

interface DueRow {
  id: string;
  to: "live" | "settling";
}

/**
 * Races whose hour has come by the clock of the database. Rows that another process is moving are skipped, so that
 * several schedulers never do the same move twice.
 */
const DUE = `
  select id, case status when 'scheduled' then 'live' else 'settling' end as to
  from races
  where ((status = 'scheduled' and starts_at <= clock_timestamp()) or (status = 'live' and ends_at <= clock_timestamp()))
    and ($1::text is null or id = $1)
  order by id for update skip locked limit 1`;

/** Makes every due move, each in its own transaction, until none is left. @returns the moves made, in order */
export async function advanceRaces(context: Pick<CoreContext, "pool">): Promise<RaceMove[]> {
  const moves: RaceMove[] = [];
  for (;;) {
    const move = await advanceOnce(context.pool, null);
    if (move === undefined) return moves;
    moves.push(move);
  }
}

/** As {@link advanceRaces}, for one race: at creation, so that a race whose start has come is live at once. */
export async function advanceRace(context: Pick<CoreContext, "pool">, id: RaceId): Promise<void> {
  for (let move = await advanceOnce(context.pool, id); move !== undefined;) {
    move = await advanceOnce(context.pool, id);
  }
}

async function advanceOnce(pool: Pool, only: RaceId | null): Promise<RaceMove | undefined> {
  return inTransaction(pool, "read committed", async (client) => {
    const { rows } = await client.query<DueRow>(DUE, [only]);
    const due = rows[0];
    const id = due === undefined ? undefined : parseRaceId(due.id);
    if (due === undefined || id === undefined) return undefined;
    await enter(client, id, due.to);
    return { id, to: due.to };
  });
}

/** The rules freeze, with their hash, in the transaction in which the race goes live. */
async function enter(client: PoolClient, id: RaceId, to: "live" | "settling"): Promise<void> {
  const race = to === "live" ? await readRace(client, id) : undefined;
  const hash = race === undefined ? null : rulesHash(race);
  await client.query("update races set status = $2, rules_hash = coalesce($3, rules_hash) where id = $1", [
    id,
    to,
    hash,
  ]);
  await client.query(
    "insert into race_events (race_id, event, actor, detail, at) values ($1, $2, 'scheduler', $3, clock_timestamp())",
    [
      id,
      to,
      race === undefined || hash === null ? null : { rulesVersion: race.rulesVersion, rulesHash: hash.toString("hex") },
    ],
  );
  if (to === "live") {
    await announceRace(client, id, "started");
    await tellRaceStarted(client, id);
  }
}
