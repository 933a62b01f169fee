import type { Pool, PoolClient } from "pg";
import type { PlayerId, SourceId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";

/** An account in a half-open window of time. */
export interface AccountWindow {
  /** With its source, as the ledger's index wants it. */
  account: { player: PlayerId; source: SourceId };
  window: { start: Date; end: Date };
}

/**
 * What calendar boards count of an account in `[start, end)`: wagers by their time; a total's difference when it ends in
 * (start, end]; no opening total, and no adjustment that is for one race only (core/boards/counting-rules.ts).
 */
const TOTALS = `
  select t.total::text
  from unnest($1::smallint[], $2::bigint[], $3::timestamptz[], $4::timestamptz[]) with ordinality
    as k(source_id, player_id, from_time, to_time, at)
  cross join lateral (
    select coalesce(sum(l.delta), 0) as total from ledger l
    where l.source_id = k.source_id and l.player_id = k.player_id and l.race_id is null
      and l.occurred_at >= k.from_time and l.occurred_at <= k.to_time
      and case when l.kind = 'snapshot' then l.covers_from is not null and l.occurred_at > k.from_time
          else l.occurred_at < k.to_time end
  ) t
  order by k.at`;

/** Adds the volume by the ledger as it stands, one query for all; 0 without any. @returns in the order of what was asked */
export async function withTotals<Asked extends AccountWindow>(
  client: Pool | PoolClient,
  asked: readonly Asked[],
): Promise<(Asked & { total: MicroUsd })[]> {
  if (asked.length === 0) return [];
  const { rows } = await client.query<{ total: string }>(TOTALS, [
    asked.map(({ account }) => account.source),
    asked.map(({ account }) => account.player),
    asked.map(({ window }) => window.start),
    asked.map(({ window }) => window.end),
  ]);
  return asked.map((one, at) => ({ ...one, total: microUsd(BigInt(rows[at]?.total ?? 0)) }));
}
