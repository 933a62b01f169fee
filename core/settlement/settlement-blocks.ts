import type { PoolClient } from "pg";
import type { RaceRecord } from "../races/read-races.js";
import { findPolledPlaceBlocks, findPolledSourceBlocks, type PolledSourceBlock } from "./polled-source-blocks.js";
import { findLaneBlocks } from "./lanes/lane-blocks.js";
import type { RankedResult } from "./lanes/settle-lanes.js";
import { uncertainPlaces, type UncertainPlace } from "./uncertain-places.js";

/** Something that a person must look at before a race settles; `settle` overrules it and says so in the result. */
export type SettlementBlock =
  | { kind: "source_silent"; source: string; lastAcceptedAt: string }
  | { kind: "too_few_snapshots"; source: string; snapshots: number; needed: number }
  | { kind: "open_newcomer"; player: string; amount: string }
  /** Of a lane when its title is given. */
  | { kind: "uncertain_boundary"; rank: number; player: string; lane?: string }
  | PolledSourceBlock;

const MICROS_A_CENT = 10_000n;

/** Good polls after the end that bracket the boundary. */
const SNAPSHOTS_AFTER_END = 3;

/** What stands against settling as far as it can be known without computing the result. */
export async function findSourceBlocks(client: PoolClient, race: RaceRecord): Promise<SettlementBlock[]> {
  const silent = race.sourceHealth.flatMap(({ slug, lastAcceptedAt, staleAfterSeconds }): SettlementBlock[] => {
    if (lastAcceptedAt === null) return [];
    const needed = race.endsAt.getTime() - staleAfterSeconds * 1000;
    if (lastAcceptedAt.getTime() >= needed) return [];
    return [{ kind: "source_silent", source: slug, lastAcceptedAt: lastAcceptedAt.toISOString() }];
  });
  const { rows } = await client.query<{ slug: string; snapshots: number; needed: number }>(SNAPSHOTS_AFTER, [
    race.sourceHealth.map(({ slug }) => slug),
    race.endsAt,
    SNAPSHOTS_AFTER_END,
    race.id,
  ]);
  const few = rows.map((row): SettlementBlock => ({
    kind: "too_few_snapshots",
    source: row.slug,
    snapshots: row.snapshots,
    needed: row.needed,
  }));
  return [...silent, ...few, ...(await findPolledSourceBlocks(client, race))];
}

/** A source that has told the closed window itself needs no polls around it; of an uploaded list one is all there is. */
const ASKED_WINDOW = `exists (select from window_readings w
  where w.race_id = $RACE and w.source_id = SOURCE and w.answered_at is not null)`;

function askedWindow(race: string, source: string): string {
  return ASKED_WINDOW.replace("$RACE", race).replace("SOURCE", source);
}

/** A source that never posted totals is not in use; one that we ask and that never answered is broken. */
const SNAPSHOTS_AFTER = `
  select s.slug, n.snapshots, needed.needed
  from sources s
  cross join lateral (
    select case when exists (select from polled_sources p where p.source_id = s.id and p.adapter = 'stake-csv')
             then 1 else $3::int end as needed) needed
  cross join lateral (
    select count(*)::int as snapshots from snapshots a
    where a.source_id = s.id and coalesce(a.requested_at, a.as_of) >= $2) n
  where s.slug = any($1) and s.mode = 'totals'
    and (exists (select from snapshots b where b.source_id = s.id) or exists (select from polled_sources p where p.source_id = s.id))
    and n.snapshots < needed.needed and not ${askedWindow("$4", "s.id")}
  order by s.slug`;

/** What stands against a result whose rows are written, in the transaction that wrote them. */
export async function findResultBlocks(
  client: PoolClient,
  race: RaceRecord,
  result: Omit<RankedResult, "salt">,
): Promise<SettlementBlock[]> {
  const { rows } = await client.query("select from sources where mode = 'totals' and slug = any($1) limit 1", [
    race.sourceHealth.map(({ slug }) => slug),
  ]);
  if (rows.length === 0) return [];
  const lanes = await findLaneBlocks(client, race, result);
  const newcomers = race.newcomers === "ask" ? await findOpenNewcomers(client, race, result.id, lanes.openFrom) : [];
  const places = await findPolledPlaceBlocks(client, race, result.id, lanes.paid);
  return [...newcomers, ...(await findUncertainPlaces(client, race, result.id)), ...lanes.uncertain, ...places];
}

