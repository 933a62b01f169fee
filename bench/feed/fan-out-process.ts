import { createServer } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { startLiveFeed } from "../../api/live/live-feed.js";
import type { BoardKey, BoardVersion } from "../../core/boards/live-boards.js";
import { systemClock } from "../../core/clock.js";
import { NotFoundError } from "../../core/errors.js";
import type { Standings } from "../../wire/race.js";
import { quietLog } from "../quiet-log.js";
import { answerUsage } from "./usage.js";

/**
 * The product's feed over one board that has always moved on, without the pause between reads: how fast frames leave.
 * Each page differs from the one before in four rows, as a busy board's does.
 */
const KEY: BoardKey = "board:all-time";
const CHANGED_ROWS = 4;

let version = 1;
/** Readers come to a board at rest. */
let isMoving = false;
const listeners = new Set<(key: BoardKey, version: BoardVersion) => void>();
const rows: Standings["rows"] = Array.from({ length: 50 }, (_, at) => ({
  rank: at + 1,
  player: { id: `player${String(at).padStart(4, "0")}`, name: "a***e" },
  wagered: "1234.560000",
  prize: "100.00",
  gap: "12.340000",
  reachedAt: "2026-11-22T10:00:00.000Z",
}));

async function standings(): Promise<Standings> {
  version += 1;
  for (let changed = 0; changed < CHANGED_ROWS; changed++) {
    const at = (version * CHANGED_ROWS + changed) % rows.length;
    const row = rows[at];
    if (row !== undefined) rows[at] = { ...row, wagered: `${1_000 + (version % 9_000)}.560000` };
  }
  if (isMoving) queueMicrotask(announce);
  return {
    race: "all-time",
    version,
    epoch: "1",
    asOf: null,
    stale: false,
    total: 50,
    rows: [...rows],
    nextCursor: null,
  };
}

function announce(): void {
  for (const listener of listeners) listener(KEY, { epoch: "1", version });
}

async function nothingThere(): Promise<never> {
  throw new NotFoundError("Only one board is here.");
}

const feed = startLiveFeed({
  context: { clock: systemClock, log: quietLog },
  views: { standings, race: nothingThere, position: async () => ({ epoch: "1", version }) },
  boards: {
    version: () => ({ epoch: "1", version }),
    place: () => undefined,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  },
  linkedTo: async () => new Map(),
  limits: { take: nothingThere },
  transactionAge: async () => undefined,
  tokens: { sign: nothingThere, verify: nothingThere },
  revocations: {
    isRevoked: () => false,
    onRevoked: () => () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  },
  origins: new Set(),
  trustProxy: 0,
  settings: { coalesceMs: 0, socketsPerAddress: 100_000 },
});
const server = createServer();
server.on("upgrade", (request, socket, head) => feed.upgrade(request, socket, head));
process.on("message", (message) => {
  if (message !== "go") return;
  isMoving = true;
  announce();
});
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
answerUsage(delay, () => 0);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") process.send?.({ port: address.port });
});
