import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { formatPlayerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { ConflictError, NotFoundError } from "../errors.js";
import { lockRace, recordRaceEvent } from "../races/move-race.js";
import type { RaceRecord } from "../races/read-races.js";

/**
 * An account counts as provably new up to this opening total (micro-USD): support may attach accounts with less than
 * 10,000 USD of earlier wager, so a larger first total needs a person's look; a tenth of it does not win races.
 */
const PROVABLE_UP_TO = 1_000_000_000n;

/** Opening totals in the window of a race that asks, still without a verdict. */
const UNDECIDED = `
  select l.player_id, l.delta, l.occurred_at, l.source_id
  from ledger l join races r on r.id = $1
  where r.newcomers = 'ask' and l.kind = 'snapshot' and l.covers_from is null and l.delta > 0
    and l.occurred_at > r.starts_at and l.occurred_at <= r.ends_at
    and (not exists (select from race_sources s where s.race_id = r.id)
         or exists (select from race_sources s where s.race_id = r.id and s.source_id = l.source_id))
    and not exists (select from race_decisions d
                    where d.race_id = r.id and d.player_id = l.player_id and d.rule = 'newcomer')
    -- A source that has told the window itself has told what of a newcomer's wager lies in it.
    and not exists (select from window_readings w
                    where w.race_id = r.id and w.source_id = l.source_id and w.answered_at is not null)`;

/** Absent from a good poll and present in the next one, with a total that small. */
const DECIDE = `
  insert into race_decisions (race_id, player_id, rule, verdict, actor, reason, at)
  select $1, u.player_id, 'newcomer', 'counts', 'settlement',
         'absent from the poll of ' || to_char(p.as_of at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC, then present', clock_timestamp()
  from (${UNDECIDED}) as u
  cross join lateral (select as_of from snapshots s where s.source_id = u.source_id and s.as_of < u.occurred_at
                      order by as_of desc limit 1) as p
  where u.delta <= $2`;

/** Lets the totals of provably new accounts count; the others stay open for a person. @returns how many were decided */
export async function decideProvableNewcomers({ pool }: Pick<CoreContext, "pool">, id: RaceId): Promise<number> {
  const { rowCount } = await pool.query(`${UNDECIDED} limit 1`, [id]);
  if (rowCount === 0) return 0;
  return inTransaction(pool, "read committed", async (client) => {
    const race = await lockRace(client, id);
    if (race.status !== "live" && race.status !== "settling") return 0;
    const decided = await client.query(DECIDE, [id, PROVABLE_UP_TO.toString()]);
    if (decided.rowCount !== 0) await rebuildBoards(client, race);
    return decided.rowCount ?? 0;
  });
}

/** A newcomer on whose opening total somebody has to decide. */
export interface OpenNewcomer {
  player: string;
  /** Micro-USD. */
  amount: bigint;
  at: Date;
}

export async function readOpenNewcomers({ pool }: Pick<CoreContext, "pool">, id: RaceId): Promise<OpenNewcomer[]> {
  const { rows } = await pool.query<{ player_id: string; delta: string; occurred_at: Date }>(
    `${UNDECIDED} order by l.delta desc`,
    [id],
  );
  return rows.map((row) => ({ player: `p${row.player_id}`, amount: BigInt(row.delta), at: row.occurred_at }));
}

/**
 * A person's verdict on a newcomer's opening total; it may be changed until the result is final, by another decision.
 * @throws NotFoundError, ConflictError when the race does not ask or is over
 */
export async function decideNewcomer(
  { pool }: Pick<CoreContext, "pool">,
  id: RaceId,
  decision: { player: PlayerId; counts: boolean; reason: string },
  actor: string,
): Promise<void> {
  await inTransaction(pool, "read committed", async (client) => {
    const race = await lockRace(client, id);
    if (race.newcomers !== "ask" || !["live", "settling", "provisional"].includes(race.status)) {
      throw new ConflictError("Newcomers of this race cannot be decided on any more.", []);
    }
    const { rowCount } = await client.query("select from players where id = $1", [decision.player]);
    if (rowCount === 0) throw new NotFoundError("There is no such player.");
    await client.query(
      `insert into race_decisions (race_id, player_id, rule, verdict, actor, reason, at)
       values ($1, $2, 'newcomer', $3, $4, $5, clock_timestamp())`,
      [id, decision.player, decision.counts ? "counts" : "counts_not", actor, decision.reason],
    );
    await rebuildBoards(client, race);
    await recordRaceEvent(client, id, {
      event: "newcomer_decided",
      actor,
      detail: { player: formatPlayerId(decision.player), counts: decision.counts },
    });
  });
}

/** Boards follow entries, not verdicts: a new transaction of the rules makes every process build the board again. */
async function rebuildBoards(client: PoolClient, race: RaceRecord): Promise<void> {
  await client.query("update races set rules_xid = pg_current_xact_id() where id = $1", [race.id]);
}
