import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settled, startTestReceiver, type Answer, type ReceiverUnderTest } from "./_receiver.js";

const TIMESTAMP = "2026-11-22T10:00:00.000Z";

describe("a batch", () => {
  let under: ReceiverUnderTest;
  beforeAll(async () => {
    under = await startTestReceiver();
  });
  afterAll(async () => under[Symbol.asyncDispose]());

  const post = (wagers: unknown[], id?: string): Promise<Answer> =>
    under.post(
      { type: "wager.batch", timestamp: TIMESTAMP, data: { wagers } },
      { path: "/hooks/v1/casino/batch", ...(id === undefined ? {} : { id }) },
    );
  const many = (count: number, prefix: string): unknown[] =>
    Array.from(
      { length: count },
      (_, index) => settled({ wager_id: `${prefix}${index}`, player_id: `P${index % 50}` }).data,
    );

  test("of 1,000 wagers is accepted whole, and one more is too many", async () => {
    expect(await post(many(1_000, "full-"))).toMatchObject({
      status: 200,
      body: { status: "accepted", accepted: 1_000, duplicates: 0, quarantined: 0 },
    });
    const [row] = await under.rows<{ count: string }>("select count(*) from ledger where ref like 'full-%'");
    expect(row?.count).toBe("1000");
    expect(await post(many(1_001, "more-"))).toMatchObject({ status: 202, body: { reason: "too_many_wagers" } });
  });

  test("tells new, known and bad wagers apart, and keeps the bad ones one by one", async () => {
    await post(many(3, "mixed-"));
    const bad = { ...settled({ wager_id: "mixed-bad" }).data, amount: -5, extra: 1 };
    const answer = await post([...many(5, "mixed-"), bad, { nonsense: true }], "evt_mixed");
    expect(answer.body).toEqual({ status: "accepted", accepted: 2, duplicates: 3, quarantined: 2 });
    const letters = await under.rows<{ item: number; reason: string; body: Buffer }>(
      "select item, reason, body from dead_letters where delivery_id = 'evt_mixed' order by item",
    );
    expect(letters.map(({ item, reason }) => [item, reason])).toEqual([
      [5, "invalid_amount"],
      [6, "invalid_event"],
    ]);
    expect(JSON.parse(String(letters[0]?.body))).toEqual({
      type: "wager.batch",
      timestamp: TIMESTAMP,
      data: { wagers: [bad] },
    });
  });

  test("without wagers is accepted, and a wager that comes twice with other content counts as it came first", async () => {
    expect((await post([])).body).toEqual({ status: "accepted", accepted: 0, duplicates: 0, quarantined: 0 });
    const { data } = settled({ wager_id: "torn", amount: "1" });
    const answer = await post([data, data, { ...data, amount: "99" }], "evt_torn");
    expect(answer.body).toEqual({ status: "accepted", accepted: 1, duplicates: 1, quarantined: 1 });
    expect(await under.rows("select amount from ledger where ref = 'torn'")).toEqual([{ amount: "1000000" }]);
    expect(await under.rows("select item, reason from dead_letters where delivery_id = 'evt_torn'")).toEqual([
      { item: 2, reason: "revision_conflict" },
    ]);
  });

  test("whose bad wager has a field that the database could not hold loses that one only", async () => {
    const answer = await post([settled().data, { ...settled().data, "a\0\ud800b": 1 }], "evt_nul");
    expect(answer.body).toEqual({ status: "accepted", accepted: 1, duplicates: 0, quarantined: 1 });
    expect(await under.rows("select item, reason from dead_letters where delivery_id = 'evt_nul'")).toEqual([
      { item: 1, reason: "invalid_event" },
    ]);
  });

  test("of 1,000 bad wagers is read once for all its dead letters, not once for each", async () => {
    const euros = many(1_000, "euro-").map((wager) => Object.assign({}, wager, { currency: "EUR" }));
    const before = process.cpuUsage();
    expect((await post(euros, "evt_euros")).body).toMatchObject({ accepted: 0, quarantined: 1_000 });
    // 2 s when each was cut out of a body read anew, 0.2 s now.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
    const letters = await under.rows<{ body: Buffer }>(
      "select body from dead_letters where delivery_id = 'evt_euros' and item = 999",
    );
    expect(JSON.parse(String(letters[0]?.body))).toMatchObject({ data: { wagers: [euros[999]] } });
  });

  test("sent again is a duplicate with its numbers", async () => {
    await post(many(4, "twice-"), "evt_twice");
    expect((await post(many(4, "twice-"), "evt_twice")).body).toEqual({
      status: "accepted",
      accepted: 0,
      duplicates: 4,
      quarantined: 0,
    });
  });

  test("may hold several revisions of one wager, in any order", async () => {
    const revisions = [3, 1, 2].map((revision) => ({
      ...settled({ wager_id: "thrice", amount: `${revision}0` }).data,
      occurred_at: "2026-11-22T09:00:00Z",
      revision,
    }));
    expect((await post(revisions)).body).toMatchObject({ accepted: 3 });
    const [row] = await under.rows<{ sum: string; last: string }>(
      "select sum(delta), (array_agg(amount order by seq desc))[1] as last from ledger where ref = 'thrice'",
    );
    expect(row).toEqual({ sum: "30000000", last: "30000000" });
  });

  test("reads amounts that are number tokens in their digits", async () => {
    const body = JSON.stringify({ type: "wager.batch", timestamp: TIMESTAMP, data: { wagers: many(2, "token-") } });
    const tokens = Buffer.from(body.replaceAll('"12.34"', "1234567890.123456"));
    const answer = await under.post(tokens, { path: "/hooks/v1/casino/batch" });
    expect(answer.body).toMatchObject({ accepted: 2, quarantined: 0 });
    const rows = await under.rows<{ amount: string }>("select amount from ledger where ref like 'token-%'");
    expect(rows.map(({ amount }) => amount)).toEqual(["1234567890123456", "1234567890123456"]);
  });

  test("of which the database refuses a wager loses that one only", async () => {
    await refuseRef(under, "poison-7");
    const answer = await post(many(500, "poison-"), "evt_poison");
    expect(answer).toMatchObject({
      status: 200,
      body: { status: "accepted", accepted: 499, duplicates: 0, quarantined: 1 },
    });
    expect(await under.rows("select item, reason, detail from dead_letters where delivery_id = 'evt_poison'")).toEqual([
      { item: 7, reason: "refused_by_database", detail: "SQLSTATE 22003" },
    ]);
  });

  test("500 single posts at once, of which the database refuses one, lose that one only", async () => {
    await refuseRef(under, "single-poison");
    const refs = Array.from({ length: 500 }, (_, index) => (index === 250 ? "single-poison" : `single-${index}`));
    const started = performance.now();
    const answers = await Promise.all(refs.map((ref) => under.post(settled({ wager_id: ref }))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(499);
    expect(answers[250]).toMatchObject({ status: 202, body: { status: "quarantined", reason: "refused_by_database" } });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

/** Makes the database refuse one wager in the way a sum past 2^63 is refused. */
async function refuseRef(under: ReceiverUnderTest, ref: string): Promise<void> {
  const name = `refuse_${ref.replaceAll("-", "_")}`;
  await under.database.pool.query(`
    create function ${name}() returns trigger language plpgsql as $$
      begin raise exception 'refused' using errcode = '22003'; end $$;
    create trigger ${name} before insert on ledger for each row when (new.ref = '${ref}') execute function ${name}()`);
}

describe("cumulative totals", () => {
  let under: ReceiverUnderTest;
  beforeAll(async () => {
    under = await startTestReceiver({ mode: "totals" });
  });
  afterAll(async () => under[Symbol.asyncDispose]());

  const post = (asOf: string, players: unknown[] | string, id?: string): Promise<Answer> => {
    const body = JSON.stringify({
      type: "totals.snapshot",
      timestamp: TIMESTAMP,
      data: { as_of: asOf, players: "ROWS" },
    });
    const rows = typeof players === "string" ? players : JSON.stringify(players);
    return under.post(body.replace('"ROWS"', rows), {
      path: "/hooks/v1/casino/totals",
      ...(id === undefined ? {} : { id }),
    });
  };
  const total = (player: string, allTime: string, more: object = {}): object => ({
    player_id: player,
    player_name: `name of ${player}`,
    all_time: allTime,
    ...more,
  });
  const entries = (player: string) =>
    under.rows<{ amount: string; delta: string; covers_from: string | null; occurred_at: string }>(
      `select amount, delta, covers_from::text, occurred_at::text from ledger join players on players.id = player_id
       where external_id = $1 order by ledger.id`,
      [player],
    );

  test("the first is an opening entry, the next a difference over the time between", async () => {
    const answer = await post("2026-11-22T08:00:00Z", [total("A", "304515.592582", { today: "1.5", this_week: "2" })]);
    expect(answer.body).toEqual({ status: "accepted", accepted: 1, duplicates: 0, quarantined: 0 });
    await post("2026-11-22T09:00:00.123456Z", [total("A", "304520.592582")]);
    expect(await entries("A")).toEqual([
      { amount: "304515592582", delta: "304515592582", covers_from: null, occurred_at: "2026-11-22 08:00:00+00" },
      {
        amount: "304520592582",
        delta: "5000000",
        covers_from: "2026-11-22 08:00:00+00",
        occurred_at: "2026-11-22 09:00:00.123456+00",
      },
    ]);
    expect(await under.rows("select name from players where external_id = 'A'")).toEqual([{ name: "name of A" }]);
  });

  test("late, repeated and reversed snapshots change nothing", async () => {
    await post("2026-11-22T08:00:00Z", [total("B", "10")]);
    await post("2026-11-22T09:00:00Z", [total("B", "30")]);
    expect((await post("2026-11-22T08:30:00Z", [total("B", "20")])).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await post("2026-11-22T09:00:00Z", [total("B", "31")])).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await entries("B")).map(({ delta }) => delta)).toEqual(["10000000", "20000000"]);
  });

  test("the same delivery again is a duplicate, and with another body a conflict", async () => {
    await post("2026-11-22T08:00:01Z", [total("C", "10")], "evt_totals");
    expect((await post("2026-11-22T08:00:01Z", [total("C", "10")], "evt_totals")).body).toMatchObject({
      status: "accepted",
      accepted: 0,
      duplicates: 1,
    });
    expect((await post("2026-11-22T08:00:01Z", [total("C", "11")], "evt_totals")).status).toBe(409);
  });

  test("a decrease is a correction, and one of more than a hundredth is told", async () => {
    const told = (): unknown[] =>
      under.log.lines.flatMap(({ level, message, fields }) =>
        level === "warn" && message.includes("fell") ? [fields["players"]] : [],
      );
    await post("2026-11-22T08:00:02Z", [total("D", "10"), total("D2", "10")]);
    await post("2026-11-22T09:00:02Z", [total("D", "9.9"), total("D2", "10")]);
    expect(told()).toEqual([]);
    await post("2026-11-22T09:00:02.5Z", [total("D", "9.78"), total("D2", "10.1")]);
    expect((await entries("D")).map(({ delta }) => delta)).toEqual(["10000000", "-100000", "-120000"]);
    expect(told()).toEqual([1]);
  });

  test("a player who is missing is unchanged, and pages of one moment add up", async () => {
    await post("2026-11-22T08:00:03Z", [total("E", "10"), total("F", "20")]);
    await post("2026-11-22T09:00:03Z", [total("E", "11")]);
    await post("2026-11-22T09:00:03Z", [total("F", "22")]);
    expect((await entries("E")).map(({ delta }) => delta)).toEqual(["10000000", "1000000"]);
    expect((await entries("F")).map(({ delta }) => delta)).toEqual(["20000000", "2000000"]);
    expect(await under.rows("select rows from snapshots where as_of = '2026-11-22T09:00:03Z'")).toEqual([{ rows: 2 }]);
  });

  test("digits below a micro-USD are kept, make no entry alone, and are not lost when they add up", async () => {
    const steps = ["0.0000003", "0.0000004", "0.0000006", "0.0000014", "0.0000016"];
    for (const [index, step] of steps.entries()) await post(`2026-11-22T08:1${index}:00Z`, [total("G", step)]);
    expect((await entries("G")).map(({ delta }) => delta)).toEqual(["1", "1"]);
    expect(
      await under.rows(
        "select total, recorded from player_totals t join players p on p.id = t.player_id where external_id = 'G'",
      ),
    ).toEqual([{ total: "0.0000016", recorded: "2" }]);
  });

  test("number tokens are read in their digits", async () => {
    await post("2026-11-22T08:00:04Z", '[{"player_id":"H","all_time":15000.501234567890123456}]');
    expect(
      await under.rows(
        "select total from player_totals t join players p on p.id = t.player_id where external_id = 'H'",
      ),
    ).toEqual([{ total: "15000.501234567890123456" }]);
  });

  test("bad rows and repeated players are kept as dead letters, the rest counts", async () => {
    const answer = await post("2026-11-22T08:00:05Z", [total("I", "1"), total("J", "-1"), total("I", "2")], "evt_rows");
    expect(answer.body).toEqual({ status: "accepted", accepted: 1, duplicates: 0, quarantined: 2 });
    expect(
      await under.rows("select item, reason, endpoint from dead_letters where delivery_id = 'evt_rows' order by item"),
    ).toEqual([
      { item: 1, reason: "invalid_amount", endpoint: "totals" },
      { item: 2, reason: "repeated_player", endpoint: "totals" },
    ]);
  });

  test.each([
    ["broken JSON", "[", "invalid_json"],
    ["another type", '[],"x":1', "invalid_event"],
  ])("%s is quarantined whole", async (_, rows, reason) => {
    expect(await post("2026-11-22T08:00:06Z", rows)).toMatchObject({ status: 202, body: { reason } });
  });

  test("a moment six minutes ahead is quarantined", async () => {
    const ahead = new Date(Date.now() + 360_000).toISOString();
    expect(await post(ahead, [total("K", "1")])).toMatchObject({ status: 202, body: { reason: "occurred_in_future" } });
  });

  test("a source of events takes no totals", async () => {
    await using events = await startTestReceiver();
    const body = { type: "totals.snapshot", timestamp: TIMESTAMP, data: { as_of: TIMESTAMP, players: [] } };
    expect(await events.post(body, { path: "/hooks/v1/casino/totals" })).toMatchObject({
      status: 202,
      body: { status: "quarantined", reason: "wrong_mode" },
    });
  });

  test("20,000 players in one snapshot are recorded, and the differences add up to the totals", async () => {
    const rows = (factor: number): object[] =>
      Array.from({ length: 20_000 }, (_, index) => total(`M${index}`, `${index * factor}.123456789`));
    // On a busy machine 5 s may pass before the COMMIT; the contract is then 503 and a redelivery, so that is done here.
    const deliver = async (id: string, asOf: string, players: unknown[]): Promise<void> => {
      await expect.poll(async () => (await post(asOf, players, id)).status, { timeout: 60_000 }).toBe(200);
    };
    await deliver("many-1", "2026-11-22T08:00:07Z", rows(1));
    await deliver("many-2", "2026-11-22T09:00:07Z", rows(2));
    const [found] = await under.rows<{ newest: string; entries: string; wrong: string }>(`
      select count(*) filter (where as_of = '2026-11-22T09:00:07Z') as newest, sum(entries) as entries,
        count(*) filter (where recorded <> sum) as wrong
      from player_totals t
      join players p on p.id = t.player_id and p.external_id ~ '^M[0-9]+$'
      join (select player_id, sum(delta) as sum, count(*) as entries from ledger group by 1) l using (player_id)`);
    // The opening of each, and the difference of all but the player at 0.
    expect(found).toEqual({ newest: "20000", entries: "39999", wrong: "0" });
  });
});
