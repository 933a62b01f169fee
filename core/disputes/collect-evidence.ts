import { formatMicroUsd } from "../../wire/money.js";
import { formatPlayerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { explainPlayer } from "../settlement/explain-player.js";
import { readLateEntries } from "../settlement/late-entries.js";
import { readResultBoard, resultPlace } from "../settlement/read-result-rows.js";

/** Newest entries that are kept with a case; the ledger has the others. */
const ENTRIES = 500;

/** What a decision needs to know, as plain JSON. */
export interface Evidence {
  player: string;
  version: number | null;
  rank: number | null;
  score: string;
  /** Counted entries, the newest ones when there are many. */
  entries: unknown[];
  entriesInAll: number;
  /** Entries of the window that came after the result. */
  late: unknown[];
  /** Verdicts on the player in this race. */
  decisions: unknown[];
  /** Names he was seen under. */
  names: unknown[];
  /** How the race's sources were heard. */
  sources: unknown[];
}

const DECISIONS = `
  select rule, verdict, actor, reason, version, at from race_decisions where race_id = $1 and player_id = $2 order by id`;
const NAMES = "select name, seen_at from player_names where player_id = $1 order by seen_at";
const SOURCES = `
  select s.slug, s.mode, h.last_accepted_at, (select max(as_of) from snapshots n where n.source_id = s.id) as last_snapshot
  from players p join sources s on s.id = p.source_id left join source_health h on h.source_id = s.id where p.id = $1`;

export async function collectEvidence(
  context: Pick<CoreContext, "pool">,
  race: RaceId,
  player: PlayerId,
): Promise<Evidence> {
  const { pool } = context;
  const explanation = await explainPlayer(context, race, player);
  const board = await readResultBoard(pool, race);
  const place = board === undefined ? null : await resultPlace(pool, board.id, player);
  const late = board === undefined ? [] : await readLateEntries(context, race);
  const rowsOf = async (text: string, values: unknown[]) =>
    (await pool.query<Record<string, unknown>>(text, values)).rows;
  return {
    player: formatPlayerId(player),
    version: explanation.version,
    rank: place?.rank ?? null,
    score: formatMicroUsd(explanation.score),
    entries: explanation.entries.slice(-ENTRIES),
    entriesInAll: explanation.entries.length,
    late: late
      .filter((entry) => entry.player === formatPlayerId(player))
      .map((entry) => ({ ...entry, counted: entry.counted.toString() })),
    decisions: await rowsOf(DECISIONS, [race, player]),
    names: await rowsOf(NAMES, [player]),
    sources: await rowsOf(SOURCES, [player]),
  };
}
