import type { PlayerId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import { countedDelta, type CountableEntry, type CountingRules } from "./counting-rules.js";
import type { BoardRow } from "./live-boards.js";
import { OrderIndex, type LoadedScores, type Standing } from "./order-index.js";

/** One ledger entry as the tail reads it. */
export interface LedgerEntry extends CountableEntry {
  xid: bigint;
}

/** What a board begins with. */
export interface LoadedBoard {
  readonly scores: LoadedScores;
  readonly adjusted: Iterable<readonly [PlayerId, bigint]>;
}

/** A window over the ledger, kept in memory and moved by the tail. */
export class Board {
  readonly rules: CountingRules;
  readonly #index: OrderIndex;
  /** What manual adjustments made of scores: few players ever have one. */
  readonly #adjusted: Map<PlayerId, bigint>;
  /** Entries of this and later transactions come from the tail; earlier ones were in the load. */
  readonly #fence: bigint;
  #version: bigint;

  /** @param version largest transaction contained: of the counted entries and of the rules themselves */
  constructor(rules: CountingRules, loaded: LoadedBoard, fence: bigint, version: bigint) {
    this.rules = rules;
    this.#adjusted = new Map(loaded.adjusted);
    this.#index = new OrderIndex(rules.cap);
    this.#index.fill(loaded.scores);
    this.#fence = fence;
    this.#version = version;
  }

  get version(): number {
    return Number(this.#version);
  }

  get size(): number {
    return this.#index.size;
  }

  get total() {
    return this.#index.total;
  }

  /** @returns whether the entry counted */
  apply(entry: LedgerEntry): boolean {
    if (entry.xid < this.#fence || entry.occurredAt === null) return false;
    const delta = countedDelta(entry, this.rules);
    if (delta === 0n) return false;
    this.#index.add(entry.playerId, delta, entry.occurredAt.getTime());
    if (entry.kind === "adjustment")
      this.#adjusted.set(entry.playerId, (this.#adjusted.get(entry.playerId) ?? 0n) + delta);
    if (entry.xid > this.#version) this.#version = entry.xid;
    return true;
  }

  /**
   * The rows at places `[offset, offset + limit)`, in one walk: only the ties at its two ends are searched for. Searching
   * for each row's own made a page of 11 rows three times as dear.
   */
  rows(offset: number, limit: number): BoardRow[] {
    const standings = this.#index.slice(offset, limit);
    const rows: BoardRow[] = [];
    let tie: Tie | undefined;
    for (const [at, standing] of standings.entries()) {
      if (tie === undefined || !this.#isTied(standings[at - 1], standing)) tie = this.#tieFrom(standings, at, offset);
      rows.push(this.#row(standing, tie));
    }
    return rows;
  }

  position(player: PlayerId): number {
    return this.#index.position(player);
  }

  place(player: PlayerId): BoardRow | null {
    const standing = this.#index.standing(player);
    return standing === undefined ? null : this.#row(standing, this.#tieFrom([standing], 0, 0));
  }

  atRank(rank: number): BoardRow | null {
    return this.rows(rank - 1, 1)[0] ?? null;
  }

  #row({ playerId, score, reachedAtMs }: Standing, { above, tied, better }: Tie): BoardRow {
    return {
      playerId,
      rank: above + 1,
      score,
      gap: microUsd(better === undefined ? 0n : better - score),
      tied,
      reachedAt: new Date(reachedAtMs),
      adjusted: microUsd(this.#adjusted.get(playerId) ?? 0n),
    };
  }

  #isTied(before: Standing | undefined, { cents, reachedAtMs }: Standing): boolean {
    return before?.cents === cents && (this.rules.tieRule === "split" || before.reachedAtMs === reachedAtMs);
  }

  /** The tie that a row belongs to: the first row of the part that was read, or the first of its own tie. */
  #tieFrom(standings: readonly Standing[], at: number, offset: number): Tie {
    const [first, previous] = [standings[at], standings[at - 1]];
    if (first === undefined) return { above: 0, tied: 0, better: undefined };
    const tieAtMs = this.rules.tieRule === "first" ? first.reachedAtMs : null;
    const above = at === 0 ? this.#index.countAbove(first.cents, tieAtMs) : offset + at;
    let end = at + 1;
    for (let next = standings[end]; next !== undefined && this.#isTied(first, next); next = standings[end]) end++;
    const upTo = end < standings.length ? offset + end : this.#index.countFrom(first.cents, tieAtMs);
    const better = previous ?? (above === 0 ? undefined : this.#index.slice(above - 1, 1)[0]);
    return { above, tied: upTo - above, better: better?.score };
  }
}

/** Players of one rank. */
interface Tie {
  /** Players above it. */
  above: number;
  tied: number;
  /** The lowest score above it; none for the leaders. */
  better: MicroUsd | undefined;
}
