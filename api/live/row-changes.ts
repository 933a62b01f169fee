import type { LiveOp } from "../../wire/live.js";
import type { StandingsRow } from "../../wire/race.js";

/**
 * What turns one top list into the other: `set` for rows that are new or changed, `del` for players who left it. The
 * reader keeps rows by player and sorts again, so the order of operations does not matter.
 */
export function rowChanges(before: readonly StandingsRow[], after: readonly StandingsRow[]): LiveOp[] {
  const left = new Map(before.map((row) => [row.player.id, row]));
  const ops: LiveOp[] = [];
  for (const row of after) {
    const old = left.get(row.player.id);
    left.delete(row.player.id);
    if (old === undefined || !isSame(old, row)) ops.push(["set", row]);
  }
  for (const id of left.keys()) ops.push(["del", id]);
  return ops;
}

function isSame(a: StandingsRow, b: StandingsRow): boolean {
  return (
    a.rank === b.rank &&
    a.wagered === b.wagered &&
    a.prize === b.prize &&
    a.gap === b.gap &&
    a.reachedAt === b.reachedAt &&
    a.adjusted === b.adjusted &&
    a.player.name === b.player.name
  );
}
