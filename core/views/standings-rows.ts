import { formatPlayerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { cents, formatCents, formatMicroUsd, microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import type { StandingsRow } from "../../wire/race.js";
import type { BoardKey, BoardRow, LiveBoards } from "../boards/live-boards.js";
import type { Names } from "../players/name-book.js";
import { prizesFor, prizesNow, type PrizeScheme } from "../prizes/prize-scheme.js";
import { shareTiedPrizes } from "../prizes/share-tied-prizes.js";
import { isoText } from "../time/iso-text.js";

/** The part of a race's rules that decides what a place pays; `null` for period boards, which pay nothing. */
export interface PrizeRules extends PrizeScheme {
  id: RaceId;
  minWager: MicroUsd;
}

/** Largest tie whose odd cents are shown exactly; beyond it everybody is shown the share without them. */
const LARGEST_SHOWN_TIE = 1_000;

/** Adds names and prizes to rows of a board or a result: at most one query, whatever the number of rows. */
export async function standingsRows<Row extends BoardRow>(
  book: Names,
  rows: readonly Row[],
  prizeOf: (row: Row) => Cents,
): Promise<StandingsRow[]> {
  const names = await book.of(rows.map((row) => row.playerId));
  return rows.map((row) => standingsRow(row, names.get(row.playerId) ?? "", prizeOf(row)));
}

/** A row in the form of the wire. */
export function standingsRow(row: Omit<BoardRow, "tied">, name: string, prize: Cents): StandingsRow {
  return {
    rank: row.rank,
    player: { id: formatPlayerId(row.playerId), name },
    wagered: formatMicroUsd(row.score),
    prize: formatCents(prize),
    gap: formatMicroUsd(row.gap),
    reachedAt: isoText(row.reachedAt.getTime()),
    ...(row.adjusted !== 0n && { adjusted: formatMicroUsd(row.adjusted) }),
  };
}

/** What a row's place pays as things stand: ties shared, nothing below the minimum wager or without a score. */
export function prizeNow(boards: LiveBoards, key: BoardKey, row: BoardRow, rules: PrizeRules): Cents {
  if (row.rank > rules.prizes.length || row.score <= 0n || row.score < rules.minWager) return cents(0n);
  const prizes = prizesFor(tableNow(boards, key, rules), rules.floors, row.score);
  if (row.tied > LARGEST_SHOWN_TIE) {
    const covered = prizes.slice(row.rank - 1).reduce((sum, prize) => sum + prize, 0n);
    return cents(covered / BigInt(row.tied));
  }
  const members = tiedPlayers(boards, key, row).map(formatPlayerId);
  const shares = shareTiedPrizes(prizes, { rank: row.rank, members }, rules.id);
  return shares.get(formatPlayerId(row.playerId)) ?? cents(0n);
}

/** The prize table as the board's pool stands. */
export function tableNow(boards: LiveBoards, key: BoardKey, rules: PrizeScheme): readonly Cents[] {
  if (rules.growth === null) return rules.prizes;
  const total = boards.page(key, 0, 0)?.totalScore ?? microUsd(0n);
  const known = grown.get(rules);
  if (known?.total === total) return known.table;
  const table = prizesNow(rules, total);
  grown.set(rules, { total, table });
  return table;
}

/** All rows of a page have one table: dividing a pool over a hundred ranks for each of them would be felt. */
const grown = new WeakMap<PrizeScheme, { total: MicroUsd; table: readonly Cents[] }>();

function tiedPlayers(boards: LiveBoards, key: BoardKey, row: BoardRow): PlayerId[] {
  if (row.tied === 1) return [row.playerId];
  return (boards.page(key, row.rank - 1, row.tied)?.rows ?? []).map((tied) => tied.playerId);
}
