import type { Pool, PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";
import { tellParticipants } from "../announcements/own-race-news.js";
import { tellWinners } from "../announcements/prize-news.js";
import { announceRace } from "../announcements/race-news.js";
import type { CoreContext } from "../context.js";
import { ConflictError, NotFoundError, UnavailableError } from "../errors.js";
import { inTransaction } from "../../db/transaction.js";
import { advanceRace } from "../races/advance-races.js";
import { lockRace, recordRaceEvent, setStatus } from "../races/move-race.js";
import { allowedActions, requireAction, type RaceAction } from "../races/race-moves.js";
import { requireReason } from "../races/require-reason.js";
import type { RaceRecord } from "../races/read-races.js";
import { adjustPayouts } from "../payouts/owe-prizes.js";
import { decideProvableNewcomers } from "./newcomers.js";
import { sealLedger } from "./seals.js";
import { findResultBlocks, findSourceBlocks, type SettlementBlock } from "./settlement-blocks.js";
import { storeResult, type StoredResult } from "./store-result.js";
import { writeDocument } from "./write-document.js";

type Deps = Pick<CoreContext, "pool" | "log">;

export interface Settlement {
  version: number;
  players: number;
  documentHash: string;
  /** What stood against settling and was overruled. */
  overruled: readonly SettlementBlock[];
}

/** The race's row was changed or is held by somebody else: try again from the start. */
const MEETING = new Set(["40001", "40P01", "23505", "55P03"]);
const ATTEMPTS = 5;

/**
 * Settles a race now: the rest of the grace time is skipped, and what stands against it is overruled in the name of
 * the actor. The result is computed from one snapshot of the ledger; no writer is stopped.
 * @throws NotFoundError, ConflictError with the allowed moves, UnavailableError when others keep settling it
 */
export async function settleRace(context: Deps, id: RaceId, actor: string): Promise<Settlement> {
  await prepare(context, id);
  const settled = await whileOthersSettle(() =>
    settleOnce(context.pool, id, { action: "settle", actor, reason: null }),
  );
  if (settled.kind === "blocked") throw new Error("blocks are overruled by people");
  return finish(context, id, settled.result, settled.overruled);
}

/**
 * Makes the next version of a result that is out: after an adjustment, a late entry or a dispute. The race keeps its
 * state; prizes that nobody has paid yet follow the new version, paid ones are flagged.
 * @param reason public
 * @throws NotFoundError, ConflictError with the allowed moves, InvalidInputError without a reason
 */
export async function correctResult(context: Deps, id: RaceId, reason: string, actor: string): Promise<Settlement> {
  const note = requireReason(reason);
  await prepare(context, id);
  const settled = await whileOthersSettle(() =>
    settleOnce(context.pool, id, { action: "correct", actor, reason: note }),
  );
  if (settled.kind === "blocked") throw new Error("blocks are overruled by people");
  return finish(context, id, settled.result, settled.overruled);
}

/**
 * Settles a race whose grace time is over unless something stands against it. For the scheduler.
 * @returns the result, what stands against it, or `null` when it is not due or another scheduler has it
 */
export async function settleIfDue(
  context: Deps,
  id: RaceId,
): Promise<Settlement | { blocks: readonly SettlementBlock[] } | null> {
  await prepare(context, id);
  try {
    const settled = await settleOnce(context.pool, id, { action: "settle", actor: "scheduler", reason: null });
    if (settled.kind === "blocked") {
      await recordBlocks(context.pool, id, settled.blocks);
      return { blocks: settled.blocks };
    }
    return await finish(context, id, settled.result, settled.overruled);
  } catch (error) {
    if (isMeeting(error) || error instanceof ConflictError) return null;
    throw error;
  }
}

async function prepare(context: Deps, id: RaceId): Promise<void> {
  await advanceRace(context, id);
  await decideProvableNewcomers(context, id);
  // The document names the newest seal there is; one more would be nice and is not worth a settlement.
  await sealLedger(context).catch((error: unknown) => context.log.warn({ err: error }, "the ledger was not sealed"));
}

interface Order {
  action: Extract<RaceAction, "settle" | "correct">;
  actor: string;
  reason: string | null;
}

type Outcome =
  | { kind: "stored"; result: StoredResult; overruled: readonly SettlementBlock[] }
  | { kind: "blocked"; blocks: readonly SettlementBlock[] };

/** Undoes a settlement that turned out to be blocked once its rows were there. */
class BlockedError extends Error {
  readonly blocks: readonly SettlementBlock[];
  constructor(blocks: readonly SettlementBlock[]) {
    super("settlement is blocked");
    this.blocks = blocks;
  }
}

async function settleOnce(pool: Pool, id: RaceId, order: Order): Promise<Outcome> {
  try {
    return await inTransaction(pool, "read committed", async (client) => {
      // Every statement below sees the ledger of the first one. The wide sorts of a million players stay in memory.
      await client.query("set transaction isolation level repeatable read");
      await client.query("set local statement_timeout = '120s'; set local work_mem = '192MB'; set local jit = off");
      const race = await lockRace(client, id);
      requireAction(race.status, order.action);
      const isAutomatic = order.actor === "scheduler";
      const { over, ended } = await clockOf(client, race);
      // A clock that was set back: wager of the window may still come, and nobody could verify the document.
      if (!ended)
        throw new ConflictError(
          "By the clock of the database the race has not ended: was it set back?",
          allowedActions(race.status).filter((action) => action !== order.action),
        );
      if (isAutomatic && !over) throw new ConflictError("The grace time is not over.");
      const before = order.action === "settle" ? await findSourceBlocks(client, race) : [];
      if (isAutomatic && before.length > 0) throw new BlockedError(before);
      return storeUnlessBlocked(client, race, order, before);
    });
  } catch (error) {
    if (error instanceof BlockedError) return { kind: "blocked", blocks: error.blocks };
    throw error;
  }
}

async function clockOf(client: PoolClient, race: RaceRecord): Promise<{ ended: boolean; over: boolean }> {
  const { rows } = await client.query<{ ended: boolean; over: boolean }>(
    `select ends_at <= clock_timestamp() as ended, ends_at + make_interval(mins => grace_minutes) <= clock_timestamp() as over
     from races where id = $1`,
    [race.id],
  );
  return rows[0] ?? { ended: false, over: false };
}

async function storeUnlessBlocked(
  client: PoolClient,
  race: RaceRecord,
  order: Order,
  before: readonly SettlementBlock[],
): Promise<Outcome> {
  const { action, actor, reason } = order;
  const overruled: SettlementBlock[] = [...before];
  const result = await storeResult(client, race, { actor, reason }, async (ranked) => {
    if (action === "settle") overruled.push(...(await findResultBlocks(client, race, ranked)));
    if (actor === "scheduler" && overruled.length > 0) throw new BlockedError(overruled);
    return overruled;
  });
  if (action === "settle") await setStatus(client, race.id, "provisional");
  else await adjustPayouts(client, race, result, actor);
  await recordRaceEvent(client, race.id, {
    event: action === "settle" ? "provisional" : "corrected",
    actor,
    note: reason ?? undefined,
    detail: { version: result.version, players: result.players, overruled },
  });
  if (action === "settle") {
    await announceRace(client, race.id, "provisional");
  } else {
    await announceRace(client, race.id, "corrected", { nth: String(result.version) });
    await tellWinners(client, race.id);
  }
  await tellParticipants(client, result.id);
  return { kind: "stored", result, overruled };
}

async function whileOthersSettle<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isMeeting(error)) throw error;
      if (tries === ATTEMPTS)
        throw new UnavailableError("The race is being changed by others, try again.", { cause: error });
    }
  }
}

