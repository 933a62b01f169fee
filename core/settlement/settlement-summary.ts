import type { PoolClient } from "pg";
import { formatPlayerId, playerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { microUsd, wholeCents, type MicroUsd } from "../../wire/money.js";
import type { RaceStatus } from "../../wire/race.js";
import { inTransaction } from "../../db/transaction.js";
import { COUNTED_ENTRIES, COUNTED_PARAMETERS, countedEntriesParameters } from "../boards/counted-entries.js";
import type { CountingRules } from "../boards/counting-rules.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { readRace, type RaceRecord } from "../races/read-races.js";
import { excludedFrom, readExclusions } from "./excluded-players.js";
import { readLateEntries, type LateEntry } from "./late-entries.js";
import { readOpenNewcomers, type OpenNewcomer } from "./newcomers.js";
import { NO_FENCE, rankNow, type PlaceNow } from "./rank-now.js";
import { readOpenings, resultRules } from "./result-rules.js";
import { findSourceBlocks, type SettlementBlock } from "./settlement-blocks.js";

/** Something about a paid place that a person should look at. Explainable: the figures that raised it come along. */
export type SettlementFlag =
  | { kind: "burst_at_end"; player: string; rank: number; shareInLastTwentieth: number }
  | { kind: "equal_scores"; player: string; rank: number; with: string[] }
  | { kind: "new_account"; player: string; rank: number; firstSeenAt: Date }
  | { kind: "mostly_this_race"; player: string; rank: number; shareOfLifetime: number }
  | { kind: "corrections"; player: string; rank: number; corrected: MicroUsd };

export interface SettlementSummary {
  status: RaceStatus;
  players: number;
  totalWagered: MicroUsd;
  /** What stands against settling by itself: what is known now, and the places that stopped the latest attempt. */
  blocks: SettlementBlock[];
  openNewcomers: OpenNewcomer[];
  late: LateEntry[];
  openDisputes: number;
  flags: SettlementFlag[];
}

/** More than half of a score in the last twentieth of the race. */
const BURST_SHARE = 0.5;
/** Nearly everything a player ever wagered, unless he is new anyway. */
const LIFETIME_SHARE = 0.9;
/** Corrections of a hundredth of the score. */
const CORRECTED_SHARE = 0.01;

/**
 * What an administrator sees before he settles or closes a race: what is in the way, what came late, and flags on paid
 * places with their evidence. By the ledger of this moment.
 * @throws NotFoundError
 */
export async function settlementSummary(context: Pick<CoreContext, "pool">, id: RaceId): Promise<SettlementSummary> {
  const seen = await inTransaction(context.pool, "snapshot", async (client) => {
    const race = await readRace(client, id);
    if (race === undefined) throw new NotFoundError("There is no race with this id.");
    const rules = await resultRules(client, race, await readOpenings(client, race));
    const excluded = excludedFrom(race.id, await readExclusions(client, race.endsAt, "at the end"));
    const ranking = await rankNow(client, { ...rules, excluded }, race.prizes.length);
    const { rows } = await client.query<{ open: number; results: number }>(
      `select (select count(*)::int from disputes where race_id = $1 and state = 'open') as open,
              (select count(*)::int from race_results where race_id = $1) as results`,
      [id],
    );
    return {
      race,
      ranking,
      hasResult: (rows[0]?.results ?? 0) > 0,
      openDisputes: rows[0]?.open ?? 0,
      blocks:
        race.status === "settling"
          ? [...(await findSourceBlocks(client, race)), ...(await placesThatBlocked(client, race.id))]
          : [],
      flags: await findFlags(client, race, rules, ranking.places),
    };
  });
  return {
    status: seen.race.status,
    players: seen.ranking.players,
    totalWagered: seen.ranking.totalScore,
    blocks: seen.blocks,
    openNewcomers: await readOpenNewcomers(context, id),
    late: seen.hasResult ? await readLateEntries(context, id) : [],
    openDisputes: seen.openDisputes,
    flags: seen.flags,
  };
}

/** Known only once a result has been computed: of the attempt whose outcome differed from the one before. */
const PLACE_BLOCKS: readonly SettlementBlock["kind"][] = [
  "uncertain_boundary",
  "player_missing",
  "corrected_after_end",
];

async function placesThatBlocked(client: PoolClient, race: RaceId): Promise<SettlementBlock[]> {
  const { rows } = await client.query<{ blocks: SettlementBlock[] }>(
    `select detail -> 'blocks' as blocks from race_events
     where race_id = $1 and event = 'settlement_blocked' order by id desc limit 1`,
    [race],
  );
  return (rows[0]?.blocks ?? []).filter(({ kind }) => PLACE_BLOCKS.includes(kind));
}

interface Evidence {
  late: bigint;
  corrected: bigint;
  lifetime: bigint;
  firstSeenAt: Date;
}

const PLAYERS = `$${COUNTED_PARAMETERS + 1}`;
const LAST_PART = `$${COUNTED_PARAMETERS + 2}`;

const EVIDENCE = `
  select e.player_id::text, coalesce(sum(e.counted) filter (where e.occurred_at >= ${LAST_PART}), 0)::text as late,
         coalesce(-sum(e.counted) filter (where e.counted < 0), 0)::text as corrected,
         (select coalesce(sum(l.delta), 0)::text from ledger l
           where l.source_id = min(e.source_id) and l.player_id = e.player_id) as lifetime,
         (select first_seen_at from players p where p.id = e.player_id) as first_seen_at
  from (${COUNTED_ENTRIES}) as e where e.player_id = any(${PLAYERS}::bigint[]) group by e.player_id`;

async function findFlags(
  client: PoolClient,
  race: RaceRecord,
  rules: CountingRules,
  places: readonly PlaceNow[],
): Promise<SettlementFlag[]> {
  const { rows: eras } = await client.query<{ era: number }>("select max(id) as era from ledger_eras");
  const lastPart = new Date(race.endsAt.getTime() - (race.endsAt.getTime() - race.startsAt.getTime()) / 20);
  const { rows } = await client.query<{
    player_id: string;
    late: string;
    corrected: string;
    lifetime: string;
    first_seen_at: Date;
  }>(EVIDENCE, [
    ...countedEntriesParameters(rules, { era: eras[0]?.era ?? 1, fence: NO_FENCE }),
    places.map((place) => place.playerId),
    lastPart,
  ]);
  const evidence = new Map<PlayerId, Evidence>(
    rows.map((row) => [
      playerId(Number(row.player_id)),
      {
        late: BigInt(row.late),
        corrected: BigInt(row.corrected),
        lifetime: BigInt(row.lifetime),
        firstSeenAt: row.first_seen_at,
      },
    ]),
  );
  return places.flatMap((place) => flagsOf(place, places, race, evidence.get(place.playerId)));
}

function flagsOf(
  place: PlaceNow,
  places: readonly PlaceNow[],
  race: RaceRecord,
  evidence: Evidence | undefined,
): SettlementFlag[] {
  if (evidence === undefined) return [];
  const who = { player: formatPlayerId(place.playerId), rank: place.rank };
  const flags: SettlementFlag[] = [];
  const late = share(evidence.late, place.score);
  if (late > BURST_SHARE) flags.push({ kind: "burst_at_end", ...who, shareInLastTwentieth: late });
  const equal = places.filter((other) => other !== place && wholeCents(other.score) === wholeCents(place.score));
  if (equal.length > 0) {
    flags.push({ kind: "equal_scores", ...who, with: equal.map((other) => formatPlayerId(other.playerId)) });
  }
  const isNew = evidence.firstSeenAt >= race.startsAt;
  if (isNew) flags.push({ kind: "new_account", ...who, firstSeenAt: evidence.firstSeenAt });
  const lifetime = share(place.score, evidence.lifetime);
  if (!isNew && lifetime > LIFETIME_SHARE) flags.push({ kind: "mostly_this_race", ...who, shareOfLifetime: lifetime });
  if (share(evidence.corrected, place.score) >= CORRECTED_SHARE) {
    flags.push({ kind: "corrections", ...who, corrected: microUsd(evidence.corrected) });
  }
  return flags;
}

/** For people's eyes only, so a float will do. */
function share(part: bigint, whole: bigint): number {
  return whole <= 0n ? 0 : Number((part * 10_000n) / whole) / 10_000;
}
