import type { PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";
import type { CheckedRace } from "./check-race.js";
import { laneText } from "./race-lanes.js";

const INSERT = `
  insert into races (id, status, title, starts_at, ends_at, time_zone, tie_rule, min_wager, cap, require_link, newcomers,
    grace_minutes, dispute_hours, growth_share, growth_limit, lanes, claim_days, unclaimed)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`;

const UPDATE = `
  update races set title = $2, starts_at = $3, ends_at = $4, time_zone = $5, tie_rule = $6, min_wager = $7, cap = $8,
    require_link = $9, newcomers = $10, grace_minutes = $11, dispute_hours = $12,
    growth_share = $13, growth_limit = $14, lanes = $15, claim_days = $16, unclaimed = $17,
    rules_xid = pg_current_xact_id()
  where id = $1`;

const PARTS = `
  with prizes as (
    insert into race_prizes (race_id, rank, prize, floor)
    select $1, rank, prize, coalesce(floor, 0) from unnest($2::bigint[], $6::bigint[]) with ordinality as p(prize, floor, rank)
  ), sources as (insert into race_sources (race_id, source_id) select $1, s from unnest($3::smallint[]) as s)
  insert into race_weights (race_id, category, weight) select $1, c, w from unnest($4::text[], $5::bigint[]) as t(c, w)`;

export async function insertRace(
  client: PoolClient,
  id: RaceId,
  status: "draft" | "scheduled",
  race: CheckedRace,
): Promise<void> {
  await client.query(INSERT, [id, status, ...columns(race)]);
  await writeParts(client, id, race);
}

/** Writes all of a race anew, under its lock; boards are built again, because the rules have another transaction. */
export async function updateRace(client: PoolClient, id: RaceId, race: CheckedRace): Promise<void> {
  await client.query(UPDATE, [id, ...columns(race)]);
  for (const table of ["race_prizes", "race_sources", "race_weights"]) {
    await client.query(`delete from ${table} where race_id = $1`, [id]);
  }
  await writeParts(client, id, race);
}

function columns(race: CheckedRace): unknown[] {
  return [
    race.title,
    race.startsAt,
    race.endsAt,
    race.timeZone,
    race.tieRule,
    race.minWager.toString(),
    race.cap?.toString() ?? null,
    race.requireLink,
    race.newcomers,
    race.graceMinutes,
    race.disputeHours,
    race.growth?.share ?? null,
    race.growth?.limit.toString() ?? null,
    JSON.stringify(race.lanes.map(laneText)),
    race.claimDays,
    race.unclaimed,
  ];
}

async function writeParts(client: PoolClient, id: RaceId, race: CheckedRace): Promise<void> {
  await client.query(PARTS, [
    id,
    race.prizes.map(String),
    race.sources ?? [],
    [...race.weights.keys()],
    [...race.weights.values()],
    (race.floors ?? []).map(String),
  ]);
}
