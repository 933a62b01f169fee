import type { CoreContext } from "../context.js";
import { listenForHints } from "../hints/listen-for-hints.js";
import { pause } from "../time/pause.js";

/** Channel of the hint that a session has ended; polling is the guarantee. */
export const SESSIONS_CHANNEL = "sessions_revoked";

/** Name of the LISTEN connection, of which every process with an API has exactly one. */
const APPLICATION_NAME = "goatedvips-sessions";

/** Longer than an access token lives: what was revoked earlier cannot be held by a token any more. */
const WINDOW_MS = 12 * 60_000;

export interface Revocations extends AsyncDisposable {
  /** Costs no query. */
  isRevoked(sessionId: string): boolean;
  /** Called with the sessions that ended since the last call. */
  onRevoked(listener: (sessionIds: readonly string[]) => void): () => void;
}

export interface RevocationOptions {
  /** With 1.5 s a dead LISTEN connection still keeps a ban under 2 s on sockets. */
  pollMs?: number;
}

type Deps = Pick<CoreContext, "pool" | "clock" | "log">;

/** Watches for ended sessions, wherever they were ended: one query for each hint and each poll, however many sockets. */
export async function watchRevocations(deps: Deps, options: RevocationOptions = {}): Promise<Revocations> {
  let revoked: ReadonlySet<string> = new Set();
  const listeners = new Set<(sessionIds: readonly string[]) => void>();
  const stop = new AbortController();
  const wake = createWake();

  async function look(): Promise<void> {
    const before = revoked;
    revoked = await readRevoked(deps);
    const fresh = [...revoked].filter((id) => !before.has(id));
    if (fresh.length > 0) for (const listener of listeners) listener(fresh);
  }
  async function poll(): Promise<void> {
    while (!stop.signal.aborted) {
      await wake.wait(options.pollMs ?? 1_500, stop.signal);
      if (stop.signal.aborted) return;
      await look().catch((error: unknown) => deps.log.warn({ err: error }, "ended sessions could not be read"));
    }
  }

  await look();
  const polling = poll();
  const connection = { ...deps.pool.options, application_name: APPLICATION_NAME };
  // After each connect one look, since hints may have been missed.
  const hints = listenForHints(connection, deps.log, SESSIONS_CHANNEL, { onConnect: wake.now, onHint: wake.now });
  return {
    isRevoked: (sessionId) => revoked.has(sessionId),
    onRevoked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all([polling, hints[Symbol.asyncDispose]()]);
    },
  };
}

async function readRevoked({ pool, clock }: Deps): Promise<Set<string>> {
  const since = new Date(clock.now().getTime() - WINDOW_MS);
  const { rows } = await pool.query<{ id: string }>({
    name: "revoked-sessions",
    text: "select id from sessions where revoked_at > $1",
    values: [since],
  });
  return new Set(rows.map((row) => row.id));
}

/** How many processes watch sessions on this database just now, this one included; one that is reconnecting is missed. */
export async function countApiProcesses({ pool }: Pick<CoreContext, "pool">): Promise<number> {
  const { rows } = await pool.query<{ processes: number }>(
    "select count(*)::int as processes from pg_stat_activity where datname = current_database() and application_name = $1",
    [APPLICATION_NAME],
  );
  return Math.max(1, rows[0]?.processes ?? 1);
}

/** A pause that can be cut short; a call that comes while nobody waits is remembered. */
function createWake() {
  let isDue = false;
  let cut: (() => void) | undefined;
  return {
    now: (): void => {
      isDue = true;
      cut?.();
    },
    async wait(ms: number, signal: AbortSignal): Promise<void> {
      if (!isDue) {
        const woken = new AbortController();
        cut = () => woken.abort();
        await pause(ms, AbortSignal.any([signal, woken.signal]));
        cut = undefined;
      }
      isDue = false;
    },
  };
}
