import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { createRace } from "../../core/races/create-race.js";
import { changeRace } from "../../core/races/change-race.js";
import { createViews } from "../../core/views/create-views.js";
import { InvalidInputError } from "../../core/errors.js";
import { excludePlayer } from "../../core/settlement/exclude.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { correctResult, settleRace } from "../../core/settlement/settle-race.js";
import { whatIf } from "../../core/settlement/what-if.js";
import { listPayouts } from "../../core/payouts/list-payouts.js";
import { canonicalJson } from "../../proof/canonical-json.js";
import type { ResultDocument } from "../../proof/result-document.js";
import { asCanonical, documentHash, verifyResult } from "../../proof/verify-result.js";
import { formatPlayerId, type PlayerId, type RaceId, type SourceId } from "../../wire/ids.js";
import type { CreateRace } from "../../wire/admin-races.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { NO_BOARDS } from "./_no-boards.js";
import { USD } from "./_race.js";

/** Weeks of an October that is over: a race of the 12th to the 19th, in the zone of its operator. */
const START = "2026-10-12T00:00:00Z";
const END = "2026-10-19T00:00:00Z";

const LANES: NonNullable<CreateRace["lanes"]> = [
  { title: "Small", lastMonth: { below: "1000" }, prizes: ["20.00", "10.00"] },
  { title: "Middle", lastMonth: { from: "1000", below: "10000" }, prizes: ["40.00"] },
  { title: "Most improved", counts: "improvement", lastMonth: { from: "100" }, prizes: ["30.00"] },
  { title: "First 500", cap: "500", prizes: ["9.00", "6.00", "3.00"] },
];

interface Wagers {
  september?: bigint;
  weekBefore?: bigint;
  race: bigint;
}

/** Seven players; the first wins the main table. */
const WAGERS: Wagers[] = [
  { september: 5_000n, weekBefore: 10n, race: 9_000n },
  { september: 999n, weekBefore: 100n, race: 800n },
  { september: 1_000n, weekBefore: 700n, race: 750n },
  { september: 9_999n, weekBefore: 50n, race: 400n },
  { september: 10_000n, weekBefore: 600n, race: 300n },
  { race: 700n },
  { september: 200n, weekBefore: 200n, race: 200n },
];

async function world(pool: Pool, overrides: Partial<CreateRace> = {}) {
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, WAGERS.length);
  await addEntries(
    pool,
    WAGERS.flatMap(({ september, weekBefore, race }, at) => [
      ...entry(source, players[at]!, september, `2026-09-1${at}T00:00:00Z`),
      ...entry(source, players[at]!, weekBefore, `2026-10-05T0${at}:00:00Z`),
      ...entry(source, players[at]!, race, `2026-10-13T0${at}:00:00Z`),
    ]),
  );
  // Neither the day before that month nor the moment before that week.
  await addEntries(pool, [
    ...entry(source, players[1]!, 5_000n, "2026-08-31T23:59:59Z"),
    ...entry(source, players[1]!, 1n, "2026-10-04T23:59:59.999999Z"),
  ]);
  const id = await createRace(
    testContext(pool),
    {
      title: "Lanes",
      startsAt: START,
      endsAt: END,
      prizes: ["100.00"],
      graceMinutes: 0,
      disputeHours: 0,
      lanes: LANES,
      ...overrides,
    },
    "test",
  );
  return { id, source, players };
}

function entry(source: SourceId, player: PlayerId, usd: bigint | undefined, at: string) {
  return usd === undefined ? [] : [{ source, player, delta: usd * USD, at }];
}

async function payoutsOf(pool: Pool, race: RaceId): Promise<[string, string | null, number, bigint][]> {
  const payouts = await listPayouts({ pool }, { race, limit: 50, states: ["owed", "paid"] });
  return payouts
    .map(({ origin, player, amount }): [string, string | null, number, bigint] =>
      origin.kind === "race" ? [player, origin.lane, origin.rank, amount] : [player, "?", 0, amount],
    )
    .toSorted(([, a, rankA], [, b, rankB]) => String(a).localeCompare(String(b)) || rankA - rankB);
}

