import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRace } from "../../core/races/create-race.js";
import { erasePerson } from "../../core/people/erase-person.js";
import { takeBreak } from "../../core/people/breaks.js";
import { endRaceEarly } from "../../core/races/move-end.js";
import { listPayouts } from "../../core/payouts/list-payouts.js";
import { excludePlayer } from "../../core/settlement/exclude.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { formSquad, joinSquad, leaveSquad } from "../../core/squads/join-squad.js";
import { squadByCode, squadsOf, squadsOfRace } from "../../core/squads/read-squads.js";
import { createViews } from "../../core/views/create-views.js";
import { canonicalJson } from "../../proof/canonical-json.js";
import type { ResultDocument } from "../../proof/result-document.js";
import { asCanonical, documentHash, verifyResult } from "../../proof/verify-result.js";
import type { CreateRace } from "../../wire/admin-races.js";
import { formatPlayerId, telegramUserId, type PlayerId, type RaceId, type SourceId } from "../../wire/ids.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, settableClock, testContext } from "../core/_world.js";
import { addPerson, linkTo } from "../rewards/_people.js";
import { NO_BOARDS } from "./_no-boards.js";
import { USD } from "./_race.js";

const START = "2026-10-12T00:00:00Z";
const END = "2026-10-19T00:00:00Z";
const LANE: NonNullable<CreateRace["lanes"]>[number] = {
  title: "Squads",
  cap: "500",
  prizes: ["100.00", "50.00"],
  squads: { most: 3 },
};
/** What twelve players wager; the first wins the main table. Person n has player n, from 1. */
const WAGERS = [9_000n, 800n, 300n, 100n, 500n, 250n, 200n, 10n, 700n, 600n, 0n, 400n];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let source: SourceId;
let players: PlayerId[];
const clock = settableClock("2026-10-11T00:00:00Z");
const context = () => testContext(database.pool, { clock });
const person = (at: number) => telegramUserId(1000 + at);
const player = (at: number) => players[at - 1]!;

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  source = await addSource(pool, "casino");
  players = await addPlayers(pool, source, WAGERS.length);
  for (const [at, one] of players.entries()) await linkTo(pool, await addPerson(pool, 1001 + at), one);
  await addEntries(
    pool,
    WAGERS.flatMap((usd, at) =>
      usd === 0n ? [] : [{ source, player: players[at]!, delta: usd * USD, at: `2026-10-13T0${at % 10}:00:00Z` }],
    ),
  );
});
afterAll(() => database[Symbol.asyncDispose]());

/** A race that the database's clock finds ended; people join by the clock of the test. */
async function race(overrides: Partial<CreateRace> = {}, lane: Partial<typeof LANE> = {}): Promise<RaceId> {
  const id = await createRace(
    context(),
    {
      title: "Squads",
      startsAt: START,
      endsAt: END,
      prizes: ["100.00"],
      graceMinutes: 0,
      disputeHours: 0,
      lanes: [{ ...LANE, ...lane }],
      ...overrides,
    },
    "test",
  );
  // The database moves races by its own clock, which is weeks later.
  await database.pool.query("update races set status = 'live' where id = $1 and status = 'settling'", [id]);
  clock.set("2026-10-11T00:00:00Z");
  return id;
}

async function squad(id: RaceId, name: string, ...members: number[]): Promise<string> {
  const [first = 0, ...others] = members;
  const code = await formSquad(context(), { race: id, name, user: person(first) });
  for (const member of others) {
    clock.set(new Date(clock.now().getTime() + 1_000).toISOString());
    await joinSquad(context(), code, person(member));
  }
  return code;
}

async function settled(id: RaceId) {
  await database.pool.query("update races set status = 'settling' where id = $1 and status = 'live'", [id]);
  await settleRace(context(), id, "test");
  const { lanes } = await createViews(context(), NO_BOARDS).lanes(id);
  return lanes[0]!.squadRows!;
}

const refusal = (reason: string) => ({ name: "ConflictError", allowed: [reason] });

