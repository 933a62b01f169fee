import type { Log } from "../../core/log.js";
import type { PlayerId, TelegramUserId } from "../../wire/ids.js";
import type { LiveSocket } from "./live-socket.js";

/** Accounts proven to be somebody's, of many people at once. */
export type LinkedTo = (people: readonly TelegramUserId[]) => Promise<ReadonlyMap<TelegramUserId, readonly PlayerId[]>>;

/**
 * An access token names the accounts that its person had linked when it was made. Who had none may have linked one
 * since, so these are looked up: together, because a storm of sockets must not become one of queries (R12).
 */
export class LateLinks implements Disposable {
  readonly #linkedTo: LinkedTo;
  readonly #log: Log;
  readonly #togetherMs: number;
  readonly #onFound: (socket: LiveSocket) => void;
  #waiting = new Set<LiveSocket>();
  #timer: NodeJS.Timeout | undefined;

  /** @param togetherMs how long the first waits for others: the most frequent query, whatever the crowd */
  constructor(linkedTo: LinkedTo, log: Log, togetherMs: number, onFound: (socket: LiveSocket) => void) {
    this.#linkedTo = linkedTo;
    this.#log = log;
    this.#togetherMs = togetherMs;
    this.#onFound = onFound;
  }

  /** Asks for the accounts of a signed-in socket whose token names none. */
  lookUp(socket: LiveSocket): void {
    this.#waiting.add(socket);
    this.#timer ??= setTimeout(() => {
      this.#ask().catch((error: unknown) => this.#log.warn({ err: error }, "links could not be looked up"));
    }, this.#togetherMs);
  }

  async #ask(): Promise<void> {
    const sockets = [...this.#waiting];
    this.#waiting = new Set();
    this.#timer = undefined;
    const people = sockets.flatMap(({ claims }) => claims?.userId ?? []);
    const found = await this.#linkedTo(people);
    for (const socket of sockets) {
      const players = socket.claims === undefined ? undefined : found.get(socket.claims.userId);
      if (players === undefined || socket.isClosed) continue;
      socket.players = players;
      this.#onFound(socket);
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
