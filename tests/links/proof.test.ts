import { describe, expect, it } from "vitest";
import { findBrokenAuditRow } from "../../core/access/audit.js";
import { ConflictError, InvalidInputError, NotFoundError, RateLimitedError } from "../../core/errors.js";
import { findLinkProofs, keepLinkDeadlines } from "../../core/links/links-by-clock.js";
import { listLinksOf, removeLink } from "../../core/links/own-links.js";
import { createTestDatabase } from "../_database.js";
import { addEntries } from "../core/_world.js";
import { addPerson, ask, letTimePass, linkWorld, notices, proveByWagers, stateOf } from "./_links.js";

const MINUTE = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms);

describe("asking for a link", () => {
  it("finds the account by its id, by its very name, and by its name in any case", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    for (const [user, text] of [
      [1, "U2"],
      [2, " player_2 "],
      [3, "PLAYER_2"],
    ] as const) {
      const link = await ask(world, await addPerson(world.pool, user), text);
      expect([link.player.id, link.state, link.allowed]).toEqual([
        world.players[1],
        "pending",
        ["prove", "submit-evidence", "withdraw"],
      ]);
    }
    const { rows } = await world.pool.query<{ n: number }>(
      "select count(distinct array[first_amount, second_amount])::int as n from links",
    );
    expect(rows[0]!.n).toBe(3);
  });

  it("is refused for unknown casinos, unknown accounts and names that several accounts have", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const user = await addPerson(world.pool, 1);
    await world.pool.query("update players set name = 'Twin', named_at = now() where external_id in ('U1', 'U2')");
    await expect(ask(world, user, "nobody")).rejects.toBeInstanceOf(NotFoundError);
    await expect(ask(world, user, "")).rejects.toBeInstanceOf(NotFoundError);
    await expect(ask(world, user, "a\0b")).rejects.toBeInstanceOf(NotFoundError);
    await expect(ask(world, user, "twin")).rejects.toBeInstanceOf(InvalidInputError);
    await expect(ask(world, user, "U1")).resolves.toMatchObject({ state: "pending" });
    await world.pool.query("update sources set removed_at = now()");
    await expect(ask(world, user, "U1")).rejects.toBeInstanceOf(NotFoundError);
  });

  it("twice for one account gives one challenge, also at the same time; another account replaces it", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const user = await addPerson(world.pool, 1);
    const same = await Promise.all([1, 2, 3, 4].map(() => ask(world, user, "U1")));
    expect(new Set(same.map((link) => link.id)).size).toBe(1);
    const other = await ask(world, user, "U2");
    expect([await stateOf(world.pool, same[0]!), await stateOf(world.pool, other)]).toEqual(["withdrawn", "pending"]);
  });

  it("is limited to ten a day", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const user = await addPerson(world.pool, 1);
    for (let at = 0; at < 10; at++) await ask(world, user, at % 2 === 0 ? "U1" : "U2");
    await expect(ask(world, user, "U3")).rejects.toBeInstanceOf(RateLimitedError);
  });
});