function isMeeting(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && MEETING.has(error.code);
}

async function finish(
  context: Deps,
  id: RaceId,
  result: StoredResult,
  overruled: readonly SettlementBlock[],
): Promise<Settlement> {
  const documentHash = result.documentHash ?? (await writeMissingDocument(context.pool, result.id));
  context.log.info(
    { race: id, version: result.version, players: result.players, overruled: overruled.length },
    "race settled",
  );
  return { version: result.version, players: result.players, documentHash, overruled };
}

/** Writes the document of a result that was too large to have it at once. @returns its hash in hex */
export async function writeMissingDocument(pool: Pool, resultId: number): Promise<string> {
  return inTransaction(pool, "read committed", async (client) => {
    await client.query("set local statement_timeout = '300s'; set local work_mem = '192MB'; set local jit = off");
    const { rows } = await client.query<{ hash: string | null }>(
      `select (select encode(document_hash, 'hex') from race_documents d where d.result_id = r.id) as hash
       from race_results r where r.id = $1 for update`,
      [resultId],
    );
    const row = rows[0];
    if (row === undefined) throw new NotFoundError("There is no such result.");
    return row.hash ?? writeDocument(client, resultId);
  });
}

/** Tells people once about each new set of reasons. */
async function recordBlocks(pool: Pool, id: RaceId, blocks: readonly SettlementBlock[]): Promise<void> {
  await inTransaction(pool, "read committed", async (client) => {
    const race = await lockRace(client, id);
    const { rows } = await client.query<{ told: boolean }>(
      `select detail -> 'blocks' = $2::jsonb as told from race_events
       where race_id = $1 and event = 'settlement_blocked' order by id desc limit 1`,
      [id, JSON.stringify(blocks)],
    );
    if (race.status !== "settling" || rows[0]?.told === true) return;
    await recordRaceEvent(client, id, { event: "settlement_blocked", actor: "scheduler", detail: { blocks } });
  });
}
