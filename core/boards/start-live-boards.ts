import type { PlayerId } from "../../wire/ids.js";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { pause } from "../time/pause.js";
import type { Board } from "./board.js";
import { readBoardDefinitions, type BoardDefinition } from "./board-definitions.js";
import type { LedgerPosition } from "./counted-entries.js";
import type { BoardKey, BoardPage, BoardRow, BoardVersion, LiveBoards } from "./live-boards.js";
import { LEDGER_HINT_CHANNEL, listenForHints } from "../hints/listen-for-hints.js";
import { loadBoard } from "./load-board.js";
import { readPosition, readTail } from "./read-tail.js";

export interface LiveBoardsOptions {
  /** Pause between tail rounds while entries arrive (ms); {@link CROWDED_PAUSE_MS} while they arrive in crowds. */
  busyPauseMs?: number;
  /** Pause while nothing arrives; a hint from a writer ends it early (ms). */
  idlePauseMs?: number;
  /** How often the set of boards is compared with the races and the calendar (ms). */
  definitionsEveryMs?: number;
  /** Connection string for the LISTEN client; without it the tail polls only. */
  listenUrl?: string;
}

/** Entries in one round that are a crowd: 400 a second, seen every 25 ms; it stays one down to 110, seen every 90 ms. */
const CROWD = 10;
/**
 * A round costs 0.8 ms of two processes however little it finds, so a crowd is read less often: 20 µs an entry with 100
 * in a round, 11 with 500. With it a wager is on the board 0.1 s after its commit, of the 0.25 s that are allowed. At 500
 * wagers a second that is 11 rounds a second instead of 35 (docs/adr/0007).
 */
const CROWDED_PAUSE_MS = 90;

type Deps = Pick<CoreContext, "pool" | "clock" | "log" | "timeZone">;

interface OpenBoard {
  board: Board;
  fingerprint: string;
}

/**
 * Opens every board of the moment and keeps them up to date from the ledger tail until disposed. Each process follows
 * the ledger by itself; a NOTIFY is a hint that ends the pause, polling is the guarantee.
 * @throws the database's error when the first load fails
 */
export async function startLiveBoards(
  deps: Deps,
  options: LiveBoardsOptions,
  signal: AbortSignal,
): Promise<LiveBoards & { refresh(): Promise<void> }> {
  const boards = new LiveBoardsLoop(deps, options);
  await boards.refresh();
  boards.run(signal);
  return boards;
}

class LiveBoardsLoop implements LiveBoards {
  readonly #deps: Deps;
  readonly #options: Required<Omit<LiveBoardsOptions, "listenUrl">> & { listenUrl: string | undefined };
  readonly #open = new Map<BoardKey, OpenBoard>();
  readonly #listeners = new Set<(key: BoardKey, version: BoardVersion) => void>();
  readonly #stop = new AbortController();
  #position: LedgerPosition | undefined;
  #epoch = "";
  #caughtUpAt = new Date(0);
  #definitionsReadAtMs = 0;
  #round: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #isHinted = false;
  #loop: Promise<void> = Promise.resolve();
  #hints: AsyncDisposable | undefined;

