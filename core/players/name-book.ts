import { parsePlayerId, playerId, type PlayerId } from "../../wire/ids.js";
import { listenForHints } from "../hints/listen-for-hints.js";
import type { CoreContext } from "../context.js";
import { pause } from "../time/pause.js";
import { NameStore } from "./name-store.js";
import { publicNames, publicNamesAfter } from "./public-names.js";

/** Gives the public names of players. */
export interface Names {
  /** Grows with every change of a name that this process has heard of. */
  readonly version: number;
  /** The name when no query is needed for it. */
  remembered(id: PlayerId): string | undefined;
  /** Players that do not exist are left out. */
  of(ids: readonly PlayerId[]): Promise<ReadonlyMap<PlayerId, string>>;
}

/** Asks the database every time. */
export function namesFromDatabase({ pool }: Pick<CoreContext, "pool">): Names {
  let version = 0;
  return {
    get version() {
      return version++;
    },
    remembered: () => undefined,
    of: (ids) => publicNames(pool, ids),
  };
}

/** The channel on which the database tells whose name changed (migration 0012); without an id it means everybody. */
const NAMES_CHANNEL = "names";
/** Players read at a time: masking 2,000 names takes about 10 ms, and requests must not wait for longer. */
const FILL_STEP = 2_000;
const FILL_PAUSE_MS = 5;

type Deps = Pick<CoreContext, "pool" | "log">;

/**
 * Remembers public names, so that a page costs no query: with one query a page the API answered 430 pages a second at
 * a million players, where Redis without names answers 6,000. The database tells which names changed; while nobody
 * listens nothing is remembered, so a name is never older than a notification takes.
 */
export function startNameBook(deps: Deps, listenUrl: string): Names & AsyncDisposable {
  return new NameBook(deps, listenUrl);
}

class NameBook implements Names, AsyncDisposable {
  readonly #deps: Deps;
  readonly #store = new NameStore();
  readonly #hints: AsyncDisposable;
  #isListening = false;
  #version = 0;
  #filling = new AbortController();
  #filled: Promise<void> = Promise.resolve();

  constructor(deps: Deps, listenUrl: string) {
    this.#deps = deps;
    this.#hints = listenForHints({ connectionString: listenUrl }, deps.log, NAMES_CHANNEL, {
      onConnect: () => this.#begin(),
      onHint: (payload) => this.#forget(payload),
      onLost: () => this.#end(),
    });
  }

  get version(): number {
    return this.#version;
  }

  remembered(id: PlayerId): string | undefined {
    return this.#store.get(id);
  }

  async of(ids: readonly PlayerId[]): Promise<ReadonlyMap<PlayerId, string>> {
    const names = new Map<PlayerId, string>();
    const missing: PlayerId[] = [];
    for (const id of ids) {
      const name = this.#store.get(id);
      if (name === undefined) missing.push(id);
      else names.set(id, name);
    }
    if (missing.length === 0) return names;
    const version = this.#version;
    const found = await publicNames(this.#deps.pool, missing);
    for (const [id, name] of found) names.set(id, name);
    this.#remember(found, version);
    return names;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#hints[Symbol.asyncDispose]();
    this.#end();
    await this.#filled;
  }

  /** Names that were read before a change may be the old ones: they are not kept. */
  #remember(names: ReadonlyMap<PlayerId, string>, version: number): void {
    if (!this.#isListening || version !== this.#version) return;
    for (const [id, name] of names) this.#store.set(id, name);
  }

  #forget(payload: string): void {
    this.#version++;
    const id = parsePlayerId(`p${payload}`);
    if (id !== undefined) this.#store.delete(id);
    else this.#begin();
  }

  #begin(): void {
    this.#end();
    this.#isListening = true;
    const filling = new AbortController();
    this.#filling = filling;
    this.#filled = this.#filled.then(() => this.#fill(filling.signal));
  }

  #end(): void {
    this.#isListening = false;
    this.#version++;
    this.#filling.abort();
    this.#store.clear();
  }

  async #fill(signal: AbortSignal): Promise<void> {
    let last = playerId(0);
    try {
      while (!signal.aborted) {
        const version = this.#version;
        const names = await publicNamesAfter(this.#deps.pool, last, FILL_STEP);
        if (names.size === 0) return;
        if (signal.aborted) return;
        this.#remember(names, version);
        last = [...names.keys()].at(-1) ?? last;
        await pause(FILL_PAUSE_MS, signal);
      }
    } catch (error) {
      // What is not in the book is asked for when it is needed.
      this.#deps.log.debug({ err: error }, "names could not be read ahead");
    }
  }
}
