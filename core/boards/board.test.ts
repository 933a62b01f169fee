import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeCents } from "../../wire/money.js";
import { Board } from "./board.js";
import type { CountingRules } from "./counting-rules.js";

const RULES: Omit<CountingRules, "tieRule"> = {
  interval: { start: null, end: null },
  sources: null,
  weights: new Map(),
  cap: null,
  race: null,
  openings: "all",
  excluded: new Set(),
};

const player = fc.record({ raw: fc.bigInt({ min: -20_000n, max: 60_000n }), atMs: fc.integer({ min: 1, max: 3 }) });

test("rank, tie and gap of every row of every page are what comparing it with everybody gives", () => {
  fc.assert(
    fc.property(
      fc.array(player, { minLength: 1, maxLength: 40 }),
      fc.constantFrom("split" as const, "first" as const),
      fc.nat(39),
      fc.integer({ min: 1, max: 40 }),
      (players, tieRule, offset, limit) => {
        const board = new Board(
          { ...RULES, tieRule },
          {
            scores: {
              playerIds: Float64Array.from(players, (_, at) => at + 1),
              raw: BigInt64Array.from(players, ({ raw }) => raw),
              reachedAtMs: Float64Array.from(players, ({ atMs }) => atMs),
            },
            adjusted: [],
          },
          0n,
          1n,
        );
        const all = board.rows(0, players.length);
        expect(board.rows(offset, limit)).toEqual(all.slice(offset, offset + limit));
        for (const row of all) {
          const isAbove = ({ score, reachedAt }: typeof row, other: typeof row) =>
            wholeCents(score) > wholeCents(other.score) ||
            (tieRule === "first" && wholeCents(score) === wholeCents(other.score) && reachedAt < other.reachedAt);
          const above = all.filter((other) => isAbove(other, row));
          const below = all.filter((other) => isAbove(row, other));
          expect(row.rank).toBe(above.length + 1);
          expect(row.tied).toBe(all.length - above.length - below.length);
          expect(row.gap).toBe(above.length === 0 ? 0n : (above.at(-1)?.score ?? 0n) - row.score);
          expect(board.place(row.playerId)).toEqual(row);
        }
      },
    ),
  );
});
