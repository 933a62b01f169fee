import { describe, expect, it } from "vitest";
import { acceptHeldSnapshot, dropHeldSnapshot } from "../../core/sources/held-snapshots.js";
import { changePolledSource, orderPoll } from "../../core/sources/change-polled-source.js";
import { claimDueSource } from "../../core/sources/claim-poll.js";
import { createRace } from "../../core/races/create-race.js";
import { cancelRaffle, makeRaffle, parseRaffle } from "../../core/rewards/raffles.js";
import { AnswerKeeper } from "../../core/sources/forget-answers.js";
import { replayAnswer } from "../../core/sources/poll-archive.js";
import { readPolledSource } from "../../core/sources/polled-source-health.js";
import { Poller } from "../../sources/poller.js";
import { createTestDatabase } from "../_database.js";
import { getFrom, wait } from "./_casino.js";
import { polledWorld, START } from "./_polled.js";

const BY = { actor: "test" };
const HOUR = 3_600_000;

describe("a polled casino", () => {
  it("is in the ledger to the last micro-USD after every poll, through renames, swapped names, jitter and reversals", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, { reversals: 0.2 });
    world.casino.faults.switch("jitter", true);
    await world.poll();
    expect(await world.ledger()).toEqual(world.books());
    const [one, two] = world.casino.house.accounts;
    for (let round = 0; round < 12; round++) {
      if (round === 3) [one!.name, two!.name] = [two!.name, one!.name];
      if (round === 6) world.casino.house.rename(one!);
      if (round === 8) world.casino.house.join(5_000);
      await world.poll();
    }
    world.casino.faults.clear();
    const { rows: dust } = await world.pool.query("select from ledger where abs(delta) < 2");
    expect(dust).toHaveLength(0);
    await world.poll();
    const off = [...(await world.ledger())].filter(([uid, total]) => {
      const difference = total - (world.books().get(uid) ?? 0n);
      return difference > 1n || difference < -1n;
    });
    expect(off).toEqual([]);
    const { rows: named } = await world.pool.query<{ name: string }>(
      "select name from players where external_id = $1",
      [one!.uid],
    );
    expect(named[0]?.name).toBe(one!.name);
    const { rows: people } = await world.pool.query("select from telegram_users union all select from user_roles");
    expect(people).toHaveLength(0);
  });

  it("is recorded from when it was asked to when it answered, so that the wager in between is uncertain", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    await world.poll(2);
    const { rows: snapshots } = await world.pool.query<{ requested_at: Date; as_of: Date }>(
      "select requested_at, as_of from snapshots order by as_of",
    );
    expect(snapshots.map(({ as_of: at, requested_at: asked }) => at.getTime() - asked.getTime())).toEqual([
      12_000, 12_000,
    ]);
    const { rows } = await world.pool.query<{ covers_from: Date; occurred_at: Date; category: string }>(
      "select distinct covers_from, occurred_at, category from ledger where covers_from is not null",
    );
    expect(rows).toEqual([
      { covers_from: snapshots[0]!.requested_at, occurred_at: snapshots[1]!.as_of, category: "casino:casino" },
    ]);
  });

  it("asks just before and just after the start and the end of a race", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    const ends = new Date(START.getTime() + 47 * 60_000 + 31_000);
    await world.pool.query(
      `insert into races (id, title, status, starts_at, ends_at, time_zone, tie_rule, min_wager, newcomers, grace_minutes, dispute_hours)
       values ('AAAAAAAAAA', 'R', 'live', $1, $2, 'UTC', 'split', 0, 'ask', 120, 24)`,
      [new Date(START.getTime() - HOUR), ends],
    );
    while (world.clock.now().getTime() < ends.getTime() + 10 * 60_000) await world.poll();
    const { rows } = await world.pool.query<{ requested_at: Date; received_at: Date }>(
      "select requested_at, received_at from source_polls",
    );
    const before = Math.max(...rows.map(({ received_at: at }) => at.getTime()).filter((ms) => ms <= ends.getTime()));
    const after = Math.min(...rows.map(({ requested_at: at }) => at.getTime()).filter((ms) => ms >= ends.getTime()));
    expect(ends.getTime() - before).toBeLessThanOrEqual(15_000);
    expect(after - ends.getTime()).toBeLessThanOrEqual(60_000);
    // Goated allows a question a minute.
    const asked = rows.map(({ requested_at: at }) => at.getTime()).sort((a, b) => a - b);
    expect(Math.min(...asked.slice(1).map((ms, at) => ms - asked[at]!))).toBeGreaterThanOrEqual(60_000);
  });

  it("is asked by one of ten processes at a time, and never twice at once", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimDueSource(world.context)));
    const taken = claims.filter((claim) => claim !== undefined);
    expect(taken).toHaveLength(1);
    // Its holder dies; the lease ends by itself, and what he brings after that counts for nothing.
    await wait(world.clock, 4 * 60_000);
    await using other = new Poller(world.context, { allowsLocal: true, get: getFrom(world.casino, world.clock) });
    expect(await other.round()).toBe(1);
    await other.settled();
    const { rows } = await world.pool.query("select outcome from source_polls");
    expect(rows).toEqual([{ outcome: "good" }]);
    expect(taken[0]!.leaseToken).not.toBe("");
  });

  it("that answers after its lease has ended changes nothing", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    const late = getFrom(world.casino, world.clock);
    await using slow = new Poller(world.context, {
      allowsLocal: true,
      get: async (url, headers) => {
        const answer = await late(url, headers);
        await wait(world.clock, 5 * 60_000);
        await world.poll();
        return answer;
      },
    });
    await slow.round();
    await slow.settled();
    const { rows } = await world.pool.query("select outcome from source_polls");
    expect(rows).toHaveLength(1);
  });
});

