import { expect, test } from "vitest";
import type { StandingsRow } from "../../../../wire/race.js";
import { applyDelta, applySnap, sortRows, type Delta, type LiveBoard } from "./board.js";

function row(id: string, rank: number, reachedAt = "2026-11-22T10:00:00.000Z"): StandingsRow {
  return { rank, player: { id, name: id }, wagered: "10.000000", prize: "0.00", gap: "0.000000", reachedAt };
}

const at = "2026-11-22T10:00:00.000Z";
const have: LiveBoard = { epoch: "e1", version: 10, at, rows: [row("p1", 1), row("p2", 2)] };

function delta(change: Partial<Delta>): Delta {
  return { t: "delta", ch: "race:AAAAAAAAAA", epoch: "e1", prev: 10, ver: 11, at, ops: [], ...change };
}

test("a delta on top of our version changes, adds and removes rows and sorts again", () => {
  const applied = applyDelta(
    have,
    delta({
      ops: [
        ["set", row("p3", 1)],
        ["set", row("p1", 2)],
        ["del", "p2"],
      ],
    }),
  );
  expect(applied.kind === "applied" && applied.board.rows.map(({ player }) => player.id)).toEqual(["p3", "p1"]);
  expect(applied.kind === "applied" && applied.board.version).toBe(11);
});

test("rows that a delta does not name stay the same objects, so that only changed rows are painted again", () => {
  const applied = applyDelta(have, delta({ ops: [["set", row("p3", 3)]] }));
  expect(applied.kind === "applied" && applied.board.rows[0]).toBe(have.rows[0]);
});

test("a delta that is not newer is dropped", () => {
  expect(applyDelta(have, delta({ prev: 9, ver: 10 })).kind).toBe("dropped");
});

test("a delta with a missing version before it asks for a resync", () => {
  expect(applyDelta(have, delta({ prev: 11, ver: 12 })).kind).toBe("resync");
});

test("a delta of another epoch, or without any board, asks for a resync", () => {
  expect(applyDelta(have, delta({ epoch: "e2", prev: 1, ver: 2 })).kind).toBe("resync");
  expect(applyDelta(undefined, delta({})).kind).toBe("resync");
});

test("a snapshot of a new epoch replaces the board although its version is smaller", () => {
  const applied = applySnap(have, { t: "snap", ch: "race:AAAAAAAAAA", epoch: "e2", ver: 1, at, rows: [] });
  expect(applied.kind === "applied" && applied.board.rows).toEqual([]);
});

test("a snapshot that is not newer is dropped", () => {
  expect(applySnap(have, { t: "snap", ch: "race:AAAAAAAAAA", epoch: "e1", ver: 10, at, rows: [] }).kind).toBe(
    "dropped",
  );
});

test("inside a shared rank comes first who reached the score first, then the smaller player number", () => {
  const rows = [row("p10", 1), row("p9", 1), row("p11", 1, "2026-11-22T09:00:00.000Z")];
  expect(sortRows(rows).map(({ player }) => player.id)).toEqual(["p11", "p9", "p10"]);
});
