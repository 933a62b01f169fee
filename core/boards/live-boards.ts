import { parseRaceId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { MicroUsd } from "../../wire/money.js";
import type { Period } from "../../wire/race.js";

/** `race:<id>` or `board:<period>`: the same text names a channel of the live feed. */
export type BoardKey = `race:${RaceId}` | `board:${Period}`;

/** @returns `undefined` for the board of a period */
export function raceOf(key: BoardKey): RaceId | undefined {
  return key.startsWith("race:") ? parseRaceId(key.slice("race:".length)) : undefined;
}

export interface BoardVersion {
  /** Changes when versions start anew (restore of the database). */
  epoch: string;
  /** Largest transaction applied, rule changes included; equal on every process that applied the same. */
  version: number;
}

/** One player's place, before names, prizes and texts are added. */
export interface BoardRow {
  playerId: PlayerId;
  /** Competition rank over whole cents: 1-2-2-4. */
  rank: number;
  score: MicroUsd;
  /** Distance to the next better score; 0 for the leader. */
  gap: MicroUsd;
  /** How many players share the rank, this one included. */
  tied: number;
  reachedAt: Date;
  /** Part of the score that manual adjustments made. */
  adjusted: MicroUsd;
}

export interface BoardPage extends BoardVersion {
  rows: BoardRow[];
  /** Players with a score. */
  total: number;
  totalScore: MicroUsd;
  /** Last moment at which this process knew that it had seen everything committed. */
  caughtUpAt: Date;
}

/**
 * The boards this process keeps in memory. Reads cost no query; a board that is not open answers `undefined`.
 * Rows come in rank order; equal cents by who reached the score first, then by player id.
 */
export interface LiveBoards extends AsyncDisposable {
  keys(): BoardKey[];
  version(key: BoardKey): BoardVersion | undefined;
  /** @param offset 0-based position in the order @param limit at most 200 */
  page(key: BoardKey, offset: number, limit: number): BoardPage | undefined;
  /** The player's row with up to `span` rows on each side; `rows` is empty when he has no score. */
  around(key: BoardKey, player: PlayerId, span: number): BoardPage | undefined;
  /** The player's row, `null` without a score, `undefined` when the board is not open. */
  place(key: BoardKey, player: PlayerId): BoardRow | null | undefined;
  /** The best row that holds the given rank or, when ties skip it, the next worse one; `null` past the end. */
  atRank(key: BoardKey, rank: number): BoardRow | null | undefined;
  /** Called after each change that was applied, at most once per tail round and board. */
  onChange(listener: (key: BoardKey, version: BoardVersion) => void): () => void;
  /** Resolves once the board has applied everything committed before the call: for tests and settlement screens. */
  caughtUp(): Promise<void>;
}
