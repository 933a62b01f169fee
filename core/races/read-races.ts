import type { Pool, PoolClient } from "pg";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { cents, microUsd, type Cents } from "../../wire/money.js";
import type { RaceLane } from "../../wire/race-lanes.js";
import type { ClaimDays, NewcomerPolicy, RaceStatus, TieRule, UnclaimedRule } from "../../wire/race.js";
import { readLane } from "./race-lanes.js";
import type { RaceRules } from "./race-rules.js";

/** A race as stored. */
export interface RaceRecord extends RaceRules {
  status: RaceStatus;
  rulesVersion: number;
  /** Set when the race went live. */
  rulesHash: Buffer | null;
  rulesXid: bigint;
  voidReason: string | null;
  /** False for a draft, also once it was given up: administrators alone know of it. */
  isPublic: boolean;
  /** What it got of prizes that nobody claimed in races before it, in cents: see {@link stillRolledOver}. */
  rolledOver: Cents;
  /** When data last came from each of the race's sources, and how old it may be. */
  sourceHealth: SourceAge[];
}

export interface SourceAge {
  slug: string;
  lastAcceptedAt: Date | null;
  staleAfterSeconds: number;
}

interface RaceRow {
  id: string;
  title: string;
  status: RaceStatus;
  starts_at: Date;
  ends_at: Date;
  time_zone: string;
  tie_rule: TieRule;
  min_wager: string;
  cap: string | null;
  require_link: boolean;
  newcomers: NewcomerPolicy;
  grace_minutes: number;
  dispute_hours: number;
  claim_days: ClaimDays;
  unclaimed: UnclaimedRule;
  rules_version: number;
  rules_hash: Buffer | null;
  rules_xid: string;
  void_reason: string | null;
  is_public: boolean;
  rolled_over: string;
  prizes: string[];
  floors: string[];
  growth_share: number | null;
  growth_limit: string | null;
  lanes: RaceLane[];
  sources: string[] | null;
  weights: Record<string, number>;
  source_health: { slug: string; at: string | null; stale_after: number }[];
}

/** As SQL on `races r`. A draft that was given up is void like a race that was cancelled; its event tells them apart. */
export const IS_PUBLIC = `(r.status <> 'draft' and (r.status <> 'void' or not exists (
  select from race_events e where e.race_id = r.id and e.event = 'discarded')))`;

const RACES = `
  select r.id, r.title, r.status, r.starts_at, r.ends_at, r.time_zone, r.tie_rule, r.min_wager, r.cap, r.require_link,
         r.newcomers, r.grace_minutes, r.dispute_hours, r.rules_version, r.rules_hash, r.rules_xid::text, r.void_reason,
         r.growth_share, r.growth_limit::text, r.lanes, r.claim_days, r.unclaimed, ${IS_PUBLIC} as is_public,
         coalesce((select sum(o.amount) from payout_rollovers o where o.race_id = r.id), 0)::text as rolled_over,
         array(select p.prize::text from race_prizes p where p.race_id = r.id order by p.rank) as prizes,
         array(select p.floor::text from race_prizes p where p.race_id = r.id and p.floor > 0 order by p.rank) as floors,
         (select array_agg(s.slug order by s.slug collate "C") from race_sources rs join sources s on s.id = rs.source_id
           where rs.race_id = r.id) as sources,
         coalesce((select jsonb_object_agg(w.category, w.weight) from race_weights w where w.race_id = r.id), '{}') as weights,
         coalesce((select jsonb_agg(jsonb_build_object('slug', s.slug, 'stale_after', s.stale_after_seconds,
                          'at', (extract(epoch from h.last_accepted_at) * 1000)::bigint::text))
           from sources s left join source_health h on h.source_id = s.id
           where s.removed_at is null and (not exists (select from race_sources rs where rs.race_id = r.id)
                 or exists (select from race_sources rs where rs.race_id = r.id and rs.source_id = s.id))), '[]') as source_health
  from races r`;

/** @returns `undefined` when there is no such race */
export async function readRace(client: Pool | PoolClient, id: RaceId): Promise<RaceRecord | undefined> {
  const { rows } = await client.query<RaceRow>({ name: "race", text: `${RACES} where r.id = $1`, values: [id] });
  return rows.flatMap(toRecord)[0];
}

/** The live race that ends soonest, else the next to start, else the newest that has ended. */
export async function readCurrentRace(client: Pool): Promise<RaceRecord | undefined> {
  const { rows } = await client.query<RaceRow>({
    name: "current-race",
    text: `${RACES} where r.status not in ('draft', 'void')
      order by case r.status when 'live' then 0 when 'scheduled' then 1 else 2 end,
               case when r.status = 'live' then r.ends_at when r.status = 'scheduled' then r.starts_at end asc,
               r.ends_at desc, r.id
      limit 1`,
  });
  return rows.flatMap(toRecord)[0];
}

export interface RacesAfter {
  startsAt: Date;
  id: string;
}

export interface RacesQuery {
  /** All when left out. */
  statuses?: readonly RaceStatus[] | undefined;
  /** The last race of the page before. */
  after?: RacesAfter | undefined;
  limit: number;
  /** Also what is not public: administrators' business. */
  withDrafts?: boolean | undefined;
}

/** Newest start first. */
export async function readRaces(
  client: Pool,
  { statuses, after, limit, withDrafts = false }: RacesQuery,
): Promise<RaceRecord[]> {
  const { rows } = await client.query<RaceRow>({
    name: "races",
    text: `${RACES}
      where ($5 or ${IS_PUBLIC}) and ($1::text[] is null or r.status = any($1))
        and ($2::timestamptz is null or (r.starts_at, r.id) < ($2, $3))
      order by r.starts_at desc, r.id desc limit $4`,
    values: [statuses ?? null, after?.startsAt ?? null, after?.id ?? null, limit, withDrafts],
  });
  return rows.flatMap(toRecord);
}

function toRecord(row: RaceRow): RaceRecord[] {
  const id = parseRaceId(row.id);
  if (id === undefined) return [];
  return [
    {
      id,
      title: row.title,
      status: row.status,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      timeZone: row.time_zone,
      prizes: row.prizes.map((prize) => cents(BigInt(prize))),
      growth:
        row.growth_share === null || row.growth_limit === null
          ? null
          : { share: row.growth_share, limit: cents(BigInt(row.growth_limit)) },
      floors: row.floors.length === 0 ? null : row.floors.map((floor) => cents(BigInt(floor))),
      lanes: row.lanes.map(readLane),
      tieRule: row.tie_rule,
      minWager: microUsd(BigInt(row.min_wager)),
      sources: row.sources,
      weights: new Map(Object.entries(row.weights)),
      cap: row.cap === null ? null : microUsd(BigInt(row.cap)),
      requireLink: row.require_link,
      newcomers: row.newcomers,
      graceMinutes: row.grace_minutes,
      disputeHours: row.dispute_hours,
      claimDays: row.claim_days,
      unclaimed: row.unclaimed,
      rulesVersion: row.rules_version,
      rulesHash: row.rules_hash,
      rulesXid: BigInt(row.rules_xid),
      voidReason: row.void_reason,
      isPublic: row.is_public,
      rolledOver: cents(BigInt(row.rolled_over)),
      sourceHealth: row.source_health.map((health) => ({
        slug: health.slug,
        lastAcceptedAt: health.at === null ? null : new Date(Number(health.at)),
        staleAfterSeconds: health.stale_after,
      })),
    },
  ];
}