describe("the lanes of a race", () => {
  it("divide by last month's volume, reward improvement and count up to a cap; winners of the main table are in none", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { id, players } = await world(pool);
    const names = new Map(players.map((player, at) => [formatPlayerId(player), at]));
    const live = await createViews(testContext(pool), NO_BOARDS).lanes(id);
    await settleRace(testContext(pool), id, "test");
    const settled = await createViews(testContext(pool), NO_BOARDS).lanes(id);

    const expected = [
      [
        "Small",
        [
          [1, 1, "800.000000", "20.00"],
          [2, 5, "700.000000", "10.00"],
          [3, 6, "200.000000", "0.00"],
        ],
      ],
      [
        "Middle",
        [
          [1, 2, "750.000000", "40.00"],
          [2, 3, "400.000000", "0.00"],
        ],
      ],
      [
        "Most improved",
        [
          [1, 1, "700.000000", "30.00"],
          [2, 3, "350.000000", "0.00"],
          [3, 2, "50.000000", "0.00"],
        ],
      ],
      // Three reach the cap and share the prizes of the places they cover.
      [
        "First 500",
        [
          [1, 1, "500.000000", "6.00"],
          [1, 2, "500.000000", "6.00"],
          [1, 5, "500.000000", "6.00"],
          [4, 3, "400.000000", "0.00"],
          [5, 4, "300.000000", "0.00"],
          [6, 6, "200.000000", "0.00"],
        ],
      ],
    ];
    const rules = { title: "What if", startsAt: START, endsAt: END, prizes: ["100.00"], lanes: LANES };
    const preview = await whatIf(testContext(pool), rules);
    expect([preview.pool, preview.cost]).toEqual([21_800n, 21_800n]);
    expect(preview.lanes.map(({ winners }) => winners.map(({ player, prize }) => [names.get(player), prize]))).toEqual(
      LANES.map((lane) =>
        settled.lanes
          .find(({ title }) => title === lane.title)!
          .rows.filter(({ prize }) => prize !== "0.00")
          .map(({ player, prize }) => [names.get(player.id), BigInt(prize.replace(".", ""))]),
      ),
    );
    for (const { lanes } of [live, settled]) {
      expect(
        lanes.map(({ title, rows }) => [
          title,
          rows.map(({ rank, player, score, prize }) => [rank, names.get(player.id), score, prize]),
        ]),
      ).toEqual(expected);
    }
  });

  it("are owed with the places of the race and follow a correction; what is paid stays", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const { id, source, players } = await world(pool, { lanes: [LANES[0]!, LANES[1]!] });
    await settleRace(context, id, "test");
    await finalizeRace(context, id, "test");
    const [p0, p1, p2, , , p5] = players.map(formatPlayerId);
    expect(await payoutsOf(pool, id)).toEqual([
      [p2, "Middle", 1, 4_000n],
      [p0, null, 1, 10_000n],
      [p1, "Small", 1, 2_000n],
      [p5, "Small", 2, 1_000n],
    ]);

    // The late wager turns the small lane round; nobody else is touched.
    await addEntries(pool, entry(source, players[5]!, 101n, "2026-10-14T00:00:00Z"));
    await correctResult(context, id, "A delivery that came late", "test");
    expect(await payoutsOf(pool, id)).toEqual([
      [p2, "Middle", 1, 4_000n],
      [p0, null, 1, 10_000n],
      [p5, "Small", 1, 2_000n],
      [p1, "Small", 2, 1_000n],
    ]);
  });

  it("leave out who is excluded and who is below the minimum wager, and count openings of last month for nobody", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { id, source, players } = await world(pool, { lanes: [LANES[0]!], minWager: "250", newcomers: "zero" });
    await excludePlayer(testContext(pool), { player: players[1]!, race: null, kind: "alt", reason: "second" }, "test");
    // An opening total of September is no volume of September.
    await addEntries(pool, [
      { source, player: players[5]!, delta: 50_000n * USD, at: "2026-09-20T00:00:00Z", kind: "snapshot" },
    ]);
    await settleRace(testContext(pool), id, "test");
    const { lanes } = await createViews(testContext(pool), NO_BOARDS).lanes(id);
    expect(lanes[0]!.rows.map(({ player }) => player.id)).toEqual([formatPlayerId(players[5]!)]);
  });

  it("are part of the frozen rules, and a race without any has the rules it always had", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { id } = await world(pool, { endsAt: "2099-10-19T00:00:00Z", startsAt: START });
    const context = testContext(pool);
    const hash = async () => (await createViews(context, NO_BOARDS).race(id)).rules.hash;
    const before = await hash();
    await expect(changeRace(context, id, { lanes: [] }, "test")).rejects.toThrow(InvalidInputError);
    await changeRace(context, id, { title: "Lanes!", note: "A sign more" }, "test");
    expect((await createViews(context, NO_BOARDS).race(id)).lanes).toHaveLength(4);
    await changeRace(context, id, { lanes: [], note: "No lanes any more" }, "test");
    const race = await createViews(context, NO_BOARDS).race(id);
    expect([race.lanes, race.rules.hash === before]).toEqual([undefined, false]);
    expect((await createViews(context, NO_BOARDS).lanes(id)).lanes).toEqual([]);
  });

  it.each([
    [{ prizes: ["10", "20"] }, "lanes.0.prizes.1"],
    [{ cap: "0" }, "lanes.0.cap"],
    [{ lastMonth: { from: "100", below: "100" } }, "lanes.0.lastMonth.below"],
    [{ lastMonth: { from: "a lot" } }, "lanes.0.lastMonth.from"],
  ])("are refused with %j", async (fault, path) => {
    await using database = await createTestDatabase();
    const lanes = [{ title: "One", prizes: ["1.00"], ...fault }];
    await expect(world(database.pool, { lanes })).rejects.toMatchObject({ issues: [{ path }] });
  });
});

