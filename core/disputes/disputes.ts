import type { Pool, PoolClient } from "pg";
import {
  formatPlayerId,
  parseRaceId,
  playerId,
  type PlayerId,
  type RaceId,
  type TelegramUserId,
} from "../../wire/ids.js";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.js";
import { advanceRace } from "../races/advance-races.js";
import { lockRace, recordRaceEvent } from "../races/move-race.js";
import { requireAction } from "../races/race-moves.js";
import { IS_PUBLIC } from "../races/read-races.js";
import { requireReason } from "../races/require-reason.js";
import { collectEvidence } from "./collect-evidence.js";
import { tellDecision } from "./tell-decision.js";

type Deps = Pick<CoreContext, "pool">;

export interface Dispute {
  id: string;
  race: RaceId;
  /** Version of the result it speaks of. */
  version: number;
  player: string;
  user: number;
  text: string;
  /** The player's timeline as it was when he opened the case. */
  evidence: unknown;
  state: "open" | "accepted" | "rejected";
  openedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  answer: string | null;
}

/**
 * Opens a case against a provisional result, with the player's timeline attached. One open case a person and race.
 * @throws NotFoundError, InvalidInputError, ConflictError when the result is not provisional, the person has no proven
 *   link to a player of the race, or has an open case already
 */
export async function openDispute(
  context: Deps,
  request: { race: RaceId; user: TelegramUserId; text: string },
): Promise<Dispute> {
  const text = request.text.trim();
  if (text.length < 3 || text.length > 2_000) {
    throw new InvalidInputError("Say what is wrong.", [{ path: "text", message: "must have 3 to 2,000 characters" }]);
  }
  await advanceRace(context, request.race);
  const { version } = await requireProvisional(context, request.race);
  const player = await playerOf(context, request.race, request.user);
  const evidence = await collectEvidence(context, request.race, player);
  return inTransaction(context.pool, "read committed", async (client) => {
    const race = await lockRace(client, request.race);
    requireAction(race.status, "dispute");
    const { rows } = await client.query<{ id: string }>(
      `insert into disputes (race_id, version, player_id, user_id, text, evidence, state, opened_at)
       values ($1, $2, $3, $4, $5, $6, 'open', clock_timestamp()) on conflict do nothing returning id::text`,
      [race.id, version, player, request.user, text, JSON.stringify(evidence)],
    );
    const id = rows[0]?.id;
    if (id === undefined) throw new ConflictError("You have an open case about this race already.");
    await recordRaceEvent(client, race.id, {
      event: "disputed",
      actor: `user:${request.user}`,
      detail: { dispute: id },
    });
    return requireDispute(client, id);
  });
}

async function requireProvisional({ pool }: Deps, id: RaceId): Promise<{ version: number }> {
  const { rows } = await pool.query<{ status: Parameters<typeof requireAction>[0]; version: number | null }>(
    `select status, (select max(version) from race_results where race_id = r.id) as version
     from races r where id = $1 and ${IS_PUBLIC}`,
    [id],
  );
  const race = rows[0];
  if (race === undefined) throw new NotFoundError("There is no race with this id.");
  requireAction(race.status, "dispute");
  return { version: race.version ?? 1 };
}

/** The person's player at a source of the race; the one that has a place in the result, when there are several. */
async function playerOf({ pool }: Deps, race: RaceId, user: TelegramUserId): Promise<PlayerId> {
  const { rows } = await pool.query<{ id: string }>(
    `select k.player_id::text as id from links k
     left join race_results v on v.race_id = $1
     left join race_result_rows r on r.result_id = v.id and r.player_id = k.player_id
     where k.user_id = $2 and k.state = 'approved'
       and (not exists (select from race_sources s where s.race_id = $1)
            or exists (select from race_sources s where s.race_id = $1 and s.source_id = k.source_id))
     order by r.position nulls last, k.id limit 1`,
    [race, user],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new ConflictError("Link your casino account first: a case needs a player.", ["link"]);
  return playerId(Number(id));
}

/**
 * Answers a case. An accepted one changes nothing by itself: the adjustment and the next version of the result follow.
 * @param decision the answer is shown to the player
 * @throws NotFoundError, InvalidInputError without an answer, ConflictError when it was decided already
 */
export async function decideDispute(
  { pool }: Deps,
  id: string,
  decision: { isAccepted: boolean; answer: string },
  actor: string,
): Promise<Dispute> {
  const answer = requireReason(decision.answer, "answer");
  return inTransaction(pool, "read committed", async (client) => {
    const before = await requireDispute(client, id);
    const { rowCount } = await client.query(
      `update disputes set state = $2, decided_at = clock_timestamp(), decided_by = $3, answer = $4
       where id = $1 and state = 'open'`,
      [id, decision.isAccepted ? "accepted" : "rejected", actor, answer],
    );
    if (rowCount === 0) throw new ConflictError("The case was decided already.");
    const after = await requireDispute(client, id);
    await recordRaceEvent(client, before.race, {
      event: "dispute_decided",
      actor,
      detail: { dispute: id, state: after.state },
    });
    await tellDecision(client, id);
    return after;
  });
}

export interface DisputeQuery {
  race?: RaceId | undefined;
  user?: TelegramUserId | undefined;
  state?: Dispute["state"] | undefined;
  /** 1 to 200. */
  limit: number;
  /** Id of the last case of the page before. */
  after?: number | undefined;
}

/** Cases, newest first. */
export async function listDisputes({ pool }: Deps, query: DisputeQuery): Promise<Dispute[]> {
  const { rows } = await pool.query<DisputeRow>(
    `${DISPUTES} where ($1::text is null or race_id = $1) and ($2::bigint is null or user_id = $2)
       and ($3::text is null or state = $3) and ($5::bigint is null or id < $5) order by disputes.id desc limit $4`,
    [query.race ?? null, query.user ?? null, query.state ?? null, query.limit, query.after ?? null],
  );
  return rows.flatMap(toDispute);
}

/** @throws NotFoundError */
export async function readDispute({ pool }: Deps, id: string): Promise<Dispute> {
  return requireDispute(pool, id);
}

interface DisputeRow {
  id: string;
  race_id: string;
  version: number;
  player_id: string;
  user_id: string;
  text: string;
  evidence: unknown;
  state: Dispute["state"];
  opened_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
  answer: string | null;
}

const DISPUTES = `
  select id::text, race_id, version, player_id::text, user_id::text, text, evidence, state, opened_at, decided_at, decided_by,
         answer from disputes`;

async function requireDispute(client: Pool | PoolClient, id: string): Promise<Dispute> {
  const { rows } = await client.query<DisputeRow>(`${DISPUTES} where id::text = $1`, [id]);
  const dispute = rows.flatMap(toDispute)[0];
  if (dispute === undefined) throw new NotFoundError("There is no such case.");
  return dispute;
}

function toDispute(row: DisputeRow): Dispute[] {
  const race = parseRaceId(row.race_id);
  if (race === undefined) return [];
  return [
    {
      id: row.id,
      race,
      version: row.version,
      player: formatPlayerId(playerId(Number(row.player_id))),
      user: Number(row.user_id),
      text: row.text,
      evidence: row.evidence,
      state: row.state,
      openedAt: row.opened_at,
      decidedAt: row.decided_at,
      decidedBy: row.decided_by,
      answer: row.answer,
    },
  ];
}
