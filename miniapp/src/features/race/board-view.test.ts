import { expect, test } from "vitest";
import type { MyStanding, StandingsRow } from "../../../../wire/race.js";
import { moveTo, rankAbove, withOwnRow } from "./board-view.js";

const at = "2026-11-22T10:00:00.000Z";
const mine: MyStanding = {
  rank: 7,
  wagered: "10.000000",
  prize: "50.00",
  gapUp: "5.000000",
  gapDown: "1.000000",
  nextPaidRank: 5,
  needed: "20.000000",
  projection: null,
  version: 10,
};

function row(id: string, rank: number): StandingsRow {
  return { rank, player: { id, name: id }, wagered: "9.000000", prize: "40.00", gap: "2.000000", reachedAt: at };
}

const board = (version: number) => ({ epoch: "e", version, at, rows: [row("p1", 1), row("p2", 8)] });

test("the card follows one's own row on the live board", () => {
  expect(withOwnRow(mine, board(11), "p2")).toMatchObject({ rank: 8, prize: "40.00", gapUp: "2.000000", version: 11 });
});

test("an answer newer than the board is not overwritten", () => {
  expect(withOwnRow(mine, board(9), "p2")).toBe(mine);
});

test("somebody outside the top keeps what was answered about him", () => {
  expect(withOwnRow(mine, board(11), "p99")).toBe(mine);
});

test("a new rank voids the way to the next prize, the same rank keeps it", () => {
  expect(moveTo(mine, { rank: 6, wagered: "11.000000", version: 11 })).toMatchObject({
    nextPaidRank: null,
    needed: null,
  });
  expect(moveTo(mine, { rank: 7, wagered: "11.000000", version: 11 })).toMatchObject({
    nextPaidRank: 5,
    wagered: "11.000000",
  });
});

test("the rank above skips what ties leave out", () => {
  const rows = [row("a", 1), row("b", 2), row("c", 2), row("d", 4)];
  expect([
    rankAbove(rows, 4),
    rankAbove(rows, 2),
    rankAbove(rows, 1),
    rankAbove(rows, 9),
    rankAbove(rows, null),
  ]).toEqual([2, 1, undefined, undefined, undefined]);
});
