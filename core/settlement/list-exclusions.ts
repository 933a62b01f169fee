import { formatPlayerId, parseRaceId, playerId, type RaceId } from "../../wire/ids.js";
import type { ExclusionKind } from "../../wire/admin-settlement.js";
import type { CoreContext } from "../context.js";

/** Who was left out of what, by whom and why. */
export interface Exclusion {
  id: string;
  player: string | null;
  user: string | null;
  /** Null holds for all races and public boards. */
  race: RaceId | null;
  kind: ExclusionKind;
  reason: string;
  actor: string;
  createdAt: Date;
  until: Date | null;
  liftedAt: Date | null;
  liftedBy: string | null;
}

/** Exclusions for administrators, newest first: those in force, or with `isPast` the others. */
export async function listExclusions(
  { pool }: Pick<CoreContext, "pool">,
  query: { race?: RaceId | undefined; isPast: boolean; limit: number },
): Promise<Exclusion[]> {
  const { rows } = await pool.query<{
    id: string;
    player_id: string | null;
    user_id: string | null;
    race_id: string | null;
    kind: ExclusionKind;
    reason: string;
    actor: string;
    created_at: Date;
    until: Date | null;
    lifted_at: Date | null;
    lifted_by: string | null;
  }>(
    `select id::text, player_id::text, user_id::text, race_id, kind, reason, actor, created_at, until, lifted_at, lifted_by
     from race_exclusions
     where ($1::text is null or race_id = $1)
       and (lifted_at is null and (until is null or until > clock_timestamp())) <> $2
     order by race_exclusions.id desc limit $3`,
    [query.race ?? null, query.isPast, query.limit],
  );
  return rows.map((row) => ({
    id: row.id,
    player: row.player_id === null ? null : formatPlayerId(playerId(Number(row.player_id))),
    user: row.user_id,
    race: row.race_id === null ? null : (parseRaceId(row.race_id) ?? null),
    kind: row.kind,
    reason: row.reason,
    actor: row.actor,
    createdAt: row.created_at,
    until: row.until,
    liftedAt: row.lifted_at,
    liftedBy: row.lifted_by,
  }));
}
