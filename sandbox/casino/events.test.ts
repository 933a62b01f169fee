import { expect, test } from "vitest";
import {
  playerReferred,
  playerRenamed,
  totalsSnapshot,
  wagerBatch,
  wagerSettled,
  wagerVoided,
  type Wager,
} from "./events.js";

const at = new Date("2026-11-22T10:00:00.000Z");
const game = { id: "g1", name: "Plinko", category: "originals" };
const wager: Wager = {
  wagerId: "w_1",
  revision: 1,
  playerId: "U42",
  playerName: "alice",
  amountMicroUsd: 12_340_000n,
  occurredAt: new Date("2026-11-22T09:59:58.120Z"),
  game,
};
const data = {
  wager_id: "w_1",
  player_id: "U42",
  player_name: "alice",
  amount: "12.34",
  currency: "USD",
  occurred_at: "2026-11-22T09:59:58.120Z",
  game,
};
const timestamp = "2026-11-22T10:00:00.000Z";

test("a settled wager has the form of the contract, and a first revision is left out", () => {
  expect(read(wagerSettled(wager, at))).toEqual(["", { type: "wager.settled", timestamp, data }]);
});

test("a correction is the same wager with a higher revision", () => {
  const [, body] = read(wagerSettled({ ...wager, revision: 2, amountMicroUsd: 1n }, at));
  expect(body).toEqual({ type: "wager.settled", timestamp, data: { ...data, revision: 2, amount: "0.000001" } });
});

test("a void names wager and player, with a revision or without", () => {
  const ids = { wager_id: "w_1", player_id: "U42" };
  expect(read(wagerVoided({ wagerId: "w_1", playerId: "U42" }, at))).toEqual([
    "",
    { type: "wager.voided", timestamp, data: ids },
  ]);
  expect(read(wagerVoided({ wagerId: "w_1", playerId: "U42", revision: 3 }, at))[1]).toEqual({
    type: "wager.voided",
    timestamp,
    data: { ...ids, revision: 3 },
  });
});

test("a batch carries the data of its wagers", () => {
  expect(read(wagerBatch([wager, wager], at))).toEqual([
    "/batch",
    { type: "wager.batch", timestamp, data: { wagers: [data, data] } },
  ]);
});

test("renames, referrals and totals have the form of the contract", () => {
  const alice = { playerId: "U42", playerName: "alice" };
  expect(read(playerRenamed(alice, at))[1]).toEqual({
    type: "player.renamed",
    timestamp,
    data: { player_id: "U42", player_name: "alice" },
  });
  expect(read(playerReferred(alice, wager.occurredAt, at))[1]).toEqual({
    type: "player.referred",
    timestamp,
    data: { player_id: "U42", player_name: "alice", referred_at: "2026-11-22T09:59:58.120Z" },
  });
  expect(read(totalsSnapshot([{ ...alice, allTimeMicroUsd: 304_515_592_582n }], at, at))).toEqual([
    "/totals",
    {
      type: "totals.snapshot",
      timestamp,
      data: {
        as_of: timestamp,
        players: [{ player_id: "U42", player_name: "alice", all_time: "304515.592582" }],
      },
    },
  ]);
});

function read({ path, body }: { path: string; body: string }): [string, unknown] {
  return [path, JSON.parse(body)];
}