describe("the wager pattern", () => {
  it("activates the link, tells the person and leaves an unbroken audit", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const user = await addPerson(world.pool, 1);
    const link = await ask(world, user, "U1");
    expect(await findLinkProofs(world.context)).toBe(0);
    await proveByWagers(world, link);
    const [own] = await listLinksOf(world.context, user);
    expect(own).toMatchObject({ state: "approved", proof: "wager_pattern", decidedBy: "system", challenge: null });
    expect((own!.proofDetail as { entries: string[] }).entries).toHaveLength(2);
    expect(await notices(world.pool)).toEqual(["1 linked"]);
    expect(await findLinkProofs(world.context)).toBe(0);
    await expect(ask(world, user, "U1")).rejects.toBeInstanceOf(ConflictError);
    const { rows } = await world.pool.query("select actor, action, subject from audit_log");
    expect(rows).toEqual([{ actor: "system", action: "link.approve", subject: `link:${link.id}` }]);
    expect(await findBrokenAuditRow(world.context)).toBeNull();
  });

  const [first, second] = [0, 1];
  test_each_refusal([
    ["one of the two wagers", (a) => [{ delta: a[first]! }]],
    ["the first one twice", (a) => [{ delta: a[first]! }, { delta: a[first]! }]],
    ["a micro-dollar more", (a) => [{ delta: a[first]! + 1n }, { delta: a[second]! }]],
    ["both in one wager", (a) => [{ delta: a[first]! + a[second]! }]],
    ["wagers from before the challenge, posted after it", (a) => a.map((delta) => ({ delta, at: ago(10 * MINUTE) }))],
    [
      "a later revision that brings an amount there",
      (a) => a.map((delta, at) => ({ delta, ref: `r${at}`, seq: 2, amount: delta })),
    ],
    ["somebody else's wagers", (a) => a.map((delta) => ({ delta, isOther: true }))],
  ]);

  it("counts the difference of totals, in two steps or in one, and no opening total", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool, { mode: "totals" });
    const people = await Promise.all([1, 2, 3].map((id) => addPerson(world.pool, id)));
    const asked = await Promise.all(people.map((user, at) => ask(world, user, `U${at + 1}`)));
    const entry = (at: number, delta: bigint, coversFrom: string | null = ago(MINUTE).toISOString()) => ({
      source: world.source,
      player: world.players[at]!,
      kind: "snapshot" as const,
      delta,
      coversFrom,
      at: new Date(),
    });
    const amounts = asked.map((link) => link.challenge!.amounts);
    await addEntries(world.pool, [
      entry(0, amounts[0]![0] + 1n),
      entry(0, amounts[0]![1]),
      entry(1, amounts[1]![0] + amounts[1]![1]),
      entry(2, amounts[2]![0] + amounts[2]![1], null),
    ]);
    await findLinkProofs(world.context);
    expect(await Promise.all(asked.map((link) => stateOf(world.pool, link)))).toEqual([
      "approved",
      "approved",
      "pending",
    ]);
  });

  function test_each_refusal(
    cases: [
      string,
      (amounts: readonly bigint[]) => {
        delta: bigint;
        at?: Date;
        ref?: string;
        seq?: number;
        amount?: bigint;
        isOther?: boolean;
      }[],
    ][],
  ) {
    it.each(cases)("is not met by %s", async (_, make) => {
      await using database = await createTestDatabase();
      const world = await linkWorld(database.pool);
      const link = await ask(world, await addPerson(world.pool, 1), "U1");
      const entries = make(link.challenge!.amounts).map(({ isOther, ...entry }) => ({
        source: world.source,
        player: world.players[isOther === true ? 1 : 0]!,
        at: new Date(),
        ...entry,
      }));
      await addEntries(world.pool, entries);
      expect(await findLinkProofs(world.context)).toBe(0);
      expect(await stateOf(world.pool, link)).toBe("pending");
    });
  }
});

describe("the name suffix", () => {
  it.each([
    ["in the very letters", (suffix: string) => `alice${suffix}`, "approved"],
    ["in capitals", (suffix: string) => `ALICE${suffix.toUpperCase()}`, "approved"],
    ["in the middle of the name", (suffix: string) => `${suffix}alice`, "pending"],
    ["without its last letter", (suffix: string) => `alice${suffix.slice(0, -1)}`, "pending"],
  ])("%s", async (_, name, state) => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const link = await ask(world, await addPerson(world.pool, 1), "U1");
    const { nameSuffix } = link.challenge!;
    await world.pool.query("insert into player_names (player_id, name, seen_at) values ($1, $2, now())", [
      link.player.id,
      name(nameSuffix),
    ]);
    await findLinkProofs(world.context);
    expect(await stateOf(world.pool, link)).toBe(state);
  });
});

describe("time", () => {
  it("ends a challenge ten minutes after its last moment, so that late data still counts, and says so", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const user = await addPerson(world.pool, 1);
    const link = await ask(world, user, "U1");
    await world.pool.query("update links set expires_at = now() - interval '9 minutes'");
    expect(await keepLinkDeadlines(world.context)).toBe(0);
    await letTimePass(world.pool, link);
    expect(await keepLinkDeadlines(world.context)).toBe(1);
    expect([await stateOf(world.pool, link), await notices(world.pool)]).toEqual(["expired", ["1 expired"]]);
    await expect(removeLink(world.context, link.id, user)).rejects.toBeInstanceOf(ConflictError);
    await expect(ask(world, user, "U1")).resolves.toMatchObject({ state: "pending" });
  });
});
