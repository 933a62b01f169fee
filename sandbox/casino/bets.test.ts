import { expect, test } from "vitest";
import { type Bet, createBets } from "./bets.js";
import { createPopulation } from "./population.js";
import { createRandom } from "./random.js";

function take(count: number, seed = "bets", players = 55): Bet[] {
  const bets = createBets(createPopulation({ players, seed, activeShare: 1 }), createRandom(seed));
  return Array.from({ length: count }, () => bets.next());
}

function ranking(bets: readonly Bet[]): [string, bigint][] {
  const totals = new Map<string, bigint>();
  for (const { player, amountMicroUsd } of bets) {
    totals.set(player.playerId, (totals.get(player.playerId) ?? 0n) + amountMicroUsd);
  }
  return [...totals].sort(([, a], [, b]) => Number(b - a));
}

test("many bets are small, few are big, and all are at least a micro-USD", () => {
  const usd = take(50_000)
    .map(({ amountMicroUsd }) => Number(amountMicroUsd) / 1e6)
    .sort((a, b) => a - b);
  const mean = usd.reduce((sum, amount) => sum + amount, 0) / usd.length;
  expect(mean).toBeGreaterThan(9);
  expect(mean).toBeLessThan(15);
  expect(usd[25_000]).toBeLessThan(mean / 2);
  expect(usd[49_950]).toBeGreaterThan(mean * 20);
  expect(usd[0]).toBeGreaterThanOrEqual(0.000_001);
});

test("the top 4 make about 78 % and the top 10 about 93 %", () => {
  const totals = ranking(take(50_000)).map(([, microUsd]) => Number(microUsd));
  const all = totals.reduce((sum, total) => sum + total, 0);
  const part = (count: number): number => totals.slice(0, count).reduce((sum, total) => sum + total, 0) / all;
  expect(Math.abs(part(4) - 0.78)).toBeLessThan(0.04);
  expect(Math.abs(part(10) - 0.93)).toBeLessThan(0.02);
});

test("the leader changes now and then, late in the race too", () => {
  const bets = take(40_000, "race");
  const leaders = Array.from({ length: 40 }, (_, index) => ranking(bets.slice(0, (index + 1) * 1_000))[0]?.[0]);
  const changes = leaders.filter((leader, index) => index > 0 && leader !== leaders[index - 1]).length;
  expect(changes).toBeGreaterThanOrEqual(4);
  expect(new Set(leaders.slice(20)).size).toBeGreaterThan(1);
});

test("stakes have cents, some have six decimals", () => {
  const bets = take(5_000);
  const fine = bets.filter(({ amountMicroUsd }) => amountMicroUsd % 10_000n !== 0n).length;
  expect(fine).toBeGreaterThan(50);
  expect(fine).toBeLessThan(2_500);
});

test("the same seed gives the same bets", () => {
  expect(take(500)).toEqual(take(500));
  expect(take(500, "other")).not.toEqual(take(500));
});

test("one player alone is enough, and nobody is not", () => {
  expect(ranking(take(10, "alone", 1))).toHaveLength(1);
  expect(() => createBets([], createRandom(1)).next()).toThrow(RangeError);
});
