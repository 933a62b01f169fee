import type { Pool, PoolClient } from "pg";
import { formatPlayerId, parseRaceId, playerId, type RaceId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import { inTransaction } from "../../db/transaction.js";
import { personBehind } from "../access/person-behind.js";
import type { CoreContext } from "../context.js";
import { ConflictError, ForbiddenError, NotFoundError } from "../errors.js";
import { requireReason } from "../races/require-reason.js";
import { addAdjustmentIn, checkRequest, hint, type AddedAdjustment, type AdjustmentRequest } from "./adjust.js";

type Deps = Pick<CoreContext, "pool">;

/** An adjustment that waits for a second person. */
export interface WaitingAdjustment {
  /** `r` and a number: not an adjustment's. */
  id: string;
  player: string;
  race: RaceId | null;
  amount: MicroUsd | { setTo: MicroUsd };
  reason: string;
  actor: string;
  createdAt: Date;
  expiresAt: Date | null;
}

/**
 * Asks for an adjustment that counts nowhere until a second person approves it.
 * @returns its id
 * @throws InvalidInputError, NotFoundError
 */
export async function requestAdjustment({ pool }: Deps, request: AdjustmentRequest, actor: string): Promise<string> {
  const { player, race, amount, reason, expiresAt } = checkRequest(request);
  const { rows: known } = await pool.query<{ known: boolean }>(
    `select exists (select from players where id = $1) and ($2::text is null or exists (select from races where id = $2)) as known`,
    [player, race],
  );
  if (known[0]?.known !== true) throw new NotFoundError("There is no such player or race.");
  const [plus, setTo] = typeof amount === "bigint" ? [amount.toString(), null] : [null, amount.setTo.toString()];
  const { rows } = await pool.query<{ id: string }>(
    `insert into adjustment_requests (player_id, race_id, amount, set_to, reason, actor, expires_at, state, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'waiting', clock_timestamp()) returning id::text`,
    [player, race, plus, setTo, reason, actor, expiresAt ?? null],
  );
  return `r${rows[0]?.id ?? ""}`;
}

/**
 * Makes a requested adjustment count.
 * @throws NotFoundError, ForbiddenError for who asked for it, also by a key of his, ConflictError when it was decided already
 *   or the race's state does not allow it, InvalidInputError when its time is over
 */
export async function approveAdjustment({ pool }: Deps, id: string, actor: string): Promise<AddedAdjustment> {
  const added = await inTransaction(pool, "read committed", async (client) => {
    const { player, race, amount, reason, actor: requester, expiresAt } = await lockWaiting(client, id);
    if ((await personBehind(client, actor)) === (await personBehind(client, requester))) {
      throw new ForbiddenError("You asked for this adjustment: another administrator must approve it.");
    }
    const request = {
      player: playerId(Number(player.slice(1))),
      race,
      amount,
      reason,
      expiresAt: expiresAt ?? undefined,
    };
    const made = await addAdjustmentIn(client, request, { actor: requester, approvedBy: actor });
    await decide(client, id, { state: "approved", actor, adjustment: made.id });
    return made;
  });
  await hint(pool);
  return added;
}

/** Turns a requested adjustment down; who asked may take it back so. @throws NotFoundError, ConflictError, InvalidInputError */
export async function refuseAdjustment({ pool }: Deps, id: string, reason: string, actor: string): Promise<void> {
  requireReason(reason);
  await inTransaction(pool, "read committed", async (client) => {
    await lockWaiting(client, id);
    await decide(client, id, { state: "refused", actor, adjustment: null });
  });
}

interface Decision {
  state: "approved" | "refused";
  actor: string;
  adjustment: string | null;
}

async function decide(client: PoolClient, id: string, { state, actor, adjustment }: Decision): Promise<void> {
  await client.query(
    `update adjustment_requests set state = $2, decided_by = $3, decided_at = clock_timestamp(), adjustment_id = $4
     where 'r' || id = $1`,
    [id, state, actor, adjustment],
  );
}

async function lockWaiting(client: PoolClient, id: string): Promise<WaitingAdjustment> {
  const { rows } = await client.query<{ state: string }>(
    "select state from adjustment_requests where 'r' || id = $1 for update",
    [id],
  );
  if (rows[0] === undefined) throw new NotFoundError("There is no such adjustment.");
  const [waiting] = await selectWaiting(client, "and 'r' || id = $1", [id]);
  if (waiting === undefined) throw new ConflictError(`The adjustment was ${rows[0].state} already.`);
  return waiting;
}

/** What waits for a second person, oldest first. */
export async function listWaiting({ pool }: Deps): Promise<WaitingAdjustment[]> {
  return selectWaiting(pool, "order by id limit 200", []);
}

async function selectWaiting(
  client: Pool | PoolClient,
  condition: string,
  values: readonly unknown[],
): Promise<WaitingAdjustment[]> {
  const { rows } = await client.query<{
    id: string;
    player_id: string;
    race_id: string | null;
    amount: string | null;
    set_to: string | null;
    reason: string;
    actor: string;
    created_at: Date;
    expires_at: Date | null;
  }>(
    `select 'r' || id as id, player_id::text, race_id, amount::text, set_to::text, reason, actor, created_at, expires_at
     from adjustment_requests where state = 'waiting' ${condition}`,
    [...values],
  );
  return rows.map((row) => ({
    id: row.id,
    player: formatPlayerId(playerId(Number(row.player_id))),
    race: row.race_id === null ? null : (parseRaceId(row.race_id) ?? null),
    amount: row.amount === null ? { setTo: microUsd(BigInt(row.set_to ?? "0")) } : microUsd(BigInt(row.amount)),
    reason: row.reason,
    actor: row.actor,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
}