describe("squads", () => {
  it("are formed, joined by code and left until they close; one for each person and account, and no more than fit", async () => {
    const id = await race();
    const code = await formSquad(context(), { race: id, name: "  Night   Owls ", user: person(2) });
    expect(await squadByCode(context(), code)).toMatchObject({ most: 3, isOpen: true, squad: { name: "Night Owls" } });
    await expect(formSquad(context(), { race: id, name: "Other", user: person(2) })).rejects.toMatchObject(
      refusal("in_a_squad"),
    );
    await expect(formSquad(context(), { race: id, name: "NIGHT 0WLS", user: person(3) })).rejects.toMatchObject(
      refusal("name_taken"),
    );
    await expect(formSquad(context(), { race: id, name: "Official", user: person(3) })).rejects.toMatchObject({
      issues: [{ path: "name" }],
    });
    await expect(joinSquad(context(), "nonesuch00", person(3))).rejects.toThrow(/no squad/);
    await expect(joinSquad(context(), code, await addPerson(database.pool, 77))).rejects.toMatchObject(
      refusal("no_link"),
    );
    // Two places are left for four who come at once.
    const came = await Promise.allSettled([3, 4, 5, 6].map((at) => joinSquad(context(), code, person(at))));
    expect(came.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const refused = came.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    expect(refused).toEqual([expect.objectContaining(refusal("full")), expect.objectContaining(refusal("full"))]);
    const own = await squadsOf(context(), person(2));
    expect(own).toMatchObject([{ code, squad: { members: expect.objectContaining({ length: 3 }) } }]);
    await expect(leaveSquad(context(), own[0]!.squad.id, person(9))).rejects.toThrow(/not in this squad/);
    await leaveSquad(context(), own[0]!.squad.id, person(2));
    await joinSquad(context(), code, person(9));

    // A day after the start the doors are shut, for those inside too.
    clock.set("2026-10-13T00:00:00Z");
    expect((await squadsOfRace(context(), id)).isOpen).toBe(false);
    for (const late of [
      () => joinSquad(context(), code, person(2)),
      () => leaveSquad(context(), own[0]!.squad.id, person(9)),
      () => formSquad(context(), { race: id, name: "Late", user: person(2) }),
    ]) {
      await expect(late()).rejects.toMatchObject(refusal("closed"));
    }
  });

  it("end with their last member, keep out who is on a break, and lose who has himself forgotten", async () => {
    const id = await race();
    const code = await squad(id, "Short", 3);
    const [own] = (await squadsOf(context(), person(3))).filter(({ race: of }) => of === id);
    await leaveSquad(context(), own!.squad.id, person(3));
    await expect(joinSquad(context(), code, person(3))).rejects.toThrow(/no squad/);

    const [resting, leaving] = await addPlayers(database.pool, await addSource(database.pool, "other"), 2);
    const [rests, leaves] = [await addPerson(database.pool, 81), await addPerson(database.pool, 82)];
    await linkTo(database.pool, rests, resting!);
    await linkTo(database.pool, leaves, leaving!);
    await takeBreak(context(), rests, 1);
    const again = await squad(id, "Again", 4);
    await expect(joinSquad(context(), again, rests)).rejects.toMatchObject(refusal("break"));
    await joinSquad(context(), again, leaves);
    await erasePerson(context(), leaves);
    expect((await squadByCode(context(), again)).squad.members).toEqual([player(4)]);
  });

  it("rank by the sum of what each member adds up to the cap, and share the prize by what he added", async () => {
    const id = await race();
    await squad(id, "Owls", 2, 3, 4); // 500 + 300 + 100 = 900
    await squad(id, "Foxes", 9, 12); // 500 + 400 = 900, later
    await squad(id, "Bears", 5, 6); // 750
    await squad(id, "Alone", 10); // One is no squad.
    await squad(id, "Stars", 1, 8, 11); // A winner of the main table and somebody with nothing add nothing: one is left.
    await squad(id, "Absent", 7);
    const rows = await settled(id);
    const shares = rows.map(({ rank, squad: { name }, score, prize, members }) => [
      [rank, name, score, prize],
      ...members.map((member) => [member.player.id, member.score, member.prize]),
    ]);
    // Two on the first place share 150.00.
    expect(shares).toEqual([
      [
        [1, "Owls", "900.000000", "75.00"],
        ["p2", "500.000000", "41.67"],
        ["p3", "300.000000", "25.00"],
        ["p4", "100.000000", "8.33"],
      ],
      [
        [1, "Foxes", "900.000000", "75.00"],
        ["p9", "500.000000", "41.67"],
        ["p12", "400.000000", "33.33"],
      ],
      [
        [3, "Bears", "750.000000", "0.00"],
        ["p5", "500.000000", "0.00"],
        ["p6", "250.000000", "0.00"],
      ],
    ]);
    await finalizeRace(context(), id, "test");
    const payouts = await listPayouts(context(), { race: id, limit: 50, states: ["owed"] });
    expect(
      payouts
        .filter(({ origin }) => origin.kind === "race" && origin.lane === "Squads")
        .map(({ player: of, amount }) => [of, amount])
        .toSorted(([a], [b]) => String(a).localeCompare(String(b))),
    ).toEqual([
      ["p12", 3_333n],
      ["p2", 4_167n],
      ["p3", 2_500n],
      ["p4", 833n],
      ["p9", 4_167n],
    ]);
  });

  it("leave out who is excluded, who is below the minimum, and who joined beyond a limit that was lowered", async () => {
    const id = await race({ minWager: "50" });
    await squad(id, "Owls", 2, 3, 8);
    await squad(id, "Foxes", 9, 12, 5);
    await database.pool.query(`update races set lanes = jsonb_set(lanes, '{0,squads,most}', '2') where id = $1`, [id]);
    await excludePlayer(context(), { player: player(2), race: id, kind: "alt", reason: "second" }, "test");
    const rows = await settled(id);
    expect(rows.map(({ squad: { name }, members }) => [name, members.map(({ player: of }) => of.id)])).toEqual([
      ["Foxes", ["p9", "p12"]],
    ]);
  });

  it.each([
    [{ cap: undefined as never }, "lanes.0.cap"],
    [{ squads: { most: 3, joinMinutes: 5_041 } }, "lanes.0.squads.joinMinutes"],
  ])("are refused with %j", async (fault, path) => {
    await expect(race({}, fault)).rejects.toMatchObject({ issues: [{ path }] });
  });

  it("close at half of a short race, and a race that ends early is not joined any more", async () => {
    const id = await race({ startsAt: "2026-10-12T00:00:00Z", endsAt: "2026-10-12T02:00:00Z" });
    expect((await squadsOfRace(context(), id)).closesAt.toISOString()).toBe("2026-10-12T01:00:00.000Z");
    await expect(race({ lanes: [LANE, { ...LANE, title: "More squads" }] })).rejects.toMatchObject({
      issues: [{ path: "lanes" }],
    });
    const now = Date.now();
    const live = await createRace(
      context(),
      {
        title: "Live",
        startsAt: new Date(now - 3_600_000).toISOString(),
        endsAt: new Date(now + 86_400_000).toISOString(),
        prizes: ["1.00"],
        lanes: [LANE],
      },
      "test",
    );
    clock.set(new Date(now).toISOString());
    expect((await squadsOfRace(context(), live)).isOpen).toBe(true);
    await endRaceEarly(context(), live, "Enough", "test");
    expect((await squadsOfRace(context(), live)).isOpen).toBe(false);
  });
});

describe("verifying squads", () => {
  it("recomputes them from the document alone, and finds forgeries that write a fitting hash", async () => {
    const id = await race();
    await squad(id, "Owls", 2, 3, 4);
    await squad(id, "Foxes", 9, 12);
    await squad(id, "Bears", 5, 6);
    await settled(id);
    const text = await readResultText(context(), id);
    const { checks } = await verifyResult(text);
    expect(checks.filter(({ isGood }) => !isGood)).toEqual([]);
    const forgeries: Record<string, (document: ResultDocument) => void> = {
      "a member's prize to another": (d) => {
        const [a, b] = d.lanes![0]!.players;
        [a!.prize, b!.prize] = [b!.prize, a!.prize];
      },
      "more from a member than the cap": (d) => void (d.lanes![0]!.players[0]!.score = "800.000000"),
      "a member who left": (d) => void d.lanes![0]!.players.splice(1, 1),
      "a squad of one": (d) => void d.lanes![0]!.players.pop(),
      "a member moved to another squad": (d) => {
        const rows = d.lanes![0]!.players;
        rows[2]!.squad = rows[3]!.squad!;
      },
      "a member in no squad": (d) => void delete d.lanes![0]!.players[0]!.squad,
      "a squad at two places": (d) => {
        const rows = d.lanes![0]!.players;
        rows.push(rows.shift()!);
      },
      "a limit that was lower": (d) => void (d.rules.lanes![0]!.squads!.most = 2),
      "squads in a lane for players": (d) => void delete d.rules.lanes![0]!.squads,
    };
    const passed = [];
    for (const [name, forgery] of Object.entries(forgeries)) {
      const document = JSON.parse(text) as ResultDocument;
      forgery(document);
      document.documentHash = await documentHash(document);
      const verdict = await verifyResult(canonicalJson(asCanonical(document)));
      if (verdict.checks.find((check) => check.name === "lanes")?.isGood !== false) passed.push(name);
    }
    expect(passed).toEqual([]);
    expect(formatPlayerId(player(2))).toBe("p2");
  });
});