  constructor(deps: Deps, options: LiveBoardsOptions) {
    this.#deps = deps;
    this.#options = {
      busyPauseMs: options.busyPauseMs ?? 25,
      idlePauseMs: options.idlePauseMs ?? 200,
      definitionsEveryMs: options.definitionsEveryMs ?? 1_000,
      listenUrl: options.listenUrl,
    };
  }

  keys(): BoardKey[] {
    return [...this.#open.keys()];
  }

  version(key: BoardKey): BoardVersion | undefined {
    const board = this.#open.get(key)?.board;
    return board === undefined ? undefined : { epoch: this.#epochOf(board), version: board.version };
  }

  page(key: BoardKey, offset: number, limit: number): BoardPage | undefined {
    const board = this.#open.get(key)?.board;
    return board === undefined ? undefined : this.#page(board, board.rows(offset, limit));
  }

  around(key: BoardKey, player: PlayerId, span: number): BoardPage | undefined {
    const board = this.#open.get(key)?.board;
    if (board === undefined) return undefined;
    const position = board.position(player);
    if (position === -1) return this.#page(board, []);
    const from = Math.max(0, position - span);
    return this.#page(board, board.rows(from, position + span + 1 - from));
  }

  place(key: BoardKey, player: PlayerId): BoardRow | null | undefined {
    return this.#open.get(key)?.board.place(player);
  }

  atRank(key: BoardKey, rank: number): BoardRow | null | undefined {
    return this.#open.get(key)?.board.atRank(rank);
  }

  onChange(listener: (key: BoardKey, version: BoardVersion) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async caughtUp(): Promise<void> {
    await this.#serially(() => this.#tailRound());
  }

  /** Compares the open boards with the races and the calendar now, instead of within a second. */
  async refresh(): Promise<void> {
    await this.#serially(() => this.#readDefinitions());
  }

  run(signal: AbortSignal): void {
    const { listenUrl } = this.#options;
    if (listenUrl !== undefined) {
      // A lost hint costs an idle pause, never correctness; some may have been missed before a connection stood.
      const wake = () => {
        this.#isHinted = true;
        this.#wake();
      };
      const hints = { onConnect: wake, onHint: wake };
      this.#hints = listenForHints({ connectionString: listenUrl }, this.#deps.log, LEDGER_HINT_CHANNEL, hints);
    }
    this.#loop = this.#follow(AbortSignal.any([signal, this.#stop.signal]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#hints?.[Symbol.asyncDispose]();
    await this.#loop;
  }

  #page(board: Board, rows: BoardRow[]): BoardPage {
    return {
      rows,
      total: board.size,
      totalScore: board.total,
      epoch: this.#epochOf(board),
      version: board.version,
      caughtUpAt: this.#caughtUpAt,
    };
  }

  /**
   * The newest transaction of a new day can be older than that of the day before: the turn of a period is an epoch, so
   * that readers take the new board whole instead of ignoring it as old.
   */
  #epochOf({ rules }: Board): string {
    const { start } = rules.interval;
    return rules.race !== null || start === null ? this.#epoch : `${this.#epoch}.${start.getTime().toString(36)}`;
  }

  /** Rounds never overlap: two of them would apply the same entries twice. */
  #serially<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#round.then(work);
    this.#round = result.then(
      () => undefined,
      () => undefined, // The caller has the error; the next round must run all the same.
    );
    return result;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#isHinted = false;
      const entries = await this.#turn();
      if (entries === 0) await this.#pauseUntilHint(signal);
      else await pause(entries < CROWD ? this.#options.busyPauseMs : CROWDED_PAUSE_MS, signal);
    }
  }

  /** @returns how many entries there were */
  async #turn(): Promise<number> {
    try {
      const entries = await this.#serially(() => this.#tailRound());
      if (this.#deps.clock.now().getTime() - this.#definitionsReadAtMs >= this.#options.definitionsEveryMs) {
        await this.refresh();
      }
      return entries;
    } catch (error) {
      // The database is away: readers keep the last boards, whose age they show, and the next round tries again.
      this.#deps.log.warn({ err: error }, "boards could not follow the ledger");
      return 0;
    }
  }

  /** One that came during the round ends the pause before it begins: what it speaks of may not have been there yet. */
  async #pauseUntilHint(signal: AbortSignal): Promise<void> {
    if (this.#isHinted) return pause(this.#options.busyPauseMs, signal);
    const hint = new AbortController();
    this.#wake = () => hint.abort();
    await pause(this.#options.idlePauseMs, AbortSignal.any([signal, hint.signal]));
  }

  /** @returns how many entries there were */
  async #tailRound(): Promise<number> {
    let entries = 0;
    for (;;) {
      if (this.#position === undefined) return entries;
      const readAt = this.#deps.clock.now();
      const round = await readTail(this.#deps.pool, this.#position);
      if (!round.isSameEra) {
        this.#open.clear();
        this.#position = undefined;
        await this.#readDefinitions();
        return entries;
      }
      const changed = new Set<BoardKey>();
      for (const [key, { board }] of this.#open)
        for (const entry of round.entries) if (board.apply(entry)) changed.add(key);
      this.#position = { ...this.#position, fence: round.fence };
      if (round.isComplete) this.#caughtUpAt = readAt;
      for (const key of changed) this.#announce(key);
      entries += round.entries.length;
      if (round.isComplete) return entries;
    }
  }

  async #readDefinitions(): Promise<void> {
    const { pool, clock, timeZone } = this.#deps;
    const now = clock.now();
    const definitions = await readBoardDefinitions(pool, now, timeZone);
    this.#definitionsReadAtMs = now.getTime();
    const wanted = new Set(definitions.map((definition) => definition.key));
    for (const key of this.#open.keys()) if (!wanted.has(key)) this.#open.delete(key);
    const changed = definitions.filter(({ key, fingerprint }) => this.#open.get(key)?.fingerprint !== fingerprint);
    if (changed.length > 0 || this.#position === undefined) await this.#load(changed);
  }

  /**
   * Loads boards in one snapshot. The tail may be behind that snapshot's fence: a board then skips the entries it has
   * already counted, by its own fence.
   */
  async #load(definitions: readonly BoardDefinition[]): Promise<void> {
    await inTransaction(this.#deps.pool, "snapshot", async (client) => {
      const position = await readPosition(client);
      for (const { key, rules, rulesXid, fingerprint } of definitions) {
        this.#open.set(key, { board: await loadBoard(client, rules, position, rulesXid), fingerprint });
      }
      this.#position ??= { era: position.era, fence: position.fence };
      this.#epoch = position.epoch;
    });
    for (const { key } of definitions) this.#announce(key);
  }

  #announce(key: BoardKey): void {
    const version = this.version(key);
    if (version === undefined) return;
    for (const listener of this.#listeners) listener(key, version);
  }
}
