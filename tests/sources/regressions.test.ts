import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { createPolledSource } from "../../core/sources/change-polled-source.js";
import { createGoatedAdapter } from "../../sources/adapters/goated.js";
import { Poller } from "../../sources/poller.js";
import { createTestDatabase } from "../_database.js";
import { answering } from "./_adapter-contract.js";
import { getFrom, wait } from "./_casino.js";
import { polledWorld } from "./_polled.js";

const goated = (body: string) =>
  createGoatedAdapter(
    { baseUrl: "https://casino.example", account: "CODE", credential: null, countedFrom: null },
    answering(body),
  ).fetch();
const wagered = '"wagered":{"today":0,"this_week":0,"this_month":0,"all_time":1}';

/** Defects of the system this one replaces (docs/regressions.md); the numbers are theirs. */
describe("what must not come back", () => {
  it("24: an answer in the casino's own shape is stored row by row, and our internal shape is refused at the border", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, { players: 60 });
    await world.poll();
    expect((await world.ledger()).size).toBe(60);
    const internal =
      '{"status":"success","metadata":{"totalUsers":1},"data":{"all_time":{"data":[]},"monthly":{"data":[]}}}';
    await expect(goated(internal)).rejects.toMatchObject({ kind: "bad-shape" });
  });

  it("25: rows without uid or name are never taken for one another: the answer is refused", async () => {
    for (const row of [`{"name":"one",${wagered}}`, `{"uid":"A",${wagered}}`, `{"uid":null,"name":"one",${wagered}}`]) {
      await expect(goated(`{"success":true,"data":[${row},${row}]}`), row).rejects.toMatchObject({ kind: "bad-shape" });
    }
  });

  it("27: a counter that begins anew moves no score, and a player who leaves the list keeps his total and no more", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, {
      start: new Date("2028-03-05T22:00:00Z"),
      intervalSeconds: 1_800,
    });
    // Sunday night to Monday: day and week begin anew.
    await world.poll(10);
    expect(world.clock.now() > new Date("2028-03-06T01:00:00Z")).toBe(true);
    expect(await world.ledger()).toEqual(world.books());
    world.casino.faults.switch("lost-row", true);
    await world.poll(2);
    const { rows } = await world.pool.query<{ as_of: Date }>("select as_of from player_totals order by as_of limit 1");
    const gone = await world.ledger();
    await world.poll(3);
    expect(rows[0]!.as_of < world.clock.now()).toBe(true);
    expect((await world.ledger()).size).toBe(gone.size);
    world.casino.faults.clear();
    await world.poll();
    expect(await world.ledger()).toEqual(world.books());
  });

  it("28, 33: ten processes at once ask a slow casino once, and nothing is stored twice", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    const get = getFrom(world.casino, world.clock, 14_000);
    const pollers = Array.from({ length: 10 }, () => new Poller(world.context, { allowsLocal: true, get }));
    await Promise.all(pollers.map((poller) => poller.round()));
    await Promise.all(pollers.map((poller) => poller.settled()));
    for (const poller of pollers) await poller[Symbol.asyncDispose]();
    expect(world.casino.asked).toBe(1);
    expect(await world.ledger()).toEqual(world.books());
  });

  it("29, 30: names that swap, return or differ in case follow their uid, and nobody gets a login by being read", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    await world.poll();
    const [one, two, three] = world.casino.house.accounts;
    [one!.name, two!.name] = [two!.name, one!.name];
    three!.name = one!.name.toUpperCase() === one!.name ? one!.name.toLowerCase() : one!.name.toUpperCase();
    const newcomer = world.casino.house.join(50);
    newcomer.name = "an_old_name";
    await world.poll();
    const { rows } = await world.pool.query<{ uid: string; name: string }>(
      "select external_id as uid, name from players",
    );
    const names = new Map(rows.map(({ uid, name }) => [uid, name]));
    for (const account of [one!, two!, three!, newcomer]) expect(names.get(account.uid)).toBe(account.name);
    expect(await world.ledger()).toEqual(world.books());
    const { rows: logins } = await world.pool.query(
      "select id from telegram_users union all select user_id from links",
    );
    expect(logins).toHaveLength(0);
  });

  it("35: what the public reads asks no casino: the API's room may not even know the adapters", async () => {
    const { ROOMS } = createRequire(import.meta.url)("../../scripts/rooms.cjs") as { ROOMS: Record<string, string[]> };
    expect(ROOMS["api"]).not.toContain("sources");
    expect(ROOMS["bot"]).not.toContain("sources");
    expect(ROOMS["worker"]).toContain("sources");
  });

  it("36, 37: totals that fall are taken, and the log of a poll has the true counts", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, { betsPerHour: 0.001 });
    await world.poll();
    const rich = world.casino.house.accounts.toSorted((a, b) => (b.allTime > a.allTime ? 1 : -1));
    rich[3]!.allTime -= 5n * 10n ** 18n;
    rich[4]!.allTime += 7n * 10n ** 18n;
    world.casino.house.join(3);
    await world.poll();
    const { rows } = await world.pool.query("select rows, added, changed, refused from source_polls order by id");
    expect(rows).toEqual([
      { rows: 40, added: 40, changed: 0, refused: 0 },
      { rows: 41, added: 1, changed: 2, refused: 0 },
    ]);
    const { rows: fell } = await world.pool.query<{ delta: string }>("select delta::text from ledger where delta < 0");
    expect(fell).toEqual([{ delta: "-5000000" }]);
    expect(await world.ledger()).toEqual(world.books());
  });

  it("42: without a referral code nothing is created, and a casino's rows never reach another one", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    for (const account of [undefined, ""]) {
      const source = {
        slug: "second",
        name: "Second",
        adapter: "goated" as const,
        ...(account === undefined ? {} : { account }),
      };
      await expect(createPolledSource(world.context, source, { actor: "test" })).rejects.toMatchObject({
        issues: [{ path: "account" }],
      });
    }
    const second = { slug: "second", name: "Second", adapter: "goated" as const, account: "OTHER" };
    await createPolledSource(world.context, { ...second, baseUrl: "https://casino.example" }, { actor: "test" });
    await wait(world.clock, 1_000);
    await world.poll(2);
    const { rows } = await world.pool.query<{ slug: string; players: number; own: boolean }>(
      `select s.slug, count(*)::int as players, bool_and(l.source_id = p.source_id) as own
       from ledger l join players p on p.id = l.player_id join sources s on s.id = l.source_id group by 1 order by 1`,
    );
    expect(rows.map(({ slug }) => slug)).toEqual(["casino", "second"]);
    expect(rows.every(({ own }) => own)).toBe(true);
  });
});
