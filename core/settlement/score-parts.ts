import { COUNTED_PARAMETERS } from "../boards/counted-entries.js";
import { inTransaction } from "../../db/transaction.js";
import type { PlayerId, RaceId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { readRace } from "../races/read-races.js";
import { countedNow } from "./counted-now.js";
import { excludedFrom, readExclusions } from "./excluded-players.js";

/** Where a part of a score comes from: wagers the casino sent, differences of its totals, its reversals, or our hand. */
export type ScorePartKind = "wager" | "snapshot" | "correction" | "adjustment";

export interface ScorePart {
  kind: ScorePartKind;
  /** Wagers, readings or entries. */
  count: number;
  /** What they add up to in the race; below zero where they take away. */
  counted: MicroUsd;
}

/** A score in a few figures: what a player is told who asks why he stands where he stands. */
export interface ScoreParts {
  /** Version of the result it speaks of; null while the race has none. */
  version: number | null;
  parts: ScorePart[];
  /** What was wagered before weights; the sum of the parts unless the race weighs games. */
  wagered: MicroUsd;
  /** Sum of the parts. */
  sum: MicroUsd;
  /** Most that counts for one player, where it cut this sum. */
  cap: MicroUsd | null;
  /** Times of the first and the last wager; null without any. */
  first: Date | null;
  last: Date | null;
  /** Verdicts that take something away, in the result it speaks of. */
  verdicts: ScoreVerdict[];
}

/** Why a player is not ranked, has no prize, or a part of his total does not count. */
export type ScoreVerdict = "excluded" | "require_link" | "min_wager" | "newcomer";

interface PartRow {
  kind: ScorePartKind;
  count: number;
  counted: string;
  wagered: string;
  first: Date | null;
  last: Date | null;
}

// A wager that was corrected has several entries and is one wager.
const partsOf = (counted: string) => `
  select kind, count(distinct ref)::int as count, sum(counted)::text as counted, sum(delta)::text as wagered,
         min(at) as first, max(at) as last
  from (select case when e.kind <> 'adjustment' and e.counted < 0 then 'correction' else e.kind end as kind,
               e.source_id || '/' || e.ref as ref, e.counted, e.delta,
               case when e.kind <> 'adjustment' and e.counted > 0 then e.occurred_at end as at
        from (${counted}) as e where e.counted <> 0 and e.player_id = $${COUNTED_PARAMETERS + 1}) as part
  group by kind order by array_position(array['wager', 'snapshot', 'correction', 'adjustment'], kind)`;

const VERDICTS = `
  select rule from (select distinct on (rule) rule, verdict from race_decisions
                    where race_id = $1 and player_id = $2 and (version is null or version = $3) order by rule, id desc) as newest
  where verdict <> 'counts'`;

/**
 * What a player's score is made of: of the newest result, or of this moment while there is none. Sums in the database:
 * a busy player has a hundred thousand entries.
 * @throws NotFoundError when there is no such race
 */
export async function scoreParts(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  id: RaceId,
  player: PlayerId,
): Promise<ScoreParts> {
  return inTransaction(pool, "snapshot", async (client) => {
    const race = await readRace(client, id);
    if (race === undefined) throw new NotFoundError("There is no race with this id.");
    const { version, entries, parameters } = await countedNow(client, race);
    const { rows } = await client.query<PartRow>(partsOf(entries), [...parameters, player]);
    const decided = await client.query<{ rule: ScoreVerdict }>(VERDICTS, [race.id, player, version]);
    const verdicts = decided.rows.map(({ rule }) => rule);
    // Boards leave people out at once, the decision is written with the result.
    const isLeftOut = version === null && excludedFrom(id, await readExclusions(client, clock.now())).has(player);
    const total = (of: "counted" | "wagered") => microUsd(rows.reduce((sum, row) => sum + BigInt(row[of]), 0n));
    const sum = total("counted");
    const times = (of: "first" | "last") => rows.flatMap((row) => row[of]?.getTime() ?? []);
    return {
      version,
      parts: rows.map(({ kind, count, counted }) => ({ kind, count, counted: microUsd(BigInt(counted)) })),
      wagered: total("wagered"),
      sum,
      cap: race.cap !== null && sum > race.cap ? race.cap : null,
      first: instant(Math.min(...times("first"))),
      last: instant(Math.max(...times("last"))),
      verdicts: isLeftOut ? ["excluded", ...verdicts] : verdicts,
    };
  });
}

function instant(ms: number): Date | null {
  return Number.isFinite(ms) ? new Date(ms) : null;
}