describe("an outage", () => {
  it.each([
    "auth",
    "outage",
    "html-200",
    "not-success",
    "truncated",
    "empty",
    "half-rows",
    "cents-for-dollars",
  ] as const)("of the kind %s changes no figure, is told with its reason, and is over by itself", async (fault) => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    await world.poll(2);
    const before = await world.ledger();
    const { rows: heardBefore } = await world.pool.query("select last_accepted_at from source_health");
    world.casino.faults.switch(fault, true);
    await world.poll(3);
    expect(await world.ledger()).toEqual(before);
    const { rows: heard } = await world.pool.query("select last_accepted_at from source_health");
    expect(heard).toEqual(heardBefore);
    const isHeld = ["empty", "half-rows", "cents-for-dollars"].includes(fault);
    const during = await readPolledSource(world.context, "casino");
    expect(during.state).toBe(isHeld ? "held" : fault === "auth" ? "auth_expired" : "failing");
    expect(during.polls.slice(0, 3).map(({ outcome }) => outcome)).toEqual(Array(3).fill(isHeld ? "held" : "failed"));
    expect(during.held?.times).toBe(isHeld ? 3 : undefined);
    world.casino.faults.clear();
    await world.poll();
    expect(await world.ledger()).toEqual(world.books());
    expect(await readPolledSource(world.context, "casino")).toMatchObject({ state: "ok", held: null, failures: 0 });
  });

  it("slows the questions down, to one in five minutes", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    world.casino.faults.switch("outage", true);
    await world.poll(9);
    const { rows } = await world.pool.query<{ requested_at: Date }>(
      "select requested_at from source_polls order by id",
    );
    const gaps = rows.slice(1).map(({ requested_at: at }, index) => at.getTime() - rows[index]!.requested_at.getTime());
    expect(gaps.map((ms) => Math.round((ms - 12_000) / 1_000))).toEqual([60, 60, 120, 240, 300, 300, 300, 300]);
  });

  it("of its own making (429) is not asked again before its time", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    world.casino.faults.switch("rate-limit", true);
    await world.poll(2);
    const { polls } = await readPolledSource(world.context, "casino");
    expect(Date.parse(polls[0]!.at) - Date.parse(polls[1]!.at)).toBeGreaterThanOrEqual(120_000);
    expect(polls[0]).toMatchObject({ kind: "rate-limited" });
  });
});

