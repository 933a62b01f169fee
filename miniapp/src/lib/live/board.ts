import type { ServerFrame } from "../../../../wire/live.js";
import type { StandingsRow } from "../../../../wire/race.js";

/** The top of one board as one version of it; rows in the order people see. */
export interface LiveBoard {
  epoch: string;
  version: number;
  /** Instant the rows stand for, ISO 8601. */
  at: string;
  rows: readonly StandingsRow[];
}

export type Snap = Extract<ServerFrame, { t: "snap" }>;
export type Delta = Extract<ServerFrame, { t: "delta" }>;

/** `resync`: a version between ours and the delta's is missing. */
export type Applied = { kind: "applied"; board: LiveBoard } | { kind: "dropped" } | { kind: "resync" };

function compareIds(left: string, right: string): number {
  // "p9" before "p10": ids are a letter and a number, so the shorter one is smaller.
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}

function compareRows(left: StandingsRow, right: StandingsRow): number {
  if (left.rank !== right.rank) return left.rank - right.rank;
  if (left.reachedAt !== right.reachedAt) return left.reachedAt < right.reachedAt ? -1 : 1;
  return compareIds(left.player.id, right.player.id);
}

/** Ranks are the server's; inside a shared rank comes first who reached the score first, as on the server. */
export function sortRows(rows: Iterable<StandingsRow>): StandingsRow[] {
  return [...rows].sort(compareRows);
}

function isNews(have: LiveBoard | undefined, frame: { epoch: string; ver: number }): boolean {
  return have === undefined || have.epoch !== frame.epoch || frame.ver > have.version;
}

/** A whole board replaces ours unless it is older. */
export function applySnap(have: LiveBoard | undefined, frame: Snap): Applied {
  if (!isNews(have, frame)) return { kind: "dropped" };
  return {
    kind: "applied",
    board: { epoch: frame.epoch, version: frame.ver, at: frame.at, rows: sortRows(frame.rows) },
  };
}

/** A difference counts only on top of exactly the version it starts from. */
export function applyDelta(have: LiveBoard | undefined, frame: Delta): Applied {
  if (have !== undefined && !isNews(have, frame)) return { kind: "dropped" };
  if (have === undefined || have.epoch !== frame.epoch || have.version !== frame.prev) return { kind: "resync" };
  const rows = new Map(have.rows.map((row) => [row.player.id, row]));
  for (const op of frame.ops) {
    if (op[0] === "set") rows.set(op[1].player.id, op[1]);
    else rows.delete(op[1]);
  }
  return {
    kind: "applied",
    board: { epoch: frame.epoch, version: frame.ver, at: frame.at, rows: sortRows(rows.values()) },
  };
}
