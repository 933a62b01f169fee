import { inTransaction } from "../../db/transaction.js";
import { playerId } from "../../wire/ids.js";
import { cents, microUsd } from "../../wire/money.js";
import type { Period, Standings } from "../../wire/race.js";
import { COUNTED_ENTRIES, COUNTED_PARAMETERS, countedEntriesParameters } from "../boards/counted-entries.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError } from "../errors.js";
import { publicNames } from "../players/public-names.js";
import { excludedFrom, readExclusions } from "../settlement/excluded-players.js";
import { NO_FENCE } from "../settlement/rank-now.js";
import { periodAt } from "../time/periods.js";
import { readCursor, writeCursor } from "./cursor.js";
import { standingsRow } from "./standings-rows.js";

const [AFTER, LIMIT] = [1, 2].map((at) => `$${COUNTED_PARAMETERS + at}`);

/** A page of the board of a window by the ledger of this moment, in the order of boards in memory. */
const PAGE = `
  with counted_entries as (${COUNTED_ENTRIES}), sums as (
    select player_id, sum_micro(counted) as score, coalesce(sum_micro(counted) filter (where kind = 'adjustment'), 0) as adjusted,
           date_trunc('milliseconds', max(occurred_at)) as reached_at
    from counted_entries where counted <> 0 group by player_id having sum_micro(counted) <> 0
  ), judged as (
    select *, case when score >= 0 then score / 10000 else -((9999 - score) / 10000) end as cents from sums
  ), ranked as (
    select *, row_number() over (order by cents desc, reached_at, player_id)::int as position,
           rank() over (order by cents desc)::int as rank from judged
  )
  select (select count(*)::int from sums) as total,
         (select coalesce(max(xid::text::bigint), 0)::text from counted_entries) as version,
         coalesce((select json_agg(json_build_object('position', position, 'rank', rank, 'id', player_id::text, 'score', score::text,
                          'gap', gap::text, 'reachedAt', reached_at, 'adjusted', adjusted::text) order by position)
                   from (select r.*, coalesce(better.score - r.score, 0) as gap
                         from ranked r left join ranked better on better.position = r.rank - 1
                         where r.position > ${AFTER} order by r.position limit ${LIMIT}) as page), '[]') as rows`;

interface PastRow {
  position: number;
  rank: number;
  id: string;
  score: string;
  gap: string;
  reachedAt: string;
  adjusted: string;
}

/**
 * A page of the board of the day, week or month that contained a moment, from the ledger as it is now: late entries
 * and corrections are in it. Whoever is excluded today is left out.
 * @throws InvalidInputError for a moment of which there is no board yet, or a cursor that is not ours
 */
export async function pastStandings(
  { pool, clock, timeZone }: Pick<CoreContext, "pool" | "clock" | "timeZone">,
  period: Period,
  at: Date,
  page: { limit: number; cursor?: string | undefined },
): Promise<Standings> {
  const now = clock.now();
  if (at > now)
    throw new InvalidInputError("That is yet to come.", [{ path: "at", message: "must not be in the future" }]);
  const interval = periodAt(period, at, timeZone);
  const after = page.cursor === undefined ? 0 : positionOf(page.cursor);
  const { total, version, rows, epoch, exclusions } = await inTransaction(pool, "snapshot", async (client) => {
    const { rows: eras } = await client.query<{ id: number; epoch: string }>(
      "select id, epoch from ledger_eras order by id desc limit 1",
    );
    const left = await readExclusions(client, now);
    const rules = {
      interval,
      sources: null,
      weights: new Map<string, number>(),
      cap: null,
      tieRule: "split" as const,
      race: null,
      openings: new Set<never>(),
      excluded: excludedFrom(null, left),
    };
    const found = await client.query<{ total: number; version: string; rows: PastRow[] }>(PAGE, [
      ...countedEntriesParameters(rules, { era: eras[0]?.id ?? 1, fence: NO_FENCE }),
      after,
      page.limit,
    ]);
    const [read = { total: 0, version: "0", rows: [] }] = found.rows;
    return { ...read, epoch: eras[0]?.epoch ?? "", exclusions: left.xid };
  });
  const names = await publicNames(
    pool,
    rows.map(({ id }) => playerId(Number(id))),
  );
  const last = rows.at(-1);
  return {
    race: period,
    version: Math.max(Number(version), Number(exclusions)),
    epoch,
    asOf: (interval.end === null || interval.end > now ? now : interval.end).toISOString(),
    stale: false,
    total,
    rows: rows.map((row) => {
      const id = playerId(Number(row.id));
      const shown = {
        playerId: id,
        rank: row.rank,
        score: microUsd(BigInt(row.score)),
        gap: microUsd(BigInt(row.gap)),
        reachedAt: new Date(row.reachedAt),
        adjusted: microUsd(BigInt(row.adjusted)),
      };
      return standingsRow(shown, names.get(id) ?? "", cents(0n));
    }),
    nextCursor: last === undefined || last.position >= total ? null : writeCursor([String(last.position)]),
  };
}

function positionOf(cursor: string): number {
  const position = Number(readCursor(cursor, 1)[0]);
  if (Number.isSafeInteger(position) && position > 0) return position;
  throw new InvalidInputError("The cursor is not one of ours: start again without it.", [
    { path: "cursor", message: "unknown cursor" },
  ]);
}
