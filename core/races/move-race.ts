import type { Pool, PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";
import type { RaceStatus } from "../../wire/race.js";
import { inTransaction } from "../../db/transaction.js";
import { NotFoundError } from "../errors.js";
import { advanceRace } from "./advance-races.js";
import { requireAction, type RaceAction } from "./race-moves.js";
import { rulesHash } from "./race-rules.js";
import { readRace, type RaceRecord } from "./read-races.js";

/**
 * Locks a race against other moves. Rows that refer to the race can still be written meanwhile, because foreign keys
 * need no more than FOR KEY SHARE.
 * @throws NotFoundError
 */
export async function lockRace(client: PoolClient, id: RaceId): Promise<RaceRecord> {
  const { rowCount } = await client.query("select from races where id = $1 for no key update", [id]);
  const race = rowCount === 0 ? undefined : await readRace(client, id);
  if (race === undefined) throw new NotFoundError("There is no race with this id.");
  return race;
}

/**
 * Does something to a race that its state allows, in one transaction that holds its row. Moves that are due by the
 * clock are made first, so that nobody ends a race early that has just ended.
 * @throws NotFoundError, ConflictError with the allowed moves
 */
export async function actOnRace<Result>(
  context: { pool: Pool },
  id: RaceId,
  action: RaceAction,
  work: (client: PoolClient, race: RaceRecord) => Promise<Result>,
): Promise<Result> {
  await advanceRace(context, id);
  return inTransaction(context.pool, "read committed", async (client) => {
    const race = await lockRace(client, id);
    requireAction(race.status, action);
    return work(client, race);
  });
}

export interface RaceEvent {
  event: string;
  actor: string;
  /** Shown in public. */
  note?: string | undefined;
  detail?: unknown;
}

export async function recordRaceEvent(client: PoolClient, id: RaceId, { event, actor, note, detail }: RaceEvent) {
  await client.query(
    "insert into race_events (race_id, event, actor, note, detail, at) values ($1, $2, $3, $4, $5, clock_timestamp())",
    [id, event, actor, note ?? null, detail === undefined ? null : JSON.stringify(detail)],
  );
}

/** Sets a state the caller has checked under the lock. */
export async function setStatus(client: PoolClient, id: RaceId, to: RaceStatus): Promise<void> {
  await client.query("update races set status = $2 where id = $1", [id, to]);
}

/**
 * After a change of a race that runs: a new version of the rules with its hash, and boards that are built again.
 * @returns what the event of the change must carry, because result documents list the versions
 */
export async function refreezeRules(
  client: PoolClient,
  id: RaceId,
): Promise<{ rulesVersion: number; rulesHash: string }> {
  const race = await readRace(client, id);
  if (race === undefined) throw new NotFoundError("There is no race with this id.");
  const hash = rulesHash(race);
  const version = race.rulesVersion + 1;
  await client.query(
    "update races set rules_version = $2, rules_hash = $3, rules_xid = pg_current_xact_id() where id = $1",
    [id, version, hash],
  );
  return { rulesVersion: version, rulesHash: hash.toString("hex") };
}
