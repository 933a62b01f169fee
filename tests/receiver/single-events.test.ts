import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settled, startTestReceiver, voided, type ReceiverUnderTest } from "./_receiver.js";

let under: ReceiverUnderTest;
beforeAll(async () => {
  under = await startTestReceiver();
});
afterAll(async () => under[Symbol.asyncDispose]());

interface Entry {
  seq: number;
  amount: string;
  delta: string;
  revision: string;
  occurred_at: string | null;
  category: string | null;
}

const chainOf = (ref: string): Promise<Entry[]> =>
  under.rows<Entry>(
    `select seq, amount, delta, revision, category,
       to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as occurred_at
     from ledger where kind = 'wager' and ref = $1 order by seq`,
    [ref],
  );

describe("a settled wager", () => {
  test("is in the ledger, exactly and with its microseconds, when 200 is answered", async () => {
    const answer = await under.post(
      settled({
        wager_id: "exact",
        amount: "9999999999.999999",
        occurred_at: "2026-11-22T09:59:58.123456Z",
        currency: "USD",
        player_name: "alice",
        game: { id: "g7", name: "Plinko", category: "originals" },
      }),
    );
    expect(answer).toMatchObject({ status: 200, body: { status: "accepted" } });
    expect(await chainOf("exact")).toEqual([
      {
        seq: 1,
        amount: "9999999999999999",
        delta: "9999999999999999",
        revision: "1",
        category: "originals",
        occurred_at: "2026-11-22T09:59:58.123456",
      },
    ]);
  });

  test("sent again under its id, with a new timestamp and signature, is a duplicate and changes nothing", async () => {
    const event = settled({ wager_id: "again" });
    expect((await under.post(event, { id: "evt_again" })).body).toEqual({ status: "accepted" });
    const later = Math.floor(Date.now() / 1_000) - 30;
    expect(await under.post(event, { id: "evt_again", timestamp: later })).toMatchObject({
      status: 200,
      body: { status: "duplicate" },
    });
    expect(await chainOf("again")).toHaveLength(1);
  });

  test("sent again under another id is a duplicate too", async () => {
    const event = settled({ wager_id: "other-id" });
    await under.post(event);
    expect((await under.post(event)).body).toEqual({ status: "duplicate" });
    expect(await chainOf("other-id")).toHaveLength(1);
  });

  test("under a known delivery id with another body is 409, and the first body stays", async () => {
    const first = settled({ wager_id: "contradicted", amount: "1" });
    await under.post(first, { id: "evt_contradicted" });
    const answer = await under.post(settled({ wager_id: "contradicted", amount: "2" }), { id: "evt_contradicted" });
    expect(answer.status).toBe(409);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect((await chainOf("contradicted")).map((entry) => entry.amount)).toEqual(["1000000"]);
    const [row] = await under.rows<{ body: Buffer }>(
      "select body from webhook_inbox where delivery_id = 'evt_contradicted'",
    );
    expect(row?.body.toString()).toBe(JSON.stringify(first));
    expect(under.log.lines.some((line) => line.level === "error" && line.message.includes("another body"))).toBe(true);
  });

  test("takes an amount that is a number token in exactly its digits", async () => {
    const body = JSON.stringify(settled({ wager_id: "token", amount: "AMOUNT" })).replace(
      '"AMOUNT"',
      "1234567890.123456",
    );
    expect((await under.post(body)).body).toEqual({ status: "accepted" });
    expect((await chainOf("token")).map((entry) => entry.amount)).toEqual(["1234567890123456"]);
  });

  test.each(['"9007199254.740993"', "9007199254.740993"])(
    "of 2^53 + 1 micro-USD, sent as %s, is stored and corrected without a digit changed",
    async (amount) => {
      const ref = `odd-${amount.length}`;
      const text = (revision: number, worth: string): string =>
        JSON.stringify(settled({ wager_id: ref, revision, amount: "AMOUNT" })).replace('"AMOUNT"', worth);
      expect((await under.post(text(1, amount))).body).toEqual({ status: "accepted" });
      expect((await under.post(text(2, '"0.000001"'))).body).toEqual({ status: "accepted" });
      const deltas = (await chainOf(ref)).map((entry) => entry.delta);
      expect(deltas).toEqual(["9007199254740993", "-9007199254740992"]);
    },
  );
});

