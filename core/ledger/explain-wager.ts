import { playerId, type PlayerId, type SourceId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";

/** One step in a wager's life. */
export interface WagerEntry {
  readonly seq: number;
  readonly playerId: PlayerId;
  readonly revision: bigint;
  /** Worth after this entry. */
  readonly amount: MicroUsd;
  readonly delta: MicroUsd;
  readonly occurredAt: Date | null;
  readonly category: string | null;
  readonly game: string | null;
  readonly recordedAt: Date;
}

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
  select seq, player_id, revision, amount, delta, occurred_at, category, game, recorded_at from ledger
  where source_id = $1 and kind = 'wager' and ref = $2 order by seq`;

/** A wager's entries, first to last; their deltas add up to what it is worth. @throws NotFoundError */
export async function explainWager(
  { pool }: Pick<CoreContext, "pool">,
  source: SourceId,
  wagerId: string,
): Promise<WagerEntry[]> {
  const { rows } = await pool.query<Row>(READ_CHAIN, [source, wagerId]);
  if (rows.length === 0) throw new NotFoundError("There is no such wager.");
  return rows.map((row) => ({
    seq: row.seq,
    playerId: playerId(Number(row.player_id)),
    revision: BigInt(row.revision),
    amount: microUsd(BigInt(row.amount)),
    delta: microUsd(BigInt(row.delta)),
    occurredAt: row.occurred_at,
    category: row.category,
    game: row.game,
    recordedAt: row.recorded_at,
  }));
}
