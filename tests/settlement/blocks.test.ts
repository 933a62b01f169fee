import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { monthBefore } from "../../core/races/race-lanes.js";
import { decideNewcomer, readOpenNewcomers } from "../../core/settlement/newcomers.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { settlementSummary } from "../../core/settlement/settlement-summary.js";
import { settleIfDue, settleRace } from "../../core/settlement/settle-race.js";
import { uncertainPlaces, type UncertainPlace } from "../../core/settlement/uncertain-places.js";
import { verifyResult } from "../../proof/verify-result.js";
import type { PlayerId, RaceId, SourceId } from "../../wire/ids.js";
import { createTestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, eventsOf, MINUTE, statusOf, USD } from "./_race.js";

async function heard(pool: Pool, source: SourceId, at: Date): Promise<void> {
  await pool.query(
    `insert into source_health (source_id, last_accepted_at) values ($1, $2)
     on conflict (source_id) do update set last_accepted_at = excluded.last_accepted_at`,
    [source, at],
  );
}

async function polled(pool: Pool, source: SourceId, ...at: Date[]): Promise<void> {
  await pool.query(
    "insert into snapshots (source_id, as_of, rows) select $1, t, 1 from unnest($2::timestamptz[]) as t",
    [source, at],
  );
}

/** A polled race with three good polls after its end, so that only what the test adds stands against settling. */
async function polledRace(pool: Pool, overrides: Parameters<typeof endedRace>[1] = {}, count = 4) {
  const source = await addSource(pool, "casino", "totals");
  const players = await addPlayers(pool, source, count);
  const { id, startsAt, endsAt } = await endedRace(pool, {
    endsAt: new Date(Date.now() - 10 * MINUTE).toISOString(),
    ...overrides,
  });
  const after = (minutes: number) => new Date(endsAt.getTime() + minutes * MINUTE);
  await polled(pool, source, new Date(startsAt.getTime() - MINUTE), after(1), after(2), after(3));
  const difference = (player: PlayerId, usd: number, coversFrom: Date | null, at: Date) =>
    addEntries(pool, [
      {
        source,
        player,
        kind: "snapshot",
        delta: BigInt(Math.round(usd * 100)) * 10_000n,
        amount: 10n ** 12n,
        at,
        coversFrom: coversFrom?.toISOString() ?? null,
      },
    ]);
  return { source, players, id, startsAt, endsAt, after, difference };
}

async function blocksOf(pool: Pool, id: RaceId) {
  const outcome = await settleIfDue(testContext(pool), id);
  return outcome !== null && "blocks" in outcome ? outcome.blocks : [];
}

