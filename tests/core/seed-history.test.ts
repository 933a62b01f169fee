import { describe, expect, it } from "vitest";
import { seedHistory } from "../../core/demo/seed-history.js";
import { createTestDatabase } from "../_database.js";
import { addSource } from "./_world.js";

describe("seedHistory", () => {
  it("writes the same history again without doubling it, near the sum asked for", async () => {
    await using database = await createTestDatabase();
    const history = {
      source: await addSource(database.pool, "casino"),
      players: ["a", "b", "c"].map((name, at) => ({ externalId: `U${name}`, name, share: [0.7, 0.2, 0.1][at]! })),
      wagers: 2_000,
      from: new Date("2026-11-01T00:00:00Z"),
      until: new Date("2026-11-08T00:00:00Z"),
      totalUsd: 100_000,
      seed: 42,
    };
    const read = async () =>
      (
        await database.pool.query<{ wagers: number; total: string; leader: string }>(
          `select count(*)::int as wagers, sum(delta)::text as total,
                  (select player_id from ledger group by 1 order by sum(delta) desc limit 1) as leader from ledger`,
        )
      ).rows[0]!;
    const ids = await seedHistory(database.pool, history);
    const first = await read();
    await seedHistory(database.pool, history);
    expect(await read()).toEqual(first);
    expect(first.wagers).toBe(2_000);
    expect(Number(first.total) / 1e6).toBeGreaterThan(90_000);
    expect(Number(first.total) / 1e6).toBeLessThan(110_000);
    expect(Number(first.leader)).toBe(ids[0]);
  });
});