describe("a snapshot that is kept aside", () => {
  it("counts once a person accepts it, and is what the next one is held against", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    await world.poll();
    world.casino.faults.switch("half-rows", true);
    await world.poll(2);
    const { held } = await readPolledSource(world.context, "casino");
    expect(held).toMatchObject({ reason: "few_rows", times: 2, figures: { rows: "20", rowsBefore: "40" } });
    await expect(acceptHeldSnapshot(world.context, "casino", "999", "user:1")).rejects.toMatchObject({
      code: "not_found",
    });
    await acceptHeldSnapshot(world.context, "casino", held!.id, "user:1");
    await expect(dropHeldSnapshot(world.context, "casino", held!.id, "user:2")).rejects.toMatchObject({
      code: "conflict",
    });
    await world.poll();
    expect((await readPolledSource(world.context, "casino")).polls[0]).toMatchObject({ outcome: "good", rows: 20 });
  });

  it("counts for nothing when it is dropped", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    await world.poll();
    const before = await world.ledger();
    world.casino.faults.switch("cents-for-dollars", true);
    await world.poll();
    const { held } = await readPolledSource(world.context, "casino");
    expect(held).toMatchObject({ reason: "total_jumped" });
    await dropHeldSnapshot(world.context, "casino", held!.id, "user:1");
    expect(await world.ledger()).toEqual(before);
    expect((await readPolledSource(world.context, "casino")).held).toBeNull();
  });
});

describe("the plan of polls", () => {
  it("knows where raffles start and end, besides races: a wager between two polls counts where the second falls", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    const window = (hours: number) => new Date(START.getTime() + hours * HOUR);
    const raffle = { title: "R", startsAt: window(-1), endsAt: window(3), ticketPrice: "10", prizes: ["5"] };
    const { id } = await makeRaffle(world.context, parseRaffle(raffle, START), "test");
    await wait(world.clock, 60_000);
    expect((await claimDueSource(world.context))?.boundaries).toEqual([window(3)]);
    await world.pool.query("update polled_sources set lease_until = null");
    await cancelRaffle(world.context, id, { reason: "No more" }, "test");
    expect((await claimDueSource(world.context))?.boundaries).toEqual([]);
  });
});

describe("what a source has answered", () => {
  it("is kept by hash, only what changed, and can be put together for any moment", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, { players: 200 });
    const moments: { at: Date; books: Map<string, bigint> }[] = [];
    for (let round = 0; round < 6; round++) {
      if (round === 4) world.casino.faults.switch("lost-row", true);
      await world.poll();
      moments.push({ at: world.clock.now(), books: await world.ledger() });
    }
    const { rows: kept } = await world.pool.query<{ is_whole: boolean; size: number }>(
      "select is_whole, length(content) as size from source_archive order by poll_id",
    );
    expect(kept.map(({ is_whole: isWhole }) => isWhole)).toEqual([true, false, false, false, false, false]);
    expect(Math.max(...kept.slice(1).map(({ size }) => size))).toBeLessThan(kept[0]!.size / 4);
    for (const [index, { at, books }] of moments.entries()) {
      const { rows, rawSha256 } = await replayAnswer(world.context, "casino", at);
      expect(rawSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(rows).toHaveLength(index < 4 ? 200 : 199);
      const cents = (text: string) => BigInt(Math.round(Number(text) * 100));
      for (const { externalId, amount } of rows.slice(0, 50)) {
        const difference = cents(amount) - books.get(externalId)! / 10_000n;
        expect(difference >= -1n && difference <= 1n).toBe(true);
      }
    }
    await world.pool.query("update source_archive set rows_sha256 = sha256('x') where poll_id = 3");
    await expect(replayAnswer(world.context, "casino", moments[2]!.at)).rejects.toThrow("own hash");
  });

  it("is forgotten after 90 days, and not as long as a race may be asked about or a later moment rests on it", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, { players: 30 });
    await world.poll(3);
    const raceBegan = world.clock.now();
    // Another process knows of no answer before its own, and keeps that whole.
    for (const _ of [1, 2]) {
      await wait(world.clock, 180_000);
      await using other = new Poller(world.context, { allowsLocal: true, get: getFrom(world.casino, world.clock) });
      await other.round();
      await other.settled();
    }
    await world.poll(2);
    const newest = world.clock.now();
    const kept = async () =>
      (
        await world.pool.query<{ poll: string; whole: boolean }>(
          "select poll_id::text as poll, is_whole as whole from source_archive order by poll_id",
        )
      ).rows.map(({ poll, whole }) => (whole ? `${poll}*` : poll));
    expect(await kept()).toEqual(["1*", "2", "3", "4*", "5*", "6*", "7"]);
    const race = await createRace(
      world.context,
      {
        title: "Long",
        startsAt: raceBegan.toISOString(),
        endsAt: new Date(raceBegan.getTime() + 100 * 24 * HOUR).toISOString(),
        prizes: ["1.00"],
      },
      "test",
    );
    await world.clock.set(new Date(newest.getTime() + 91 * 24 * HOUR));
    const keeper = new AnswerKeeper(world.context);
    expect([await keeper.step(), await kept()]).toEqual([0, ["1*", "2", "3", "4*", "5*", "6*", "7"]]);
    expect((await replayAnswer(world.context, "casino", raceBegan)).rows).toHaveLength(30);

    await world.pool.query("update races set status = 'void', void_reason = 'x' where id = $1", [race]);
    await world.pool.query("alter table race_events disable trigger user");
    await world.pool.query("update race_events set at = $1", [raceBegan]);
    expect(await keeper.step(), "it rests for some hours").toBe(0);
    await wait(world.clock, 7 * HOUR);
    expect([await keeper.step(2), await keeper.step(2), await keeper.step(2)]).toEqual([2, 2, 1]);
    expect(await kept()).toEqual(["6*", "7"]);
    expect((await replayAnswer(world.context, "casino", newest)).rows).toHaveLength(30);
  });
});