const LAST_PAID = `
  select min(score) as score, count(*) as places from race_result_rows
  where result_id = $1 and position <= $2 and rank is not null and score > 0`;

/** Opening totals in the window on which nobody has decided, large enough to change who is paid, in a lane too; in a squad any may be. */
const OPEN_NEWCOMERS = `
  with last_paid as (${LAST_PAID})
  select 'p' || l.player_id as player, l.delta::text as amount
  from ledger l cross join last_paid
  left join race_result_rows r on r.result_id = $1 and r.player_id = l.player_id
  where l.kind = 'snapshot' and l.covers_from is null and l.delta > 0
    and l.occurred_at > $3 and l.occurred_at <= $4
    and ($5::text[] is null or l.source_id in (select id from sources where slug = any($5)))
    and not exists (select from newest_newcomer_decisions d where d.race_id = $6 and d.player_id = l.player_id)
    and not ${askedWindow("$6", "l.source_id")}
    and (last_paid.places < $2 or coalesce(r.score, 0) + l.delta >= least(last_paid.score, $7::bigint)
      or exists (select from race_squad_members m where m.race_id = $6 and m.player_id = l.player_id))
  order by l.delta desc`;

async function findOpenNewcomers(
  client: PoolClient,
  race: RaceRecord,
  resultId: number,
  laneFrom: bigint | null,
): Promise<SettlementBlock[]> {
  const { rows } = await client.query<{ player: string; amount: string }>(OPEN_NEWCOMERS, [
    resultId,
    race.prizes.length,
    race.startsAt,
    race.endsAt,
    race.sources,
    race.id,
    laneFrom?.toString() ?? null,
  ]);
  return rows.map((row) => ({ kind: "open_newcomer", ...row }));
}

/**
 * Wager of polled sources that may lie on either side of a boundary, because no poll fell exactly on it: what the
 * difference across the end could add, and what the one across the start could take away.
 */
const UNCERTAIN_PLACES = `
  with last_paid as (${LAST_PAID}),
  straddling as (
    select player_id,
           sum(case when occurred_at > $4 then greatest(delta, 0) else greatest(-delta, 0) end) as up,
           sum(case when occurred_at > $4 then greatest(-delta, 0) else greatest(delta, 0) end) as down
    from ledger
    where kind = 'snapshot' and ($5::text[] is null or source_id in (select id from sources where slug = any($5)))
      and ((covers_from < $4 and occurred_at > $4) or (covers_from < $3 and occurred_at > $3))
      and not ${askedWindow("$6", "ledger.source_id")}
    group by player_id
  )
  select 'p' || coalesce(r.player_id, s.player_id) as player, r.position, r.rank, coalesce(r.score, 0)::text as score,
         coalesce(s.up, 0)::text as up, coalesce(s.down, 0)::text as down
  from (select * from race_result_rows where result_id = $1) r
  full join straddling s on s.player_id = r.player_id
  cross join last_paid
  where (r.position is null or r.excluded is null)
    and (r.rank <= $2 or (s.up > 0 and (last_paid.places < $2 or coalesce(r.score, 0) + s.up >= last_paid.score - (select max(down) from straddling))))
  order by r.position nulls last`;

async function findUncertainPlaces(client: PoolClient, race: RaceRecord, resultId: number): Promise<SettlementBlock[]> {
  const { rows } = await client.query<{
    player: string;
    rank: number | null;
    score: string;
    up: string;
    down: string;
  }>(UNCERTAIN_PLACES, [resultId, race.prizes.length, race.startsAt, race.endsAt, race.sources, race.id]);
  const places = rows.map((row): UncertainPlace => ({
    player: row.player,
    rank: row.rank,
    score: BigInt(row.score),
    up: BigInt(row.up),
    down: BigInt(row.down),
  }));
  const floors = (race.floors ?? []).map((floor) => floor * MICROS_A_CENT);
  const paid = { ranks: race.prizes.length, thresholds: [race.minWager, ...floors] };
  return uncertainPlaces(places, paid).map(({ rank, player }) => ({
    kind: "uncertain_boundary",
    rank,
    player,
  }));
}
