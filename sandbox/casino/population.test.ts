import fc from "fast-check";
import { expect, test } from "vitest";
import { unusualNames } from "./names.js";
import { createPopulation, monthlyShares } from "./population.js";

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test.each([55, 190, 5_000])("of %d active players the top 4 make 78 % and the top 10 make 93 %", (active) => {
  const shares = monthlyShares(active);
  expect(sum(shares.slice(0, 4))).toBeCloseTo(0.78, 2);
  expect(sum(shares.slice(0, 10))).toBeCloseTo(0.93, 2);
});

test("shares add up to 1 and fall from rank to rank, for any number of players", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), (active) => {
      const shares = monthlyShares(active);
      expect(shares).toHaveLength(active);
      expect(sum(shares)).toBeCloseTo(1, 9);
      expect(shares.every((share, index) => share > 0 && share <= (shares[index - 1] ?? 1))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("lifetime wagers have the shape of the field", () => {
  const population = createPopulation({ players: 1_900, seed: 7 });
  const totals = population
    .map(({ allTimeMicroUsd }) => Number(allTimeMicroUsd) / 1e6)
    .filter((usd) => usd > 0)
    .sort((a, b) => b - a);
  expect(totals).toHaveLength(190);
  expect(totals[0]).toBe(450_000);
  expect(totals[9]).toBeCloseTo(77_000, 0);
  expect(totals[49]).toBeCloseTo(2_000, 0);
  expect(totals[94]).toBeCloseTo(325, 0);
  expect(totals[189]).toBe(0.001);
});

test("ids and names are unique and within what sources allow", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer(), (players, seed) => {
      const population = createPopulation({ players, seed });
      expect(population).toHaveLength(players);
      expect(new Set(population.map(({ playerId }) => playerId)).size).toBe(players);
      expect(new Set(population.map(({ name }) => name)).size).toBe(players);
      for (const { playerId, name } of population) {
        expect(playerId).toMatch(/^[A-Za-z0-9]{20}$/);
        expect(name.length).toBeGreaterThanOrEqual(5);
        expect(Array.from(name).length).toBeLessThanOrEqual(42);
      }
    }),
    { numRuns: 50 },
  );
});

test("a population of 24 or more has every kind of unusual name, also among those who wager", () => {
  const names = createPopulation({ players: 24, seed: "any", activeShare: 1 }).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...unusualNames]));
});

test("the same seed gives the same accounts, another seed others, and their order says nothing about their rank", () => {
  const first = createPopulation({ players: 500, seed: "a" });
  expect(createPopulation({ players: 500, seed: "a" })).toEqual(first);
  const other = new Set(createPopulation({ players: 500, seed: "b" }).map(({ playerId }) => playerId));
  expect(first.some(({ playerId }) => other.has(playerId))).toBe(false);
  expect(first.slice(0, 50).every(({ share }) => share > 0)).toBe(false);
});
