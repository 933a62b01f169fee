import type { BoardKey, BoardPage, BoardRow, BoardVersion, LiveBoards } from "../../core/boards/live-boards.js";
import type { Views } from "../../core/views/views.js";
import { NotFoundError } from "../../core/errors.js";
import { formatPlayerId, playerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import type { Race, RaceStatus, Standings } from "../../wire/race.js";

interface Score {
  player: PlayerId;
  micro: bigint;
  reachedAt: Date;
}

interface MemoryBoard {
  version: number;
  scores: Map<number, Score>;
}

/** Boards without a database: the real interface, scores set by hand, and a version that rises with each change. */
export class MemoryBoards implements LiveBoards {
  epoch = "1";
  readonly #boards = new Map<BoardKey, MemoryBoard>();
  readonly #listeners = new Set<(key: BoardKey, version: BoardVersion) => void>();

  open(key: BoardKey): void {
    if (!this.#boards.has(key)) this.#boards.set(key, { version: 1, scores: new Map() });
    this.#announce(key);
  }

  close(key: BoardKey): void {
    this.#boards.delete(key);
  }

  /** Sets scores in whole USD and moves the version by one. */
  set(key: BoardKey, scores: Record<number, number>, options: { silent?: boolean } = {}): void {
    const board = this.#boards.get(key)!;
    for (const [player, usd] of Object.entries(scores))
      board.scores.set(Number(player), {
        player: playerId(Number(player)),
        micro: BigInt(Math.round(usd * 1e6)),
        reachedAt: new Date(1_790_000_000_000 + board.version),
      });
    board.version += 1;
    if (options.silent !== true) this.#announce(key);
  }

  /** As after a restore of the database: another epoch, versions from the start. */
  restore(key: BoardKey, epoch: string, scores: Record<number, number>): void {
    this.epoch = epoch;
    this.#boards.set(key, { version: 1, scores: new Map() });
    this.set(key, scores);
  }

  keys(): BoardKey[] {
    return [...this.#boards.keys()];
  }

  version(key: BoardKey): BoardVersion | undefined {
    const board = this.#boards.get(key);
    return board && { epoch: this.epoch, version: board.version };
  }

  page(key: BoardKey, offset: number, limit: number): BoardPage | undefined {
    return this.#pageOf(key, (rows) => rows.slice(offset, offset + limit));
  }

  around(key: BoardKey, player: PlayerId, span: number): BoardPage | undefined {
    return this.#pageOf(key, (rows) => {
      const at = rows.findIndex((row) => row.playerId === player);
      return at === -1 ? [] : rows.slice(Math.max(0, at - span), at + span + 1);
    });
  }

  place(key: BoardKey, player: PlayerId): BoardRow | null | undefined {
    return this.#boards.has(key) ? (this.#rows(key).find((row) => row.playerId === player) ?? null) : undefined;
  }

  atRank(key: BoardKey, rank: number): BoardRow | null | undefined {
    return this.#boards.has(key) ? (this.#rows(key).find((row) => row.rank >= rank) ?? null) : undefined;
  }

  onChange(listener: (key: BoardKey, version: BoardVersion) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async caughtUp(): Promise<void> {}
  async refresh(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}

  #announce(key: BoardKey): void {
    for (const listener of this.#listeners) listener(key, this.version(key)!);
  }

  #pageOf(key: BoardKey, pick: (rows: BoardRow[]) => BoardRow[]): BoardPage | undefined {
    const version = this.version(key);
    if (version === undefined) return undefined;
    const rows = this.#rows(key);
    const totalScore = rows.reduce((sum, row) => sum + row.score, 0n);
    return {
      ...version,
      rows: pick(rows),
      total: rows.length,
      totalScore: microUsd(totalScore),
      caughtUpAt: new Date(),
    };
  }

  #rows(key: BoardKey): BoardRow[] {
    const scores = [...this.#boards.get(key)!.scores.values()].sort((a, b) => Number(b.micro - a.micro));
    return scores.map((score) => {
      const better = scores.filter((other) => other.micro > score.micro);
      return {
        playerId: score.player,
        rank: better.length + 1,
        score: microUsd(score.micro),
        gap: microUsd((better.at(-1)?.micro ?? score.micro) - score.micro),
        tied: scores.filter((other) => other.micro === score.micro).length,
        reachedAt: score.reachedAt,
        adjusted: microUsd(0n),
      };
    });
  }
}

/** Views over memory boards; counts its reads, because the feed promises few of them. */
export class MemoryViews implements Views {
  reads = 0;
  status: RaceStatus = "live";
  stale = false;
  /** Data age that pages carry. */
  asOf: string | null = null;
  /** Set to make reads fail, as when the database is away. */
  failure: Error | undefined;
  readonly #boards: MemoryBoards;

  constructor(boards: MemoryBoards) {
    this.#boards = boards;
  }

  async standings(key: BoardKey, limit: number): Promise<Standings> {
    return this.#show(key, this.#boards.page(key, 0, limit));
  }

  async around(key: BoardKey, player: PlayerId, span: number): Promise<Standings> {
    return this.#show(key, this.#boards.around(key, player, span));
  }

  ready(): undefined {
    // Nothing is remembered here: everybody asks.
  }

  async position(key: BoardKey): Promise<BoardVersion | undefined> {
    return this.#boards.version(key);
  }

  async race(id: RaceId): Promise<Race> {
    this.reads++;
    const page = this.#boards.page(`race:${id}`, 0, 0);
    if (page === undefined) throw new NotFoundError("There is no such race.");
    const { status, stale, asOf } = this;
    return { id, status, stale, asOf, version: page.version, epoch: page.epoch } as unknown as Race;
  }

  async currentRace(): Promise<null> {
    return null;
  }

  async races(): Promise<never> {
    throw new Error("not part of feed tests");
  }

  async lanes(): Promise<never> {
    throw new Error("not part of feed tests");
  }

  async myStanding(): Promise<never> {
    throw new Error("not part of feed tests");
  }

  async #show(key: BoardKey, page: BoardPage | undefined): Promise<Standings> {
    this.reads++;
    // A turn of the event loop, as a database would take.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failure !== undefined) throw this.failure;
    if (page === undefined) throw new NotFoundError("There is no such board.");
    return {
      race: key.slice(key.indexOf(":") + 1),
      version: page.version,
      epoch: page.epoch,
      asOf: this.asOf,
      stale: this.stale,
      total: page.total,
      nextCursor: null,
      rows: page.rows.map((row) => ({
        rank: row.rank,
        player: { id: formatPlayerId(row.playerId), name: `player ${row.playerId}` },
        wagered: formatMicroUsd(row.score),
        prize: "0.00",
        gap: formatMicroUsd(row.gap),
        reachedAt: row.reachedAt.toISOString(),
      })),
    };
  }
}
