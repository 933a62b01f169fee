import type { Pool } from "pg";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import type { RaceStatus } from "../../wire/race.js";
import type { BoardVersion } from "../boards/live-boards.js";
import type { CoreContext } from "../context.js";
import { IS_PUBLIC } from "../races/read-races.js";

/** A race that readers no longer see live: its newest result speaks, or nothing when it was cancelled without one. */
export interface ClosedBoard extends BoardVersion {
  /** Number of the result for read-result-rows.ts; `null` without a result. */
  resultId: number | null;
  /** A cancelled race pays nothing, whatever its result said. */
  isVoid: boolean;
  total: number;
  totalScore: MicroUsd;
  computedAt: Date | null;
}

interface ClosedRow {
  race: string;
  status: RaceStatus;
  result: string | null;
  version: number | null;
  players: number | null;
  total_score: string | null;
  computed_at: Date | null;
}

const CLOSED = {
  name: "closed-boards",
  text: `
    select r.id as race, r.status, x.id::text as result, x.version, x.players, x.total_score::text, x.computed_at
    from races r left join lateral
      (select * from race_results where race_id = r.id order by version desc limit 1) x on true
    where r.id = any($1) and r.status in ('provisional', 'final', 'paid', 'void') and ${IS_PUBLIC}`,
};

/** How long a reader may be told from memory that he is up to date, after another process settled the race. */
const LOOK_EVERY_MS = 1_000;

export function isClosed(status: RaceStatus): boolean {
  return status === "provisional" || status === "final" || status === "paid" || status === "void";
}

/** Finds what closed races show. A race that is closed never opens again, so that is remembered. */
export class ClosedBoards {
  readonly #context: Pick<CoreContext, "pool" | "clock">;
  readonly #seen = new Map<RaceId, { atMs: number; board: ClosedBoard | undefined }>();

  constructor(context: Pick<CoreContext, "pool" | "clock">) {
    this.#context = context;
  }

  /** Whether the race is known to be closed; `false` may be old news. */
  isKnown(id: RaceId): boolean {
    return this.#seen.get(id)?.board !== undefined;
  }

  /** The race's closed board as of the last second; for races that exist, because each is remembered. */
  async look(id: RaceId): Promise<ClosedBoard | undefined> {
    const nowMs = this.#context.clock.now().getTime();
    const seen = this.#seen.get(id);
    if (seen !== undefined && Math.abs(nowMs - seen.atMs) < LOOK_EVERY_MS) return seen.board;
    const board = (await this.read([id])).get(id);
    this.#seen.set(id, { atMs: nowMs, board });
    return board;
  }

  /** The closed ones among the races: one query, whatever their number. */
  async read(ids: readonly RaceId[]): Promise<Map<RaceId, ClosedBoard>> {
    if (ids.length === 0) return new Map();
    const found = await readClosed(this.#context.pool, ids);
    const atMs = this.#context.clock.now().getTime();
    for (const [id, board] of found) this.#seen.set(id, { atMs, board });
    return found;
  }
}

async function readClosed(pool: Pool, ids: readonly RaceId[]): Promise<Map<RaceId, ClosedBoard>> {
  const { rows } = await pool.query<ClosedRow>({ ...CLOSED, values: [ids] });
  return new Map(
    rows.flatMap((row) => {
      const id = parseRaceId(row.race);
      return id === undefined ? [] : [[id, toBoard(row)]];
    }),
  );
}

/** Versions of results count from 1 and boards by transactions, so a reader of the board must begin anew: new epoch. */
function toBoard(row: ClosedRow): ClosedBoard {
  const edition = row.computed_at === null ? "" : `-${row.computed_at.getTime().toString(36)}`;
  return {
    epoch: `${row.status === "void" ? "void" : "result"}${edition}`,
    version: row.version ?? 0,
    resultId: row.result === null ? null : Number(row.result),
    isVoid: row.status === "void",
    total: row.players ?? 0,
    totalScore: microUsd(BigInt(row.total_score ?? 0)),
    computedAt: row.computed_at,
  };
}
