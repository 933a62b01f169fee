import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { createRace } from "../../core/races/create-race.js";
import { explainPlayer } from "../../core/settlement/explain-player.js";
import { removeLink } from "../../core/links/own-links.js";
import { scoreParts } from "../../core/settlement/score-parts.js";
import { excludePlayer, liftExclusion } from "../../core/settlement/exclude.js";
import { readResultText, receipt } from "../../core/settlement/read-result.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import type { ResultDocument } from "../../proof/result-document.js";
import { verifyReceipt } from "../../proof/verify-receipt.js";
import { verifyResult } from "../../proof/verify-result.js";
import { parsePlayerId, telegramUserId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { takeBreak } from "../../core/people/breaks.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, MINUTE, USD } from "./_race.js";

/** Settles, and gives the document once everything in it verifies, receipts of the given players included. */
async function settledDocument(pool: Pool, id: RaceId, players: readonly PlayerId[] = []): Promise<ResultDocument> {
  const context = testContext(pool);
  await settleRace(context, id, "test");
  const { document, checks } = await verifyResult(await readResultText(context, id));
  expect(checks.filter(({ isGood }) => !isGood)).toEqual([]);
  for (const player of players) {
    const { faults } = await verifyReceipt(await receipt(context, id, player), document!);
    expect(faults).toEqual([]);
  }
  return document!;
}

async function addUser(pool: Pool, id: number): Promise<void> {
  await pool.query("insert into telegram_users (id, first_name) values ($1, 'T')", [id]);
}

async function link(pool: Pool, user: number, player: PlayerId, decidedAt: Date): Promise<void> {
  await addUser(pool, user);
  await pool.query(
    `insert into links (user_id, source_id, player_id, state, proof, created_at, decided_at)
     select $1, source_id, id, 'approved', 'evidence', $3, $3 from players where id = $2`,
    [user, player, decidedAt],
  );
}

const places = (document: ResultDocument) => document.players.map(({ rank, score, prize }) => [rank, score, prize]);

describe("a settled race", () => {
  it("without any wager has a result that pays nothing and says so", async () => {
    await using database = await createTestDatabase();
    const { id } = await endedRace(database.pool);
    const document = await settledDocument(database.pool, id);
    expect(document).toMatchObject({ players: [], awarded: "0.00", leftover: "175.00", totalScore: "0.000000" });
  });

  it("leaves staff, banned and self-excluded people out before ranks, and says why without naming the private ones", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 6);
    const { id, startsAt } = await endedRace(pool);
    await addEntries(
      pool,
      players.map((player, at) => ({ source, player, delta: BigInt(60 - at * 10) * USD, at: startsAt })),
    );
    await link(pool, 11, players[0]!, startsAt);
    await pool.query("insert into user_roles (user_id, role) values (11, 'moderator')");
    await excludePlayer(context, { player: players[1]!, race: null, kind: "banned", reason: "chargebacks" }, "user:1");
    await link(pool, 13, players[3]!, startsAt);
    await excludePlayer(
      context,
      { user: telegramUserId(13), race: id, kind: "self_excluded", reason: "own wish" },
      "user:13",
    );
    const lifted = await excludePlayer(
      context,
      { player: players[4]!, race: null, kind: "alt", reason: "of U1?" },
      "user:1",
    );
    await liftExclusion(context, lifted, "user:1");
    // Whoever lets go of his account before the result does not win with it.
    const { rows: links } = await pool.query<{ id: string }>("select id::text from links where user_id = 11");
    await removeLink(context, links[0]!.id, telegramUserId(11));
    const told = async (player: PlayerId) => (await scoreParts(context, id, player)).verdicts;
    expect([await told(players[0]!), await told(players[4]!)], "before the result").toEqual([["excluded"], []]);
    const document = await settledDocument(pool, id, players);
    expect(places(document)).toEqual([
      [1, "40.000000", "100.00"],
      [2, "20.000000", "50.00"],
      [3, "10.000000", "25.00"],
    ]);
    expect(document.exclusions.map(({ reason, score }) => [reason, score])).toEqual([
      ["staff", "60.000000"],
      ["withheld", "50.000000"],
      ["withheld", "30.000000"],
    ]);
    expect([await told(players[1]!), await told(players[4]!)], "in the result").toEqual([["excluded"], []]);
    const { rows } = await pool.query(
      "select player_id::int as player, rule, verdict, reason from race_decisions where race_id = $1 order by player_id",
      [id],
    );
    expect(rows).toEqual([
      { player: players[0], rule: "excluded", verdict: "left_out", reason: "staff" },
      { player: players[1], rule: "excluded", verdict: "left_out", reason: "banned" },
      { player: players[3], rule: "excluded", verdict: "left_out", reason: "self_excluded" },
    ]);
  });

  it("takes no prize from a winner for a break he takes or a role he gets after the end", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 4);
    const { id, startsAt } = await endedRace(pool);
    await addEntries(
      pool,
      players.map((player, at) => ({ source, player, delta: BigInt(60 - at * 10) * USD, at: startsAt })),
    );
    for (const at of [0, 1, 2, 3]) await link(pool, 20 + at, players[at]!, startsAt);
    // A break of a day from before the end holds, also when he lets go of his account afterwards.
    await pool.query(
      `insert into race_exclusions (user_id, kind, reason, actor, created_at, until)
       values (20, 'self_excluded', 'asked for a break', 'user:20', $1::timestamptz, now() + interval '1 day')`,
      [startsAt],
    );
    const { rows } = await pool.query<{ id: string }>("select id::text from links where user_id = 20");
    await removeLink(context, rows[0]!.id, telegramUserId(20));
    await takeBreak(context, telegramUserId(21), null);
    await pool.query("insert into user_roles (user_id, role) values (22, 'moderator')");
    const document = await settledDocument(pool, id, players);
    expect(document.exclusions.map(({ reason, score }) => [reason, score])).toEqual([["withheld", "60.000000"]]);
    expect(places(document)).toEqual([
      [1, "50.000000", "100.00"],
      [2, "40.000000", "50.00"],
      [3, "30.000000", "25.00"],
    ]);
  });

  it("with requireLink ranks only players with a proven link at the end", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 4);
    const { id, startsAt, endsAt } = await endedRace(pool, { requireLink: true });
    await addEntries(
      pool,
      players.map((player, at) => ({ source, player, delta: BigInt(9 - at) * USD, at: startsAt })),
    );
    await link(pool, 1, players[0]!, new Date(endsAt.getTime() + 1));
    await link(pool, 2, players[1]!, endsAt);
    await link(pool, 3, players[2]!, startsAt);
    await pool.query("update links set state = 'ended', ended_at = $1 where user_id = 3", [endsAt]);
    const document = await settledDocument(pool, id, players);
    expect(places(document)).toEqual([[1, "8.000000", "100.00"]]);
    expect(document.exclusions.map(({ reason }) => reason)).toEqual(["not_linked", "not_linked", "not_linked"]);
  });

  it("shows players below the minimum wager without a prize, with a decision", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 3);
    const { id, startsAt } = await endedRace(pool, { minWager: "20" });
    await addEntries(
      pool,
      [30n, 20n, 19n].map((usd, at) => ({ source, player: players[at]!, delta: usd * USD, at: startsAt })),
    );
    const document = await settledDocument(pool, id, players);
    expect(places(document)).toEqual([
      [1, "30.000000", "100.00"],
      [2, "20.000000", "50.00"],
      [3, "19.000000", "0.00"],
    ]);
    expect(document.leftover).toBe("25.00");
    const { rows } = await pool.query("select player_id::int as player, rule from race_decisions where race_id = $1", [
      id,
    ]);
    expect(rows).toEqual([{ player: players[2], rule: "min_wager" }]);
    expect((await scoreParts(testContext(pool), id, players[2]!)).verdicts).toEqual(["min_wager"]);
    expect((await scoreParts(testContext(pool), id, players[1]!)).verdicts).toEqual([]);
  });

  it("caps scores, weighs categories, counts only its sources, and never pays for a score of 0 or less", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const casino = await addSource(pool, "casino");
    const other = await addSource(pool, "other");
    const players = await addPlayers(pool, casino, 4);
    const [eve] = await addPlayers(pool, other, 1);
    const { id, startsAt } = await endedRace(pool, {
      sources: ["casino"],
      cap: "50",
      weights: { dice: "0.1", constructor: "0.5" },
    });
    const entry = (player: PlayerId, delta: bigint, category: string | null = null) => ({
      source: casino,
      player,
      delta,
      at: startsAt,
      category,
    });
    await addEntries(pool, [
      entry(players[0]!, 80n * USD),
      entry(players[1]!, 55n * USD, "slots"),
      entry(players[2]!, 100n * USD, "dice"),
      entry(players[2]!, 5n, "dice"),
      entry(players[2]!, 3n, "constructor"),
      { ...entry(players[3]!, -5n * USD), amount: 0n },
      { source: other, player: eve!, delta: 99n * USD, at: startsAt },
    ]);
    const document = await settledDocument(pool, id, players);
    expect(places(document)).toEqual([
      [1, "50.000000", "75.00"],
      [1, "50.000000", "75.00"],
      [3, "10.000002", "25.00"],
      [4, "-5.000000", "0.00"],
    ]);
  });

  it("breaks ties by who reached the score first when the race says so; within a millisecond they share", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 3);
    const { id, startsAt } = await endedRace(pool, { tieRule: "first" });
    const at = (ms: number) => new Date(startsAt.getTime() + ms);
    await addEntries(pool, [
      { source, player: players[0]!, delta: 5n * USD, at: at(9) },
      { source, player: players[1]!, delta: 5n * USD, at: at(4) },
      { source, player: players[2]!, delta: 5n * USD, at: at(9) },
    ]);
    const document = await settledDocument(pool, id, players);
    expect(places(document)).toEqual([
      [1, "5.000000", "100.00"],
      [2, "5.000000", "37.50"],
      [2, "5.000000", "37.50"],
    ]);
    const first = await explainPlayer(testContext(pool), id, players[1]!);
    expect(document.players[0]!.reachedAt).toBe(`${first.entries[0]!.occurredAt.slice(0, 23)}Z`);
  });

  it("counts a wager of the last microsecond in exactly one of two races that follow one another", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 2);
    const first = await endedRace(pool, { endsAt: new Date(Date.now() - 30 * MINUTE).toISOString() });
    const second = await endedRace(pool, { startsAt: first.endsAt.toISOString() });
    await pool.query(
      `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
       select $1, 'wager', 'edge' || n, 1, p, 1, 1000000, 1000000, at, 1
       from unnest($2::bigint[], $3::timestamptz[], $4::int[]) as t(p, at, n)`,
      [source, players, [first.endsAt.toISOString().replace("Z", "000Z"), first.endsAt], [1, 2]],
    );
    await pool.query(
      `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
       values ($1, 'wager', 'before', 1, $2, 1, 2000000, 2000000, $3::timestamptz - interval '1 microsecond', 1)`,
      [source, players[0], first.endsAt],
    );
    expect((await settledDocument(pool, first.id)).totalScore).toBe("2.000000");
    expect((await settledDocument(pool, second.id)).totalScore).toBe("2.000000");
  });

  it("counts only its own window, not the month or the week around it, and the same six hours later", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    const race = {
      startsAt: new Date(Date.now() - 9 * 60 * MINUTE).toISOString(),
      endsAt: new Date(Date.now() - 6 * 60 * MINUTE).toISOString(),
    };
    const early = await endedRace(pool, race);
    const late = await endedRace(pool, race);
    const wager = (minutes: number) => ({
      source,
      player: player!,
      delta: USD,
      at: new Date(early.startsAt.getTime() + minutes * MINUTE),
    });
    await addEntries(pool, [wager(-60), wager(1), wager(179)]);
    const atOnce = await settledDocument(pool, early.id, [player!]);
    await addEntries(pool, [wager(181), wager(500)]);
    const later = await settledDocument(pool, late.id, [player!]);
    expect(places(later)).toEqual(places(atOnce));
    expect(later.players[0]).toMatchObject({ score: "2.000000", entries: 2 });
  });
});