describe("revisions", () => {
  test("a correction appends the difference and a void takes the rest", async () => {
    await under.post(settled({ wager_id: "corrected", amount: "10" }));
    await under.post(settled({ wager_id: "corrected", amount: "25.5", revision: 2 }));
    await under.post(voided({ wager_id: "corrected", player_id: "U42" }));
    expect((await chainOf("corrected")).map(({ seq, delta }) => [seq, delta])).toEqual([
      [1, "10000000"],
      [2, "15500000"],
      [3, "-25500000"],
    ]);
  });

  test("a void before its settle leaves one entry worth nothing, and the settle does nothing", async () => {
    expect((await under.post(voided({ wager_id: "early", player_id: "U42" }))).body).toEqual({ status: "accepted" });
    expect((await under.post(settled({ wager_id: "early" }))).body).toEqual({ status: "accepted" });
    expect(await chainOf("early")).toMatchObject([
      { seq: 1, amount: "0", delta: "0", revision: String(2n ** 62n), occurred_at: null },
    ]);
  });

  test("the same revision with other content is quarantined with its reason", async () => {
    await under.post(settled({ wager_id: "conflict", amount: "10" }));
    const answer = await under.post(settled({ wager_id: "conflict", amount: "11" }), { id: "evt_conflict" });
    expect(answer).toMatchObject({ status: 202, body: { status: "quarantined", reason: "revision_conflict" } });
    expect(await chainOf("conflict")).toHaveLength(1);
    expect(await under.rows("select outcome from webhook_inbox where delivery_id = 'evt_conflict'")).toEqual([
      { outcome: "quarantined" },
    ]);
  });

  test.each([
    ["player", { player_id: "U43" }, "player_changed"],
    ["event time", { occurred_at: "2026-11-22T09:59:58.121Z" }, "time_changed"],
  ])("a correction that changes the %s is quarantined", async (what, change, reason) => {
    await under.post(settled({ wager_id: `changed-${what}` }));
    const answer = await under.post(settled({ wager_id: `changed-${what}`, revision: 2, ...change }));
    expect(answer).toMatchObject({ status: 202, body: { status: "quarantined", reason } });
  });

  test("thirty posts of one wager's revisions at once, with repeats, leave its last worth", async () => {
    const amounts = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    const events = amounts.map((amount, index) => settled({ wager_id: "storm", amount, revision: index + 1 }));
    const shuffled = [...events, ...events, ...events].sort(() => Math.random() - 0.5);
    const answers = await Promise.all(shuffled.map((event) => under.post(event)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    const chain = await chainOf("storm");
    expect(chain.at(-1)?.amount).toBe("10000000");
    expect(chain.reduce((sum, entry) => sum + BigInt(entry.delta), 0n)).toBe(10_000_000n);
  });
});

describe("what is signed but cannot be applied", () => {
  const raw = (amount: string): string =>
    JSON.stringify(settled({ wager_id: "bad", amount: "AMOUNT" })).replace('"AMOUNT"', amount);
  test.each([
    ["broken JSON", '{"type":', "invalid_json"],
    ["an empty body", "", "invalid_json"],
    ["an unknown type", { type: "wager.lost", timestamp: "2026-11-22T10:00:00Z", data: {} }, "unknown_type"],
    ["a field that is not in the contract", settled({ user_id: "x" }), "invalid_event"],
    ["a missing field", settled({ player_id: undefined }), "invalid_event"],
    ["a negative amount", settled({ amount: "-1" }), "invalid_amount"],
    ["an exponent", settled({ amount: "1e2" }), "invalid_amount"],
    ["an exponent in a number token", raw("1e2"), "invalid_amount"],
    ["a number token that would be infinite", raw("1e400"), "invalid_amount"],
    ["minus zero", raw("-0"), "invalid_amount"],
    ["hexadecimal", settled({ amount: "0x10" }), "invalid_amount"],
    ["full-width digits", settled({ amount: "１２" }), "invalid_amount"],
    ["seven decimals", settled({ amount: "1.0000001" }), "invalid_amount"],
    ["more than the largest amount", settled({ amount: "10000000000.000001" }), "invalid_amount"],
    ["another currency", settled({ currency: "EUR" }), "unsupported_currency"],
    [
      "an event time six minutes ahead",
      settled({ occurred_at: new Date(Date.now() + 360_000).toISOString() }),
      "occurred_in_future",
    ],
    ["a time without a zone", settled({ occurred_at: "2026-11-22T09:59:58" }), "invalid_event"],
    ["a day that is not in the calendar", settled({ occurred_at: "2026-02-30T09:59:58Z" }), "invalid_event"],
    ["revision 0", settled({ revision: 0 }), "invalid_event"],
    ["nesting beyond 16", `${"[".repeat(17)}${"]".repeat(17)}`, "json_too_deep"],
    ["a wager id with a zero byte", settled({ wager_id: "a\0b" }), "invalid_event"],
    ["a wager id of 129 letters", settled({ wager_id: "x".repeat(129) }), "invalid_event"],
    ["a field whose name has a zero byte", settled({ "a\0b": 1 }), "invalid_event"],
    ["a field that comes twice", raw('"1","amount":"2"'), "invalid_json"],
    ["a field that comes twice as a number token", raw('1,"amount":1'), "invalid_json"],
    ["a mark of byte order", `\ufeff${JSON.stringify(settled())}`, "invalid_json"],
    ["a revision beyond 2^53", settled({ revision: 2 ** 53 }), "invalid_event"],
  ])("%s is kept as a dead letter", async (_, content, reason) => {
    const id = `evt_bad_${Math.random().toString(36).slice(2)}`;
    const answer = await under.post(content, { id });
    expect(answer).toMatchObject({ status: 202, body: { status: "quarantined", reason } });
    const [letter] = await under.rows<{ body: Buffer; reason: string; state: string; headers: Record<string, string> }>(
      "select body, reason, state, headers from dead_letters where delivery_id = $1",
      [id],
    );
    expect(letter).toMatchObject({ reason, state: "open" });
    expect(letter?.body.toString()).toBe(typeof content === "string" ? content : JSON.stringify(content));
    expect(letter?.headers["webhook-signature"]).toHaveLength(8);
  });

  test("the largest there may be is taken", async () => {
    const longest = { wager_id: "🏇".repeat(128), player_id: "x".repeat(128), revision: 2 ** 53 - 1 };
    expect((await under.post(settled(longest), { id: "i".repeat(128) })).body).toEqual({ status: "accepted" });
  });

  test("it is answered as a duplicate when it is sent again", async () => {
    await under.post("{", { id: "evt_quarantined_twice" });
    expect(await under.post("{", { id: "evt_quarantined_twice" })).toMatchObject({
      status: 200,
      body: { status: "duplicate" },
    });
    expect(await under.rows("select 1 from dead_letters where delivery_id = 'evt_quarantined_twice'")).toHaveLength(1);
  });
});

describe("players", () => {
  const player = (id: string) =>
    under.rows<{ name: string | null }>("select name from players where external_id = $1", [id]);
  const event = (type: string, data: object, timestamp: string): object => ({ type, timestamp, data });

  test("a referred player is known before he wagers", async () => {
    const data = { player_id: "R1", player_name: "newcomer", referred_at: "2026-11-22T09:00:00Z" };
    expect((await under.post(event("player.referred", data, "2026-11-22T09:00:00Z"))).body).toEqual({
      status: "accepted",
    });
    expect(await player("R1")).toEqual([{ name: "newcomer" }]);
  });

  test("the newest name wins in whatever order messages arrive, and every name is kept", async () => {
    await under.post(settled({ player_id: "R2", player_name: "first" }));
    await under.post(event("player.renamed", { player_id: "R2", player_name: "third" }, "2026-11-22T12:00:00Z"));
    await under.post(event("player.renamed", { player_id: "R2", player_name: "second" }, "2026-11-22T11:00:00Z"));
    expect(await player("R2")).toEqual([{ name: "third" }]);
    const names = await under.rows<{ name: string }>(
      "select n.name from player_names n join players p on p.id = n.player_id where p.external_id = 'R2' order by seen_at",
    );
    expect(names.map(({ name }) => name)).toEqual(["first", "third"]);
  });

  test("a name that nobody can show does not cost the wager", async () => {
    const answer = await under.post(
      settled({ wager_id: "named", player_id: "R3", player_name: `\u0000${"x".repeat(300)}` }),
    );
    expect(answer.body).toEqual({ status: "accepted" });
    expect(await player("R3")).toEqual([{ name: "x".repeat(100) }]);
  });

  test("a clock that runs ahead cannot nail a name for ever", async () => {
    await under.post({ ...settled({ player_id: "R4", player_name: "ahead" }), timestamp: "2099-01-01T00:00:00Z" });
    const now = new Date(Date.now() + 1_000).toISOString();
    await expect
      .poll(async () => {
        await under.post(event("player.renamed", { player_id: "R4", player_name: "now" }, now));
        return player("R4");
      })
      .toEqual([{ name: "now" }]);
  });
});
