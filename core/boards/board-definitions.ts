import type { Pool } from "pg";
import { parseRaceId, playerId, sourceId, type PlayerId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";
import type { NewcomerPolicy, TieRule } from "../../wire/race.js";
import { excludedFrom, readExclusions, type Exclusions } from "../settlement/excluded-players.js";
import { periodAt, type Interval } from "../time/periods.js";
import type { CountingRules } from "./counting-rules.js";
import type { BoardKey } from "./live-boards.js";

/** A board that should be open, and what tells whether an open one is still the same. */
export interface BoardDefinition {
  key: BoardKey;
  rules: CountingRules;
  rulesXid: bigint;
  /** Equal text means equal board: a change of rules or the turn of a period gives another. */
  fingerprint: string;
}

interface RaceRow {
  id: string;
  starts_at: Date;
  ends_at: Date;
  cap: string | null;
  tie_rule: TieRule;
  rules_xid: string;
  sources: number[] | null;
  weights: Record<string, number>;
  newcomers: NewcomerPolicy;
  accepted_newcomers: string[] | null;
}

/** Races keep a board from their announcement until their result is final; after that the stored result speaks. */
const OPEN_RACES = {
  name: "open-races",
  text: `
    select r.id, r.starts_at, r.ends_at, r.cap, r.tie_rule, r.rules_xid::text, r.newcomers,
           (select array_agg(d.player_id::text order by d.player_id) from newest_newcomer_decisions d
             where d.race_id = r.id and d.verdict = 'counts') as accepted_newcomers,
           (select array_agg(s.source_id order by s.source_id) from race_sources s where s.race_id = r.id) as sources,
           coalesce((select jsonb_object_agg(w.category, w.weight) from race_weights w where w.race_id = r.id), '{}') as weights
    from races r where r.status in ('scheduled', 'live', 'settling', 'provisional') order by r.id`,
};

const NOBODY: ReadonlySet<PlayerId> = new Set();
const PERIODS = ["day", "week", "month", "all-time"] as const;

/** The boards of this moment: the four calendar periods of the operator's zone and every open race. */
export async function readBoardDefinitions(pool: Pool, now: Date, timeZone: string): Promise<BoardDefinition[]> {
  const exclusions = await readExclusions(pool, now);
  const { rows } = await pool.query<RaceRow>(OPEN_RACES);
  return [
    ...PERIODS.map((period) => periodDefinition(periodAt(period, now, timeZone), period, exclusions)),
    ...rows.flatMap((row) => raceDefinition(row, exclusions)),
  ];
}

function periodDefinition(
  interval: Interval,
  period: (typeof PERIODS)[number],
  exclusions: Exclusions,
): BoardDefinition {
  const excluded = excludedFrom(null, exclusions);
  return {
    key: `board:${period}`,
    rules: {
      interval,
      sources: null,
      weights: new Map(),
      cap: null,
      tieRule: "split",
      race: null,
      openings: NOBODY,
      excluded,
    },
    rulesXid: exclusions.xid,
    fingerprint: [interval.start?.toISOString(), interval.end?.toISOString(), [...excluded].join()].join("/"),
  };
}

function raceDefinition(row: RaceRow, exclusions: Exclusions): BoardDefinition[] {
  const id = parseRaceId(row.id);
  if (id === undefined) return [];
  const accepted = (row.accepted_newcomers ?? []).map((player) => playerId(Number(player)));
  const excluded = excludedFrom(id, exclusions);
  const rulesXid = BigInt(row.rules_xid);
  return [
    {
      key: `race:${id}`,
      rules: {
        interval: { start: row.starts_at, end: row.ends_at },
        sources: row.sources === null ? null : new Set(row.sources.map(sourceId)),
        weights: new Map(Object.entries(row.weights)),
        cap: row.cap === null ? null : microUsd(BigInt(row.cap)),
        tieRule: row.tie_rule,
        race: id,
        openings: row.newcomers === "zero" ? "all" : new Set(accepted),
        excluded,
      },
      rulesXid: exclusions.xid > rulesXid ? exclusions.xid : rulesXid,
      fingerprint: [row.rules_xid, accepted.join(), [...excluded].join()].join("/"),
    },
  ];
}