describe("verifying lanes", () => {
  it("recomputes them from the document alone, and finds every forgery that writes a fitting hash", async () => {
    await using database = await createTestDatabase();
    const { id } = await world(database.pool);
    await settleRace(testContext(database.pool), id, "test");
    const text = await readResultText(testContext(database.pool), id);
    const { checks } = await verifyResult(text);
    expect(checks.filter(({ isGood }) => !isGood)).toEqual([]);
    expect(checks.find(({ name }) => name === "lanes")!.detail).toBe("4 lanes with 7 prizes, each recomputed");

    const forgeries: Record<string, (document: ResultDocument) => void> = {
      "another prize": (d) => void (d.lanes![0]!.players[2]!.prize = "5.00"),
      "a better score": (d) => void (d.lanes![0]!.players[2]!.score = "900.000000"),
      "a volume of another division": (d) => void (d.lanes![1]!.players[0]!.lastMonth = "999.000000"),
      "less to improve on": (d) => void (d.lanes![2]!.players[2]!.before = "1.000000"),
      "nothing to improve on": (d) => {
        Object.assign(d.lanes![2]!.players[2]!, { before: "0.000000", score: "750.000000" });
      },
      "another order": (d) => void (d.lanes![0]!.players = d.lanes![0]!.players.toReversed()),
      "another rank": (d) => void (d.lanes![3]!.players[1]!.rank = 2),
      "a winner of the main table": (d) => {
        const { pseudonym } = d.players[0]!;
        Object.assign(d.lanes![3]!.players[0]!, { pseudonym });
      },
      "a stranger": (d) => void (d.lanes![0]!.players[0]!.pseudonym = "f".repeat(32)),
      "somebody twice": (d) => void (d.lanes![3]!.players[1] = { ...d.lanes![3]!.players[0]! }),
      "somebody less where all take part": (d) => void d.lanes![3]!.players.pop(),
      "another pool": (d) => void (d.lanes![0]!.pool = "31.00"),
      "a lane less": (d) => void d.lanes!.pop(),
      "no lanes": (d) => void delete d.lanes,
      "a member nobody knows": (d) => void Object.assign(d.lanes![0]!, { note: "trust me" }),
    };
    const passed = [];
    for (const [name, forgery] of Object.entries(forgeries)) {
      const document = JSON.parse(text) as ResultDocument;
      forgery(document);
      document.documentHash = await documentHash(document);
      if ((await verifyResult(canonicalJson(asCanonical(document)))).isGood) passed.push(name);
    }
    expect(passed).toEqual([]);
  });

  it("pays nobody from stored lanes that are not what was published", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { id } = await world(pool);
    await settleRace(testContext(pool), id, "test");
    await pool.query("alter table race_lane_rows disable trigger all; update race_lane_rows set prize = prize + 1");
    await expect(finalizeRace(testContext(pool), id, "test")).rejects.toThrow(/does not match its published hash/);
    await pool.query("update race_lane_rows set prize = prize - 1; alter table race_lane_rows enable trigger all");
    await finalizeRace(testContext(pool), id, "test");
    await expect(pool.query("update race_lane_rows set prize = 1")).rejects.toThrow(/refused/);
  });
});
