import type { Pool, PoolClient } from "pg";
import { formatPlayerId, parseRaceId, playerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { MAX_MICRO_USD, microUsd, type MicroUsd } from "../../wire/money.js";
import { inTransaction } from "../../db/transaction.js";
import { LEDGER_HINT_CHANNEL } from "../hints/listen-for-hints.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.js";
import { lockRace, recordRaceEvent } from "../races/move-race.js";
import { scoreNow } from "../settlement/score-now.js";
import { requireReason } from "../races/require-reason.js";

type Deps = Pick<CoreContext, "pool">;

export interface AdjustmentRequest {
  player: PlayerId;
  /** Counts in this race only; null counts from now on on every board whose window contains this moment. */
  race: RaceId | null;
  /** Micro-USD, not 0; negative takes away. Or the score to reach in the race, as the ledger has it at this moment. */
  amount: MicroUsd | { setTo: MicroUsd };
  /** Shown in public. */
  reason: string;
  /** It is taken back by itself then, unless its race has a result by then. */
  expiresAt?: Date | undefined;
}

export interface Adjustment {
  id: string;
  player: string;
  race: RaceId | null;
  amount: MicroUsd;
  reason: string;
  actor: string;
  createdAt: Date;
  /** The adjustment this one takes back. */
  reverts: string | null;
  expiresAt: Date | null;
  approvedBy: string | null;
}

export interface AddedAdjustment {
  id: string;
  /** True when the race has a result already: only a correction brings the adjustment into it. */
  isLate: boolean;
}

const INSERT = `
  insert into adjustments (player_id, race_id, amount, reason, actor, reverts, expires_at, approved_by, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp()) returning id::text`;

/**
 * An adjustment for a race lies in its window, whenever it is made: at this moment, or just before the end. What takes
 * another one back lies where that one does, so that every window has both or neither.
 */
const POST = `
  insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, race_id, era)
  select p.source_id, 'adjustment', $2::text, 1, p.id, 1, $3::bigint, $3::bigint,
         coalesce((select l.occurred_at from ledger l
                   where l.source_id = p.source_id and l.kind = 'adjustment' and l.ref = $5::text),
                  least(clock_timestamp(), r.ends_at - interval '1 microsecond'), clock_timestamp()), r.id,
         (select max(id) from ledger_eras)
  from players p left join races r on r.id = $4 where p.id = $1`;

/**
 * Adds a manual correction as one ledger entry beside the raw ones, never over them. It is publicly marked.
 * @throws NotFoundError, InvalidInputError, ConflictError when the race has not begun or is void
 */
export async function addAdjustment(
  context: Deps,
  request: AdjustmentRequest,
  actor: string,
): Promise<AddedAdjustment> {
  const checked = checkRequest(request);
  const added = await inTransaction(context.pool, "read committed", (client) =>
    addAdjustmentIn(client, checked, { actor, approvedBy: null }),
  );
  await hint(context.pool);
  return added;
}

/** @throws InvalidInputError unless the request can be used */
export function checkRequest(request: AdjustmentRequest): AdjustmentRequest {
  const reason = requireReason(request.reason);
  const aim = typeof request.amount === "bigint" ? request.amount : request.amount.setTo;
  const size = aim < 0n ? 0n - aim : aim;
  const isNothing = typeof request.amount === "bigint" && size === 0n;
  if (isNothing || size > MAX_MICRO_USD) {
    throw new InvalidInputError("The amount cannot be used.", [
      { path: "amount", message: "must not be 0, nor more than 10,000,000,000 USD" },
    ]);
  }
  if (typeof request.amount !== "bigint" && request.race === null) {
    throw new InvalidInputError("A score is set in a race.", [{ path: "race", message: "is needed with setTo" }]);
  }
  return { ...request, reason };
}

/** As {@link addAdjustment}, with a checked request in a transaction of the caller, who sends the {@link hint} after it. */
export async function addAdjustmentIn(
  client: PoolClient,
  { player, race, amount, reason, expiresAt }: AdjustmentRequest,
  { actor, approvedBy }: { actor: string; approvedBy: string | null },
): Promise<AddedAdjustment> {
  if (race !== null) await requireAdjustable(client, race);
  await refusePast(client, expiresAt);
  // Two adjustments of a player at once: the second one that sets his score sees the first.
  const { rowCount } = await client.query("select from players where id = $1 for no key update", [player]);
  if (rowCount === 0) throw new NotFoundError("There is no such player.");
  const delta = typeof amount === "bigint" ? amount : await missingTo(client, race, player, amount.setTo);
  return post(client, { player, race, amount: delta, reason }, { actor, approvedBy, reverts: null, expiresAt });
}

async function refusePast(client: PoolClient, expiresAt: Date | undefined): Promise<void> {
  if (expiresAt === undefined) return;
  const { rows } = await client.query<{ past: boolean }>("select $1::timestamptz <= clock_timestamp() as past", [
    expiresAt,
  ]);
  if (rows[0]?.past === true)
    throw new InvalidInputError("It would be over already.", [{ path: "expiresAt", message: "must be in the future" }]);
}

/** @throws ConflictError when the player has that score already */
async function missingTo(
  client: PoolClient,
  race: RaceId | null,
  player: PlayerId,
  setTo: MicroUsd,
): Promise<MicroUsd> {
  const missing = race === null ? 0n : setTo - (await scoreNow(client, race, player));
  if (missing === 0n) throw new ConflictError("The player has that score already.");
  return microUsd(missing);
}

/**
 * Takes an adjustment back by an opposite one; both stay visible.
 * @throws NotFoundError, InvalidInputError without a reason, ConflictError when it was taken back already
 */
export async function revertAdjustment(
  context: Deps,
  id: string,
  reason: string,
  actor: string,
): Promise<AddedAdjustment> {
  const note = requireReason(reason);
  const added = await inTransaction(context.pool, "read committed", async (client) => {
    const [original] = await selectAdjustments(client, "where a.id::text = $1", [id]);
    const player = original === undefined ? undefined : Number(original.player.slice(1));
    if (original === undefined || player === undefined) throw new NotFoundError("There is no such adjustment.");
    if (original.race !== null) await requireAdjustable(client, original.race);
    // Two reverts at once meet at the row of the player, and the second one sees the first.
    await client.query("select from players where id = $1 for update", [player]);
    const { rowCount } = await client.query("select from adjustments where reverts = $1", [id]);
    if (rowCount !== 0) throw new ConflictError("The adjustment was taken back already.");
    const opposite = {
      player: playerId(player),
      race: original.race,
      amount: microUsd(0n - original.amount),
      reason: note,
    };
    return post(client, opposite, { actor, approvedBy: null, reverts: id, expiresAt: undefined });
  });
  await hint(context.pool);
  return added;
}

interface Posting {
  actor: string;
  approvedBy: string | null;
  reverts: string | null;
  expiresAt: Date | undefined;
}

async function post(
  client: PoolClient,
  { player, race, amount, reason }: { player: PlayerId; race: RaceId | null; amount: MicroUsd; reason: string },
  { actor, approvedBy, reverts, expiresAt }: Posting,
): Promise<AddedAdjustment> {
  const { rows } = await client.query<{ id: string }>(INSERT, [
    player,
    race,
    amount.toString(),
    reason,
    actor,
    reverts,
    expiresAt ?? null,
    approvedBy,
  ]);
  const id = rows[0]?.id ?? "";
  await client.query(POST, [player, id, amount.toString(), race, reverts]);
  if (race === null) return { id, isLate: false };
  const detail = { adjustment: id, player: formatPlayerId(player), amount: amount.toString() };
  const second = approvedBy === null ? {} : { approvedBy };
  await recordRaceEvent(client, race, { event: "adjusted", actor, note: reason, detail: { ...detail, ...second } });
  return { id, isLate: await hasResult(client, race) };
}

async function hasResult(client: PoolClient, race: RaceId): Promise<boolean> {
  const { rowCount } = await client.query("select from race_results where race_id = $1 limit 1", [race]);
  return rowCount === 1;
}

/** @throws ConflictError when nobody has a score in the race */
async function requireAdjustable(client: PoolClient, id: RaceId): Promise<void> {
  const race = await lockRace(client, id);
  if (["draft", "scheduled", "void"].includes(race.status)) {
    throw new ConflictError(`Nobody has a score to adjust in a race that is ${race.status}.`);
  }
}

/** Boards look at once instead of at their next poll. */
export async function hint(pool: Pool): Promise<void> {
  await pool.query(`notify ${LEDGER_HINT_CHANNEL}`);
}

/** Adjustments for the public mark: those of one race with the ones that count everywhere, or all. Newest first. */
export async function listAdjustments(
  { pool }: Deps,
  filter: { race?: RaceId | undefined; player?: PlayerId | undefined; limit: number },
): Promise<Adjustment[]> {
  return selectAdjustments(
    pool,
    `where ($1::text is null or a.race_id = $1 or (a.race_id is null and exists (
              select from ledger l join races r on r.id = $1
              where l.source_id = p.source_id and l.kind = 'adjustment' and l.ref = a.id::text
                and l.occurred_at >= r.starts_at and l.occurred_at < r.ends_at)))
       and ($2::bigint is null or a.player_id = $2)
     order by a.id desc limit $3`,
    [filter.race ?? null, filter.player ?? null, filter.limit],
  );
}

async function selectAdjustments(
  client: Pool | PoolClient,
  condition: string,
  values: readonly unknown[],
): Promise<Adjustment[]> {
  const { rows } = await client.query<{
    id: string;
    player_id: string;
    race_id: string | null;
    amount: string;
    reason: string;
    actor: string;
    created_at: Date;
    reverts: string | null;
    expires_at: Date | null;
    approved_by: string | null;
  }>(
    `select a.id::text, a.player_id::text, a.race_id, a.amount::text, a.reason, a.actor, a.created_at, a.reverts::text,
            a.expires_at, a.approved_by
     from adjustments a join players p on p.id = a.player_id ${condition}`,
    [...values],
  );
  return rows.map((row) => ({
    id: row.id,
    player: formatPlayerId(playerId(Number(row.player_id))),
    race: row.race_id === null ? null : (parseRaceId(row.race_id) ?? null),
    amount: microUsd(BigInt(row.amount)),
    reason: row.reason,
    actor: row.actor,
    createdAt: row.created_at,
    reverts: row.reverts,
    expiresAt: row.expires_at,
    approvedBy: row.approved_by,
  }));
}
