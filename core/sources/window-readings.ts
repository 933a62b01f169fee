import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { parseRaceId, playerId, sourceId, type PlayerId, type RaceId, type SourceId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { COUNTED_ENTRIES, COUNTED_PARAMETERS, countedEntriesParameters } from "../boards/counted-entries.js";
import type { CoreContext } from "../context.js";
import { plainArray } from "../ledger/array-literal.js";
import { PlayerDirectory } from "../ledger/players.js";
import { roundTotal } from "../ledger/total-rounding.js";
import { LOCK_TOTALS, TOTALS_LOCK } from "../ledger/totals-sql.js";
import { lockRace, recordRaceEvent } from "../races/move-race.js";
import type { RaceRecord } from "../races/read-races.js";
import { canTellWindow } from "../settlement/polled-source-blocks.js";
import { readOpenings, resultRules } from "../settlement/result-rules.js";
import { sourceAdapter, type SourceAdapter } from "../../wire/polled-sources.js";
import { showableName } from "../../wire/webhook-events.js";
import { categoryOfSource } from "./adapter-capabilities.js";
import type { ClaimedSource } from "./claim-poll.js";
import { SourceError, type Reading, type ReadingRange } from "./reading.js";

type Deps = Pick<CoreContext, "pool">;

/** A closed window that a source should tell itself. */
export interface DueWindow {
  readonly race: RaceId;
  readonly source: SourceId;
  readonly adapter: SourceAdapter;
  readonly range: ReadingRange;
}

/** Sources lag, so that it is asked as late as the grace time allows. */
const DUE = `
  select r.id as race, s.id as source, p.adapter, r.starts_at, r.ends_at
  from races r cross join polled_sources p join sources s on s.id = p.source_id
  left join window_readings w on w.race_id = r.id and w.source_id = s.id
  where r.status = 'settling' and s.removed_at is null and not p.is_paused
    and r.ends_at + make_interval(mins => greatest(r.grace_minutes - 5, 0)) <= clock_timestamp()
    and w.answered_at is null and coalesce(w.next_ask_at, '-infinity') <= clock_timestamp()
    and (not exists (select from race_sources x where x.race_id = r.id)
         or exists (select from race_sources x where x.race_id = r.id and x.source_id = s.id))
  order by r.ends_at, r.id, s.id`;

/** Closed windows that can be asked for now. */
export async function findDueWindows({ pool }: Deps): Promise<DueWindow[]> {
  const { rows } = await pool.query<{ race: string; source: number; adapter: string; starts_at: Date; ends_at: Date }>(
    DUE,
  );
  return rows.flatMap((row): DueWindow[] => {
    const race = parseRaceId(row.race);
    if (race === undefined || !canTellWindow(row.adapter, { startsAt: row.starts_at, endsAt: row.ends_at })) return [];
    const adapter = sourceAdapter.parse(row.adapter);
    return [{ race, source: sourceId(row.source), adapter, range: { start: row.starts_at, end: row.ends_at } }];
  });
}

const RETRY = `
  insert into window_readings (race_id, source_id, next_ask_at, failures, amount)
  values ($1, $2, clock_timestamp() + interval '5 minutes', 1, 0)
  on conflict (race_id, source_id) do update set failures = window_readings.failures + 1,
    next_ask_at = clock_timestamp() + least(window_readings.failures + 1, 6) * interval '5 minutes'`;

/** A window that was not told is asked for again after 5 to 30 minutes; until then its race waits for a person. */
export async function postponeWindow({ pool }: Deps, { race, source }: DueWindow): Promise<void> {
  await pool.query(RETRY, [race, source]);
}

const COUNTED = `
  select player_id, sum_micro(counted)::text as counted from (${COUNTED_ENTRIES}) e
  where e.source_id = $${COUNTED_PARAMETERS + 1} and e.kind = 'snapshot' group by player_id`;

/** Adjustments of this race alone: what the source says of the window beats our differences, and of nothing else. */
const CORRECT = `
  with added as (
    insert into adjustments (player_id, race_id, amount, reason, actor, created_at)
    select player_id, $1, amount, $4, $5, clock_timestamp() from unnest($2::bigint[], $3::bigint[]) as g (player_id, amount)
    returning id, player_id, amount
  )
  insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, race_id, category, era)
  select $6, 'adjustment', a.id::text, 1, a.player_id, 1, a.amount, a.amount, r.ends_at - interval '1 microsecond', r.id, $7,
    (select max(id) from ledger_eras)
  from added a join races r on r.id = $1`;

const ANSWERED = `
  insert into window_readings (race_id, source_id, answered_at, next_ask_at, raw_sha256, corrected, amount)
  values ($1, $2, $3, $3, $4, $5, $6)
  on conflict (race_id, source_id) do update set answered_at = excluded.answered_at, raw_sha256 = excluded.raw_sha256,
    corrected = excluded.corrected, amount = excluded.amount`;

/** Shown in public beside the corrected scores. */
const REASON = "The casino's own figures for the time of the race";
/** More than that between its two accounts of one window, and a person must say which is true. */
const MOST_DIFFERENCE_PERCENT = 25n;
const LEAST_DIFFERENCE = 1_000_000_000n;
const EVERYTHING = 2n ** 64n - 1n;

export interface AppliedWindow {
  /** Players whose score it changed. */
  readonly corrected: number;
  /** Micro-USD. */
  readonly amount: bigint;
}

/**
 * Takes a source's own word for a closed window: scores that differ from it are corrected, in this race only and for
 * everybody to see. Once; a race that is settled already stays as it is.
 * @throws SourceError `bad-shape` when it differs so much from what was counted that a person must look
 */
export async function applyWindow(
  { pool }: Deps,
  { race: raceId, source }: DueWindow,
  claimed: Pick<ClaimedSource, "slug" | "metric">,
  reading: Reading,
): Promise<AppliedWindow> {
  return inTransaction(pool, "read committed", async (client) => {
    const told = await toldByPlayer(client, source, claimed, reading);
    await client.query(LOCK_TOTALS, [TOTALS_LOCK, source]);
    const race = await lockRace(client, raceId);
    if (race.status !== "settling") return { corrected: 0, amount: 0n };
    const differences = differ(told, await countedByPlayer(client, race, source));
    const amount = differences.reduce((sum, { by }) => sum + (by < 0n ? -by : by), 0n);
    if (differences.length > 0) {
      await client.query(CORRECT, [
        raceId,
        plainArray(differences.map(({ player }) => player)),
        plainArray(differences.map(({ by }) => by)),
        REASON,
        `source:${claimed.slug}`,
        source,
        categoryOfSource(claimed.slug),
      ]);
    }
    const hash = Buffer.from(reading.rawHash, "hex");
    await client.query(ANSWERED, [raceId, source, reading.receivedAt, hash, differences.length, amount.toString()]);
    const detail = { source: claimed.slug, players: differences.length, amount: formatMicroUsd(microUsd(amount)) };
    await recordRaceEvent(client, raceId, {
      event: "window_asked",
      actor: `source:${claimed.slug}`,
      note: REASON,
      detail,
    });
    await client.query("select pg_notify('ledger', '')");
    return { corrected: differences.length, amount };
  });
}

async function toldByPlayer(
  client: PoolClient,
  source: SourceId,
  { metric }: Pick<ClaimedSource, "metric">,
  { rows, receivedAt }: Reading,
): Promise<Map<PlayerId, bigint>> {
  const mentioned = rows.map(({ externalId, displayName }) => ({
    sourceId: source,
    player: externalId,
    playerName: showableName(displayName),
    namedAt: receivedAt,
  }));
  const players = await new PlayerDirectory({ isForWagers: false }).ensure(client, mentioned);
  const amounts = rows.map(({ externalId, amount, weighted }) => {
    const total = roundTotal(metric === "weighted" ? (weighted ?? "0") : amount);
    return [players.idOf(source, externalId), BigInt(total)] as const;
  });
  return new Map(amounts);
}

async function countedByPlayer(client: PoolClient, race: RaceRecord, source: SourceId): Promise<Map<PlayerId, bigint>> {
  const rules = await resultRules(client, race, await readOpenings(client, race));
  const { rows: eras } = await client.query<{ era: number }>("select max(id)::int as era from ledger_eras");
  // Unweighted, as the source tells it; the correction is weighed like everything of its source.
  const everything = countedEntriesParameters(
    { ...rules, weights: new Map() },
    { era: eras[0]?.era ?? 1, fence: EVERYTHING },
  );
  const { rows } = await client.query<{ player_id: string; counted: string }>(COUNTED, [...everything, source]);
  return new Map(rows.map((row) => [playerId(Number(row.player_id)), BigInt(row.counted)]));
}

function differ(
  told: ReadonlyMap<PlayerId, bigint>,
  counted: ReadonlyMap<PlayerId, bigint>,
): { player: PlayerId; by: bigint }[] {
  const sumOf = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((sum, one) => sum + one, 0n);
  const [toldSum, countedSum] = [sumOf(told.values()), sumOf(counted.values())];
  const off = toldSum > countedSum ? toldSum - countedSum : countedSum - toldSum;
  if (off > LEAST_DIFFERENCE && off * 100n > countedSum * MOST_DIFFERENCE_PERCENT) {
    const [one, other] = [toldSum, countedSum].map((sum) => formatMicroUsd(microUsd(sum)));
    throw new SourceError("bad-shape", `it tells ${one} for a window of which ${other} was counted`);
  }
  const players = new Set([...told.keys(), ...counted.keys()]);
  return [...players]
    .map((player) => ({ player, by: (told.get(player) ?? 0n) - (counted.get(player) ?? 0n) }))
    .filter(({ by }) => by !== 0n);
}
