import { formatPlayerId, type PlayerId, type RaceId, type TelegramUserId } from "../../wire/ids.js";
import type { ExclusionKind } from "../../wire/admin-settlement.js";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { ConflictError, NotFoundError } from "../errors.js";
import { recordRaceEvent } from "../races/move-race.js";
import { requireReason } from "../races/require-reason.js";

type Deps = Pick<CoreContext, "pool">;

/** Whom to leave out: one casino account, or a person with all accounts linked to him. */
export type ExclusionRequest = ({ player: PlayerId } | { user: TelegramUserId }) & {
  /** Null leaves him out of all races and public boards. */
  race: RaceId | null;
  kind: ExclusionKind;
  /** For administrators; never shown in public. */
  reason: string;
  /** End of a cool-off; without it the exclusion holds until it is lifted. */
  until?: Date;
};

const INSERT = `
  insert into race_exclusions (race_id, player_id, user_id, kind, reason, actor, until) values ($1, $2, $3, $4, $5, $6, $7)
  returning id::text`;

/**
 * Leaves somebody out before ranks are computed: at once on boards, and in every settlement from now on.
 * @returns the exclusion's number, with which it is lifted
 * @throws InvalidInputError without a reason, NotFoundError
 */
export async function excludePlayer({ pool }: Deps, request: ExclusionRequest, actor: string): Promise<number> {
  const reason = requireReason(request.reason);
  const player = "player" in request ? request.player : null;
  const user = "user" in request ? request.user : null;
  return inTransaction(pool, "read committed", async (client) => {
    const { rows: known } = await client.query<{ known: boolean }>(
      `select case when $1::bigint is not null then exists (select from players where id = $1)
                   else exists (select from telegram_users where id = $2) end
              and ($3::text is null or exists (select from races where id = $3)) as known`,
      [player, user, request.race],
    );
    if (known[0]?.known !== true) throw new NotFoundError("There is no such player or race.");
    const values = [request.race, player, user, request.kind, reason, actor, request.until ?? null];
    const { rows } = await client.query<{ id: string }>(INSERT, values);
    if (request.race !== null) {
      const who = player === null ? { user: String(user) } : { player: formatPlayerId(player) };
      await recordRaceEvent(client, request.race, { event: "excluded", actor, detail: { ...who, kind: request.kind } });
    }
    return Number(rows[0]?.id);
  });
}

/** Takes an exclusion back. @throws NotFoundError, ConflictError when it was lifted already */
export async function liftExclusion({ pool }: Deps, id: number, actor: string): Promise<void> {
  const { rowCount } = await pool.query(
    `update race_exclusions set lifted_at = clock_timestamp(), lifted_by = $2, xid = pg_current_xact_id()
     where id = $1 and lifted_at is null`,
    [id, actor],
  );
  if (rowCount === 1) return;
  const { rowCount: known } = await pool.query("select from race_exclusions where id = $1", [id]);
  if (known === 0) throw new NotFoundError("There is no such exclusion.");
  throw new ConflictError("The exclusion was lifted already.");
}
