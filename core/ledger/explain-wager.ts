import { formatPlayerId, playerId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import type { WagerExplanation } from "../../wire/admin-sources.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";

interface Row {
  seq: number;
  player_id: string;
  revision: string;
  amount: string;
  delta: string;
  occurred_at: Date | null;
  category: string | null;
  game: string | null;
  recorded_at: Date;
}

const READ_CHAIN = `
  select l.seq, l.player_id, l.revision, l.amount, l.delta, l.occurred_at, l.category, l.game, l.recorded_at
  from ledger l join sources s on s.id = l.source_id
  where s.slug = $1 and l.kind = 'wager' and l.ref = $2 order by l.seq`;

/**
 * How a wager came to what it is worth, for whoever asks where his wager is.
 * @param wagerId the sender's own
 * @throws NotFoundError when nothing was ever recorded of it
 */
export async function explainWager(
  { pool }: Pick<CoreContext, "pool">,
  slug: string,
  wagerId: string,
): Promise<WagerExplanation> {
  const { rows } = await pool.query<Row>(READ_CHAIN, [slug, wagerId]);
  if (rows.length === 0) {
    const shown = JSON.stringify(wagerId.slice(0, 40));
    throw new NotFoundError(`Nothing was recorded of a wager ${shown} of ${slug}: look among the dead letters.`);
  }
  const deltas = rows.map(({ delta }) => BigInt(delta));
  return {
    source: slug,
    wager: wagerId,
    worth: formatMicroUsd(microUsd(deltas.reduce((sum, delta) => sum + delta, 0n))),
    entries: rows.map((row) => ({
      seq: row.seq,
      player: formatPlayerId(playerId(Number(row.player_id))),
      revision: row.revision,
      amount: formatMicroUsd(microUsd(BigInt(row.amount))),
      delta: formatMicroUsd(microUsd(BigInt(row.delta))),
      occurredAt: row.occurred_at?.toISOString() ?? null,
      category: row.category,
      game: row.game,
      recordedAt: row.recorded_at.toISOString(),
    })),
  };
}
