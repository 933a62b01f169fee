import type { PlayerId } from "../../wire/ids.js";
import { microUsd, wholeCents } from "../../wire/money.js";
import { countedDelta, type CountableEntry, type CountingRules } from "./counting-rules.js";
import type { BoardRow } from "./live-boards.js";
import { OrderIndex, type LoadedScores, type Standing } from "./order-index.js";

/** One ledger entry as the tail reads it. */
export interface LedgerEntry extends CountableEntry {
  xid: bigint;
}

/** A window over the ledger, kept in memory and moved by the tail. */
export class Board {
  readonly rules: CountingRules;
  readonly #index: OrderIndex;
  /** Entries of this and later transactions come from the tail; earlier ones were in the load. */
  readonly #fence: bigint;
  #version: bigint;

  /** @param version largest transaction contained: of the counted entries and of the rules themselves */
  constructor(rules: CountingRules, loaded: LoadedScores, fence: bigint, version: bigint) {
    this.rules = rules;
    this.#index = new OrderIndex(rules.cap);
    this.#index.fill(loaded);
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
    if (entry.xid > this.#version) this.#version = entry.xid;
    return true;
  }

  rows(offset: number, limit: number): BoardRow[] {
    return this.#index.slice(offset, limit).map((standing) => this.#row(standing));
  }

  position(player: PlayerId): number {
    return this.#index.position(player);
  }

  place(player: PlayerId): BoardRow | null {
    const standing = this.#index.standing(player);
    return standing === undefined ? null : this.#row(standing);
  }

  atRank(rank: number): BoardRow | null {
    return this.rows(rank - 1, 1)[0] ?? null;
  }

  #row({ playerId, score, reachedAtMs }: Standing): BoardRow {
    const cents = Number(wholeCents(score));
    const tieAtMs = this.rules.tieRule === "first" ? reachedAtMs : null;
    const above = this.#index.countAbove(cents, tieAtMs);
    const better = above === 0 ? undefined : this.#index.slice(above - 1, 1)[0];
    return {
      playerId,
      rank: above + 1,
      score,
      gap: microUsd(better === undefined ? 0n : better.score - score),
      tied: this.#index.countFrom(cents, tieAtMs) - above,
      reachedAt: new Date(reachedAtMs),
    };
  }
}