describe("settings of a polled source", () => {
  it("a new credential is used with the next question, and no old one is", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, { credential: "second-credential" });
    await world.poll();
    expect(await readPolledSource(world.context, "casino")).toMatchObject({ state: "auth_expired" });
    const asked = world.clock.now();
    await changePolledSource(world.context, "casino", { credential: "second-credential" }, BY);
    await world.poll();
    expect(await readPolledSource(world.context, "casino")).toMatchObject({ state: "ok" });
    expect(world.clock.now().getTime() - asked.getTime()).toBeLessThan(2 * 60_000);
    const { rows } = await world.pool.query<{ sealed: Buffer }>(
      "select credential_ciphertext as sealed from polled_sources",
    );
    expect(rows[0]!.sealed.length).toBeGreaterThan("second-credential".length);
    expect(rows[0]!.sealed.includes("credential")).toBe(false);
    expect(JSON.stringify(await readPolledSource(world.context, "casino"))).not.toContain("second-credential");
    const { rows: audited } = await world.pool.query<{ detail: string }>("select detail::text from audit_log");
    expect(audited.some(({ detail }) => detail.includes("second-credential"))).toBe(false);
  });

  it("a credential is not sent to another host unless it is given again", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    const change = { baseUrl: "https://elsewhere.example" };
    await expect(changePolledSource(world.context, "casino", change, BY)).rejects.toMatchObject({
      issues: [{ path: "credential", message: expect.stringContaining("another host") }],
    });
    await changePolledSource(world.context, "casino", { baseUrl: "https://casino.example/v2" }, BY);
    await changePolledSource(world.context, "casino", { ...change, credential: "for elsewhere" }, BY);
  });

  it("a test answers without recording anything, and a poll comes when a person wants it", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    await orderPoll(world.context, "casino", "test");
    await world.poll();
    expect(await world.ledger()).toEqual(new Map());
    const { polls } = await readPolledSource(world.context, "casino");
    expect(polls).toMatchObject([{ purpose: "test", outcome: "good", rows: 40 }]);
    await changePolledSource(world.context, "casino", { paused: true }, BY);
    await wait(world.clock, HOUR);
    expect(await world.poller.round()).toBe(0);
    await orderPoll(world.context, "casino", "poll");
    await world.poll();
    expect((await world.ledger()).size).toBe(40);
    expect((await readPolledSource(world.context, "casino")).state).toBe("paused");
  });
});