describe("explaining a player", () => {
  it("lists entries whose counted parts add up to the score, for live and for settled races", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 20);
    const live = await createRace(
      context,
      {
        title: "Live",
        startsAt: new Date(Date.now() - 60 * MINUTE).toISOString(),
        endsAt: new Date(Date.now() + 60 * MINUTE).toISOString(),
        prizes: ["5.00"],
        weights: { dice: "0.333333" },
        cap: "2",
      },
      "test",
    );
    await addEntries(
      pool,
      players.flatMap((player, at) =>
        [1, 2, 3].map((n) => ({
          source,
          player,
          delta: BigInt(at * 31_337 + n),
          at: new Date(Date.now() - n * MINUTE),
          category: n === 2 ? "dice" : null,
        })),
      ),
    );
    for (const player of players) {
      const { score, sum, entries } = await explainPlayer(context, live, player);
      const total = entries.reduce((all, { counted }) => all + BigInt(counted.replace(".", "")), 0n);
      expect(sum).toBe(total);
      expect(score).toBe(total > 2n * USD ? 2n * USD : total);
      const told = await scoreParts(context, live, player);
      expect(told).toMatchObject({ version: null, sum, cap: total > 2n * USD ? 2n * USD : null });
      expect(told.parts.reduce((all, { counted }) => all + counted, 0n)).toBe(sum);
    }
    const { id, startsAt } = await endedRace(pool);
    await addEntries(pool, [{ source, player: players[0]!, delta: 7n * USD, at: startsAt }]);
    await settleRace(context, id, "test");
    await addEntries(pool, [{ source, player: players[0]!, delta: 9n * USD, at: startsAt }]);
    expect((await explainPlayer(context, id, players[0]!)).score).toBe(
      (await explainPlayer(context, id, players[0]!)).entries.reduce(
        (all, { counted }) => all + BigInt(counted.replace(".", "")),
        0n,
      ),
    );
    const version = await explainPlayer(context, id, players[0]!);
    expect(version).toMatchObject({ version: 1, player: `p${players[0]}` });
    expect(await scoreParts(context, id, players[0]!)).toMatchObject({ version: 1, sum: 7_000_006n, verdicts: [] });
    expect(version.entries.some(({ delta }) => delta === "9.000000")).toBe(false);
    expect(parsePlayerId(version.player)).toBe(players[0]);
  });
});