describe("automatic settlement", () => {
  it("is held up by a source that fell silent before the end, and goes on when it speaks again", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    await addSource(pool, "never-heard");
    const { id, endsAt } = await endedRace(pool, { endsAt: new Date(Date.now() - 60 * MINUTE).toISOString() });
    const silentSince = new Date(endsAt.getTime() - 16 * MINUTE);
    await heard(pool, source, silentSince);
    const cycle = new RaceLifeCycle(testContext(pool));
    for (let round = 0; round < 3; round++) await cycle.round();
    expect(await blocksOf(pool, id)).toEqual([
      { kind: "source_silent", source: "casino", lastAcceptedAt: silentSince.toISOString() },
    ]);
    expect(await eventsOf(pool, id)).toEqual(["created", "live", "settling", "settlement_blocked"]);
    await heard(pool, source, new Date(endsAt.getTime() - 14 * MINUTE));
    expect(await settleIfDue(testContext(pool), id)).toMatchObject({ version: 1 });
  });

  it("is overruled by a person, and the result says by whom and what", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const { id } = await endedRace(pool);
    await heard(pool, source, new Date(Date.now() - 24 * 60 * MINUTE));
    expect(await settleRace(testContext(pool), id, "user:7")).toMatchObject({ overruled: [{ kind: "source_silent" }] });
    const { rows } = await pool.query("select actor, overruled from race_results where race_id = $1", [id]);
    expect(rows).toMatchObject([{ actor: "user:7", overruled: [{ kind: "source_silent", source: "casino" }] }]);
  });

  it("waits for three good polls after the end of a polled race", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino", "totals");
    const { id, endsAt } = await endedRace(pool);
    await polled(pool, source, new Date(endsAt.getTime() - 1), endsAt, new Date(endsAt.getTime() + 5));
    expect(await blocksOf(pool, id)).toEqual([
      { kind: "too_few_snapshots", source: "casino", snapshots: 2, needed: 3 },
    ]);
    await polled(pool, source, new Date(endsAt.getTime() + 9));
    expect(await blocksOf(pool, id)).toEqual([]);
    expect(await statusOf(pool, id)).toBe("provisional");
  });

  it("waits for a casino that is asked for totals and never answered: silence is no empty race", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino", "totals");
    await addSource(pool, "never-posted", "totals");
    await pool.query(
      `insert into polled_sources (source_id, adapter, metric, interval_seconds) values ($1, 'goated', 'raw', 120)`,
      [source],
    );
    const { id } = await endedRace(pool);
    expect(await blocksOf(pool, id)).toEqual([
      { kind: "too_few_snapshots", source: "casino", snapshots: 0, needed: 3 },
    ]);
    expect(await settleRace(testContext(pool), id, "user:7")).toMatchObject({ version: 1 });
  });

  it("stops when wager around the end could change a paid place, and not when it could not", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const world = await polledRace(pool);
    const [alice, bob, carol, dave] = world.players;
    const inside = new Date(world.startsAt.getTime() + 30 * MINUTE);
    await world.difference(alice!, 100, world.startsAt, inside);
    await world.difference(bob!, 50, world.startsAt, inside);
    await world.difference(carol!, 40, world.startsAt, inside);
    await world.difference(dave!, 1, world.startsAt, inside);
    await world.difference(dave!, 38, inside, world.after(1));
    expect(await blocksOf(pool, world.id)).toEqual([]);
    expect(await statusOf(pool, world.id)).toBe("provisional");
    const other = await endedRace(pool, {
      startsAt: world.startsAt.toISOString(),
      endsAt: world.endsAt.toISOString(),
      prizes: ["9.00", "5.00"],
    });
    await world.difference(carol!, 10, inside, world.after(2));
    expect(await blocksOf(pool, other.id)).toEqual([{ kind: "uncertain_boundary", rank: 2, player: `p${bob}` }]);
    expect(await statusOf(pool, other.id)).toBe("settling");
    const { rows } = await pool.query(
      "select from race_result_rows where result_id not in (select id from race_results)",
    );
    expect(rows).toHaveLength(0);
  });

  it("stops when such wager could change a paid place of a lane: its scores, its members, its newcomers", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const lanes = [
      { title: "Small", lastMonth: { below: "1000" }, prizes: ["5.00"] },
      { title: "Improved", counts: "improvement" as const, prizes: ["4.00"] },
    ];
    const rules = { prizes: ["9.00"], newcomers: "ask" as const };
    const world = await polledRace(pool, rules);
    const [alice, bob, carol, dave] = world.players;
    const inside = new Date(world.startsAt.getTime() + 30 * MINUTE);
    const before = (minutes: number) => new Date(world.startsAt.getTime() - minutes * MINUTE);
    const { start: monthStart, end: monthEnd } = monthBefore({ ...world, timeZone: "UTC" });
    await world.difference(alice!, 500, world.startsAt, inside);
    for (const [player, usd] of [
      [bob!, 50],
      [carol!, 40],
    ] as const) {
      await world.difference(player, 10, before(40), before(30));
      await world.difference(player, usd, world.startsAt, inside);
    }
    const attempt = async (lane: (typeof lanes)[number]) => {
      const window = { startsAt: world.startsAt.toISOString(), endsAt: world.endsAt.toISOString() };
      const { id } = await endedRace(pool, { ...rules, ...window, lanes: [lane] });
      return { id, blocks: await blocksOf(pool, id) };
    };
    expect(await blocksOf(pool, world.id)).toEqual([]);
    for (const lane of lanes) expect((await attempt(lane)).blocks).toEqual([]);

    // 3 USD of Bob's lie across the start: at 47 he is still first, and his improvement is 37 - 13 at worst, less than Carol's 30.
    await world.difference(bob!, 3, before(6), new Date(world.startsAt.getTime() + MINUTE));
    await world.difference(bob!, -3, world.startsAt, inside);
    const uncertain = (player: PlayerId, lane: string) => ({
      kind: "uncertain_boundary",
      rank: 1,
      player: `p${player}`,
      lane,
    });
    expect((await attempt(lanes[0]!)).blocks).toEqual([]);
    await world.difference(carol!, 5, before(6), new Date(world.startsAt.getTime() + MINUTE));
    await world.difference(carol!, -1, world.startsAt, inside);
    const improved = await attempt(lanes[1]!);
    expect(improved.blocks).toEqual([uncertain(bob!, "Improved")]);
    expect((await settlementSummary({ pool }, improved.id)).blocks).toEqual(improved.blocks);

    // Bob may have wagered 1,000 USD in that month, or just after it: then he is in another division.
    await world.difference(bob!, 999, monthStart, new Date(monthStart.getTime() + MINUTE));
    await world.difference(bob!, 5, new Date(monthEnd.getTime() - MINUTE), new Date(monthEnd.getTime() + 1));
    expect((await attempt(lanes[0]!)).blocks).toEqual([uncertain(bob!, "Small")]);

    // A newcomer too small for the main table would win the lane.
    await world.difference(dave!, 60, null, inside);
    await pool.query("update players set first_seen_at = now()");
    await pool.query("delete from snapshots where as_of < $1", [world.startsAt]);
    const { blocks } = await attempt(lanes[0]!);
    expect(blocks.map(({ kind }) => kind)).toEqual(["open_newcomer", "uncertain_boundary"]);
  });

  it("stops when what its members leave open together could give a squad's place to another", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const rules = { prizes: ["9.00"], newcomers: "ask" as const };
    const world = await polledRace(pool, rules, 6);
    const [alice, bob, carol, dave, erin, frank] = world.players;
    const inside = new Date(world.startsAt.getTime() + 30 * MINUTE);
    for (const [player, usd] of [
      [alice!, 500],
      [bob!, 50],
      [carol!, 40],
      [dave!, 42],
      [erin!, 44],
    ] as const) {
      await world.difference(player, usd, world.startsAt, inside);
    }
    const squads = [
      [bob!, carol!],
      [dave!, erin!, frank!],
    ];
    const attempt = async () => {
      const { id } = await endedRace(pool, {
        ...rules,
        startsAt: world.startsAt.toISOString(),
        endsAt: world.endsAt.toISOString(),
        lanes: [{ title: "Squads", cap: "1000", prizes: ["5.00"], squads: { most: 3 } }],
      });
      for (const [at, members] of squads.entries()) {
        await pool.query(
          `with squad as (insert into race_squads (race_id, name, name_key, code, created_at)
             values ($1, $2, $2, $3, now()) returning id),
           people as (insert into telegram_users (id, first_name) select n, 'Somebody' from unnest($4::bigint[]) n
             on conflict do nothing)
           insert into race_squad_members (race_id, user_id, squad_id, player_id, joined_at)
           select $1, n, squad.id, n, now() from squad, unnest($4::bigint[]) n`,
          [id, `squad ${at}`, `${id.slice(0, 9)}${at}`, members],
        );
      }
      return (await blocksOf(pool, id)).map((block) => ("lane" in block ? [block.kind, block.lane] : [block.kind]));
    };
    expect(await attempt()).toEqual([]);

    // Neither of them alone, but both together could lift the 86 USD of the second squad above the first one's 90.
    const end = world.endsAt;
    const across = (player: PlayerId, usd: number) =>
      world.difference(player, usd, new Date(end.getTime() - MINUTE), new Date(end.getTime() + 1));
    await across(dave!, 3);
    expect(await attempt()).toEqual([]);
    await across(erin!, 3);
    expect(await attempt()).toEqual([["uncertain_boundary", "Squads"]]);
    // So could a newcomer, however small.
    await world.difference(frank!, 1, null, inside);
    await pool.query("delete from snapshots where as_of < $1", [world.startsAt]);
    await pool.query("update players set first_seen_at = now()");
    expect((await attempt()).map(([kind]) => kind)).toContain("open_newcomer");
  });

  it("stops at a large newcomer on whom nobody has decided; a provably new small one counts by itself", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { players, id, startsAt, difference } = await polledRace(pool, { newcomers: "ask" });
    const inside = new Date(startsAt.getTime() + 30 * MINUTE);
    await difference(players[0]!, 100, startsAt, inside);
    await difference(players[1]!, 200, null, inside);
    await difference(players[2]!, 5_000, null, inside);
    expect(await blocksOf(pool, id)).toEqual([
      { kind: "open_newcomer", player: `p${players[2]}`, amount: (5_000n * USD).toString() },
    ]);
    expect(await readOpenNewcomers({ pool }, id)).toMatchObject([{ player: `p${players[2]}`, amount: 5_000n * USD }]);
    await decideNewcomer({ pool }, id, { player: players[2]!, counts: false, reason: "attached by support" }, "user:1");
    expect(await settleIfDue(testContext(pool), id)).toMatchObject({ version: 1, players: 2 });
    const { document } = await verifyResult(await readResultText({ pool }, id));
    expect(document!.players.map(({ score }) => score)).toEqual(["200.000000", "100.000000"]);
  });

  it.each([
    ["zero", ["5000.000000", "100.000000"]],
    ["first_seen", ["100.000000"]],
  ] as const)(
    "with the newcomer policy %s needs no decision, and the live board says the same",
    async (newcomers, scores) => {
      await using database = await createTestDatabase();
      const { pool } = database;
      const { players, id, startsAt, difference } = await polledRace(pool, { newcomers });
      const inside = new Date(startsAt.getTime() + 30 * MINUTE);
      await using boards = await startLiveBoards(testContext(pool), {}, new AbortController().signal);
      await difference(players[0]!, 100, startsAt, inside);
      await difference(players[2]!, 5_000, null, inside);
      await fencePasses(pool);
      await boards.caughtUp();
      const live = boards.page(`race:${id}`, 0, 10)!.rows.map(({ score }) => score);
      await settleIfDue(testContext(pool), id);
      const { document } = await verifyResult(await readResultText({ pool }, id));
      expect(document!.players.map(({ score }) => score)).toEqual(scores);
      expect(live).toEqual(scores.map((score) => BigInt(score.replace(".", ""))));
    },
  );
});

