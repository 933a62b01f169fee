import type { AccessClaims } from "../../core/access/access-tokens.js";
import { CLOSE } from "../../wire/live.js";
import type { LiveSocket } from "./live-socket.js";

/** Sockets by person and by session: for the limit per person, and to close what a revocation reaches. */
export class SignedInSockets {
  readonly #perUser: number;
  readonly #byUser = new Map<number, Set<LiveSocket>>();

  constructor(perUser: number) {
    this.#perUser = perUser;
  }

  /** @returns false when the person has too many sockets already */
  add({ userId }: AccessClaims, socket: LiveSocket): boolean {
    const sockets = this.#byUser.get(userId) ?? new Set();
    if (!sockets.has(socket) && sockets.size >= this.#perUser) return false;
    sockets.add(socket);
    this.#byUser.set(userId, sockets);
    return true;
  }

  remove(socket: LiveSocket): void {
    const userId = socket.claims?.userId;
    if (userId === undefined) return;
    const sockets = this.#byUser.get(userId);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#byUser.delete(userId);
  }

  closeSessions(sessionIds: readonly string[]): void {
    const ended = new Set(sessionIds);
    for (const sockets of this.#byUser.values())
      for (const socket of sockets)
        if (socket.claims !== undefined && ended.has(socket.claims.sessionId))
          socket.close(CLOSE.forbidden, "session ended");
  }
}