describe("uncertain places", () => {
  const place = (player: string, rank: number | null, score: bigint, up = 0n, down = 0n) => ({
    player,
    rank,
    score: score * USD,
    up: up * USD,
    down: down * USD,
  });

  const uncertain = (places: UncertainPlace[], ranks: number, thresholds: bigint[] = []) =>
    uncertainPlaces(places, { ranks, thresholds });

  it("are those a lower player could reach, at either boundary, also from outside the ranks", () => {
    expect(uncertain([place("a", 1, 10n), place("b", 2, 5n, 4n)], 2)).toEqual([]);
    expect(uncertain([place("a", 1, 10n), place("b", 2, 5n, 5n)], 2)).toEqual([{ player: "a", rank: 1 }]);
    expect(uncertain([place("a", 1, 10n, 0n, 5n), place("b", 2, 5n)], 2)).toEqual([{ player: "a", rank: 1 }]);
    expect(uncertain([place("a", 1, 10n), place("c", null, 0n, 11n)], 1)).toEqual([{ player: "a", rank: 1 }]);
    expect(uncertain([place("a", 1, 10n), place("b", 2, 5n), place("c", 3, 4n, 1n)], 1)).toEqual([]);
  });

  it("are ranks nobody holds that somebody may fill, and those at the edge of what is paid", () => {
    expect(uncertain([place("a", 1, 10n), place("b", null, 0n, 1n)], 3)).toEqual([{ player: "b", rank: 2 }]);
    const edge = [9n * USD];
    expect(uncertain([place("a", 1, 10n, 0n, 1n)], 1, edge)).toEqual([]);
    expect(uncertain([place("a", 1, 10n, 0n, 2n)], 1, edge)).toEqual([{ player: "a", rank: 1 }]);
    expect(uncertain([place("a", 1, 8n, 1n)], 1, edge)).toEqual([{ player: "a", rank: 1 }]);
  });

  it("are not made by ties that are certain", () => {
    expect(uncertain([place("a", 1, 10n), place("b", 1, 10n)], 2)).toEqual([]);
    expect(uncertain([place("a", 1, 10n), place("b", 1, 10n), place("c", 3, 9n, 1n)], 2)).toEqual([
      { player: "a", rank: 1 },
      { player: "b", rank: 1 },
    ]);
  });
});
