import { createHmac, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError, type CommandInput } from "../../cli/command.js";
import { tryDialectCommand } from "../../cli/commands/sources.js";
import { InvalidInputError, NotFoundError } from "../../core/errors.js";
import { listDeadLetters } from "../../core/ledger/dead-letters.js";
import { replayDeadLetter } from "../../core/ledger/replay-dead-letter.js";
import { createSource } from "../../core/sources/create-source.js";
import { changeSource } from "../../core/sources/change-source.js";
import { tryDialect } from "../../core/sources/try-dialect.js";
import { createTestDatabase } from "../_database.js";
import {
  contextOn,
  send,
  settled,
  startTestReceiver,
  TestClock,
  type Answer,
  type ReceiverUnderTest,
} from "./_receiver.js";

const MAPPING = {
  wagerId: "data.object.bet",
  playerId: "data.object.customer",
  status: "type",
  statuses: { "bet.approved": "settled", "bet.reversed": "voided", "bet.pending": "ignored" },
  amount: "data.object.stake",
  amountUnit: "cents",
  occurredAt: "created",
  timeFormat: "seconds",
};
const GITHUB = {
  kind: "hmac",
  signature: { header: "x-hub-signature-256", encoding: "hex", prefix: "sha256=" },
  id: { header: "x-github-delivery" },
  mapping: MAPPING,
};
const STRIPE = {
  kind: "hmac",
  signature: {
    header: "stripe-signature",
    encoding: "hex",
    timestamp: { in: "signature", name: "t", signatureName: "v1", separator: "." },
  },
  id: { path: "id" },
  mapping: MAPPING,
};
const SHOPIFY = {
  kind: "hmac",
  signature: { header: "x-shopify-hmac-sha256", encoding: "base64" },
  id: { header: "x-shopify-webhook-id" },
  mapping: MAPPING,
};
const CONVOY = {
  kind: "hmac",
  signature: {
    header: "x-convoy-signature",
    encoding: "hex",
    timestamp: { in: "signature", name: "t", signatureName: "v1", separator: "," },
  },
  mapping: MAPPING,
};

const SECRET = "a secret the sender chose";
const hmac = (text: string, encoding: "hex" | "base64", secret = SECRET): string =>
  createHmac("sha256", secret).update(text).digest(encoding);
const now = (): number => Math.floor(Date.now() / 1_000);
const message = (more: object = {}): string =>
  JSON.stringify({
    id: "evt_1",
    type: "bet.approved",
    created: now(),
    data: { object: { bet: "b_1", customer: "C1", stake: 1234 } },
    ...more,
  });

async function startWith(dialect: unknown): Promise<ReceiverUnderTest> {
  const under = await startTestReceiver({ secret: SECRET });
  await changeSource(under.context, under.slug, { dialect });
  // Receivers read the sources anew every 2 s; a post that is in no known form makes them look at once.
  await send(under.receiver.port, {
    path: "/hooks/v1/casino",
    body: Buffer.from("{}"),
    headers: { "content-type": "application/json" },
  });
  return under;
}

const post = (under: ReceiverUnderTest, body: string, headers: Record<string, string | string[]>): Promise<Answer> =>
  send(under.receiver.port, {
    path: "/hooks/v1/casino",
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(body),
  });

describe("published signatures of other schemes", () => {
  const W =
    '{"type":"wager.settled","timestamp":"2025-03-01T12:00:00.000Z","data":{"wager_id":"w_1","user_id":"u_42","amount":"12.34","currency":"USD"}}';
  const context = { clock: new TestClock() };
  test.each([
    [
      "GitHub",
      GITHUB,
      "It's a Secret to Everybody",
      "Hello, World!",
      "x-hub-signature-256",
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      0,
    ],
    [
      "Stripe",
      STRIPE,
      "whsec_test_secret",
      W,
      "stripe-signature",
      "t=1740830400,v1=7bf607d9f90b3e4582b248b7d7236fb4e7dcfaa5ea67310f98dcdf6deeee262c",
      1_740_830_400,
    ],
    [
      "Stripe, t not first",
      STRIPE,
      "whsec_test_secret",
      W,
      "stripe-signature",
      "v1=7bf607d9f90b3e4582b248b7d7236fb4e7dcfaa5ea67310f98dcdf6deeee262c,t=1740830400",
      1_740_830_400,
    ],
    [
      "Stripe, several of which one is right",
      STRIPE,
      "whsec_test_secret",
      W,
      "stripe-signature",
      `t=1740830400,v1=${"0".repeat(64)},v0=ab,v1=7bf607d9f90b3e4582b248b7d7236fb4e7dcfaa5ea67310f98dcdf6deeee262c`,
      1_740_830_400,
    ],
    ["Shopify", SHOPIFY, "hush", W, "x-shopify-hmac-sha256", "723MaYV15UeWHtKOo+QLrNwlrkOHQBXoQ56i729rpcE=", 0],
    [
      "Convoy",
      CONVOY,
      "convoy-webhook-secret",
      '{"event":"charge.success","amount":1000,"currency":"NGN"}',
      "x-convoy-signature",
      "t=1700000000,v1=77b8b9269f25a199846a55a2bd25b3fba151c70fdae60bb1dcd87fbbc943c55c",
      1_700_000_000,
    ],
  ])("%s", (_, dialect, secret, body, header, signature, at) => {
    const sample = { headers: { [header]: signature }, body, secret, at: new Date(at * 1_000) };
    expect(tryDialect(context, dialect, sample).signature).toBe("right");
    const flipped = signature.replace(/.(?=.?$)/, (digit) => (digit === "0" ? "1" : "0"));
    expect(tryDialect(context, dialect, { ...sample, headers: { [header]: flipped } }).signature).not.toBe("right");
    expect(
      tryDialect(context, dialect, { ...sample, headers: { [header]: signature.slice(0, -2) } }).signature,
    ).not.toBe("right");
    expect(tryDialect(context, dialect, { ...sample, headers: {} }).signature).toBe("not in form");
  });

  test.each(["t=Infinity,v1=ab", "t=1e9,v1=ab", "v1=ab", "t=1740830400,t=1740830400,v1=ab", "1740830400"])(
    "Stripe's header as %s is not in form",
    (signature) => {
      const sample = { headers: { "stripe-signature": signature }, body: W, secret: "x".repeat(16) };
      expect(tryDialect(context, STRIPE, sample).signature).toBe("not in form");
    },
  );

  test("Stripe's timestamp is timely to the second, in both directions", () => {
    const headers = {
      "stripe-signature": "t=1740830400,v1=7bf607d9f90b3e4582b248b7d7236fb4e7dcfaa5ea67310f98dcdf6deeee262c",
    };
    const at = (offset: number): string =>
      tryDialect(context, STRIPE, {
        headers,
        body: W,
        secret: "whsec_test_secret",
        at: new Date((1_740_830_400 + offset) * 1_000),
      }).signature;
    expect([at(-301), at(-300), at(300), at(301)]).toEqual(["not timely", "right", "right", "not timely"]);
  });
});

describe("a source with a dialect", () => {
  test("GitHub's shape: settles, ignores, reverses, and knows its deliveries", async () => {
    await using under = await startWith(GITHUB);
    const deliver = (body: string, id: string): Promise<Answer> =>
      post(under, body, { "x-hub-signature-256": `sha256=${hmac(body, "hex")}`, "x-github-delivery": id });
    const first = message();
    expect(await deliver(first, "d-1")).toMatchObject({ status: 200, body: { status: "accepted" } });
    expect((await deliver(first, "d-1")).body).toEqual({ status: "duplicate" });
    expect((await deliver(message({ x: 1 }), "d-1")).status).toBe(409);
    const other = { object: { bet: "b_2", customer: "C1", stake: 999 } };
    expect((await deliver(message({ type: "bet.pending", data: other }), "d-2")).body).toEqual({ status: "accepted" });
    expect((await deliver(message({ type: "bet.reversed" }), "d-3")).body).toEqual({ status: "accepted" });
    expect(await deliver(message({ type: "bet.lost" }), "d-4")).toMatchObject({
      status: 202,
      body: { reason: "unknown_type" },
    });
    expect(await under.rows("select ref, amount, delta from ledger order by seq")).toEqual([
      { ref: "b_1", amount: "12340000", delta: "12340000" },
      { ref: "b_1", amount: "0", delta: "-12340000" },
    ]);
  });

  test("Stripe's shape: the id is in the body, two signatures during a rotation", async () => {
    await using under = await startWith(STRIPE);
    const body = message();
    const t = now();
    const header = `t=${t},v1=${"0".repeat(64)},v1=${hmac(`${t}.${body}`, "hex")}`;
    expect((await post(under, body, { "stripe-signature": header })).body).toEqual({ status: "accepted" });
    expect(await under.rows("select delivery_id from webhook_inbox")).toEqual([{ delivery_id: "evt_1" }]);
    const late = `t=${t - 301},v1=${hmac(`${t - 301}.${body}`, "hex")}`;
    expect((await post(under, body, { "stripe-signature": late })).status).toBe(401);
    expect((await post(under, body, { "stripe-signature": [header, header] })).status).toBe(400);
  });

  test("Shopify's shape, and a sender that leaves its id out is known by his bytes", async () => {
    await using under = await startWith(SHOPIFY);
    const body = message();
    const headers = { "x-shopify-hmac-sha256": hmac(body, "base64") };
    expect((await post(under, body, headers)).body).toEqual({ status: "accepted" });
    expect((await post(under, body, headers)).body).toEqual({ status: "duplicate" });
    expect((await post(under, body, { "x-shopify-hmac-sha256": hmac(body, "hex") })).status).toBe(401);
  });

  test("our own form is not accepted from it, nor its batch and totals paths", async () => {
    await using under = await startWith(GITHUB);
    expect((await under.post(settled())).status).toBe(400);
    expect((await under.post(settled(), { path: "/hooks/v1/casino/batch" })).status).toBe(404);
  });

  test("form bodies are read when the dialect says so", async () => {
    const mapping = {
      wagerId: "order",
      playerId: "user",
      playerName: "name",
      amount: "amount",
      amountUnit: "usd",
      occurredAt: "time",
    };
    await using under = await startWith({ ...GITHUB, format: "form", id: undefined, mapping });
    const body = "order=o_1&user=U%201&name=Zo%C3%AB+B&amount=12.345678&time=2026-11-22T09%3A00%3A00Z";
    const answer = await send(under.receiver.port, {
      path: "/hooks/v1/casino",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-hub-signature-256": `sha256=${hmac(body, "hex")}`,
      },
      body: Buffer.from(body),
    });
    expect(answer.body).toEqual({ status: "accepted" });
    expect(await under.rows("select external_id, name from players")).toEqual([{ external_id: "U 1", name: "Zoë B" }]);
  });

  test("a dead letter of a wrong mapping is applied once the mapping is mended", async () => {
    await using under = await startWith({ ...GITHUB, mapping: { ...MAPPING, playerId: "data.object.player" } });
    const body = message();
    await post(under, body, { "x-hub-signature-256": `sha256=${hmac(body, "hex")}`, "x-github-delivery": "d-1" });
    await changeSource(under.context, under.slug, { dialect: GITHUB });
    const [letter] = await listDeadLetters(under.context, { limit: 1 });
    expect(letter).toMatchObject({ reason: "invalid_event", detail: "data.object.player: is missing" });
    expect(letter?.headers["x-hub-signature-256"]).toHaveLength(8);
    expect(await replayDeadLetter(under.context, letter!.id)).toEqual({ status: "replayed", resolution: "recorded" });
  });
});

describe("GET postbacks", () => {
  // Everflow and TUNE let an advertiser choose the names; these are theirs.
  const EVERFLOW = {
    kind: "postback",
    idParameter: "transaction_id",
    mapping: {
      wagerId: "transaction_id",
      playerId: "user_id",
      amount: "amount",
      amountUnit: "usd",
      occurredAt: "ts",
      timeFormat: "seconds",
      game: "adv1",
    },
  };
  const TUNE = {
    kind: "postback",
    mapping: {
      wagerId: "transaction_id",
      playerId: "adv_sub",
      status: "status",
      amount: "amount",
      amountUnit: "usd",
      occurredAt: "ts",
      timeFormat: "seconds",
    },
  };
  const get = (under: ReceiverUnderTest, query: string): Promise<Answer> =>
    send(under.receiver.port, { method: "GET", path: `/hooks/v1/casino?${query}` });

  test("Everflow's shape is recorded once", async () => {
    await using under = await startWith(EVERFLOW);
    const query = `nid=7&transaction_id=t%2F1&amount=5.25&user_id=U1&adv1=Crash&ts=${now()}`;
    const signed = `${query}&sig=${hmac(query, "hex")}`;
    expect(await get(under, signed)).toMatchObject({ status: 200, body: { status: "accepted" } });
    expect((await get(under, signed)).body).toEqual({ status: "duplicate" });
    expect(await under.rows("select ref, amount, game from ledger")).toEqual([
      { ref: "t/1", amount: "5250000", game: "Crash" },
    ]);
  });

  test("TUNE's shape: approved settles and reversed takes it back", async () => {
    await using under = await startWith(TUNE);
    for (const [id, status] of [
      ["1", "approved"],
      ["2", "pending"],
      ["3", "reversed"],
    ] as const) {
      const query = `id=${id}&transaction_id=t1&amount=5&adv_sub=U1&status=${status}&ts=${now()}`;
      expect((await get(under, `sig=${hmac(query, "hex")}&${query}`)).body).toEqual({ status: "accepted" });
    }
    expect(await under.rows("select delta from ledger order by seq")).toEqual([
      { delta: "5000000" },
      { delta: "-5000000" },
    ]);
  });

  test("our own vector: the query is signed as it stands, without the signature", () => {
    const query = "id=evt_1&transaction_id=t%2F1&amount=12.34&adv_sub=Zo%C3%AB&status=approved&ts=1740830400";
    const right = "2a64c98def736c237ba699fb63d741e9f160600f9d5ef0107d3387b67e490133";
    const at = new Date(1_740_830_400_000);
    const context = { clock: new TestClock() };
    expect(tryDialect(context, TUNE, { query: `${query}&sig=${right}`, secret: SECRET, at }).signature).toBe("right");
    expect(
      tryDialect(context, TUNE, { query: `${query}&sig=${right.replace("a", "b")}`, secret: SECRET, at }).signature,
    ).toBe("wrong");
    expect(tryDialect(context, TUNE, { query: `${query}&sig=${right}`, secret: SECRET, at }).wager).toMatchObject({
      wagerId: "t/1",
      playerId: "Zoë",
      amount: "12.340000",
    });
  });

  test.each([
    ["a wrong signature", (query: string) => `${query}&sig=${"0".repeat(64)}`, 401],
    ["a changed amount", (query: string) => `${query.replace("amount=5", "amount=50")}&sig=${hmac(query, "hex")}`, 401],
    ["no signature", (query: string) => query, 400],
    ["a repeated name", (query: string) => `${query}&amount=5&sig=${hmac(`${query}&amount=5`, "hex")}`, 400],
    ["a line break in a value", (query: string) => `${query}&x=%0A&sig=${hmac(`${query}&x=%0A`, "hex")}`, 400],
    ["bytes that are not UTF-8", (query: string) => `${query}&x=%ff&sig=${hmac(`${query}&x=%ff`, "hex")}`, 400],
    ["a token instead of a signature", (query: string) => `${query}&sig=token`, 401],
  ])("%s is refused", async (_, sign, status) => {
    await using under = await startWith(TUNE);
    const query = `id=1&transaction_id=t1&amount=5&adv_sub=U1&status=approved&ts=${now()}`;
    expect((await get(under, sign(query))).status).toBe(status);
  });

  test("are off unless configured: the answer is that of an unknown source", async () => {
    await using under = await startTestReceiver({ secret: SECRET });
    const query = `id=1&transaction_id=t1&amount=5&adv_sub=U1&status=approved&ts=${now()}`;
    const signed = `${query}&sig=${hmac(query, "hex")}`;
    const unknown = await send(under.receiver.port, { method: "GET", path: `/hooks/v1/nobody?${signed}` });
    expect([(await get(under, signed)).status, unknown.status]).toEqual([401, 401]);
    expect(await under.rows("select 1 from ledger")).toEqual([]);
  });
});

describe("a dialect before it goes live", () => {
  const context = { clock: new TestClock() };
  const trial = (mapping: object, body: string) =>
    tryDialect(
      context,
      { ...GITHUB, mapping: { ...MAPPING, ...mapping } },
      { headers: { "x-hub-signature-256": "x" }, body },
    );

  test("shows the wager it would record", () => {
    expect(
      trial(
        { game: "data.object.game[0].name" },
        message({ data: { object: { bet: "b", customer: "C", stake: 1, game: [{ name: "Dice" }] } } }),
      ),
    ).toMatchObject({
      signature: "not checked",
      wager: { wagerId: "b", playerId: "C", amount: "0.010000", revision: "1", game: "Dice" },
      refused: null,
    });
  });

  test("on the command line, from a file", async () => {
    await using database = await createTestDatabase();
    const open = contextOn(database.pool, new TestClock());
    await createSource(open, { slug: "partner", name: "Partner", mode: "events" });
    const file = join(tmpdir(), `trial-${randomUUID()}.json`);
    const run = async (content: unknown) => {
      await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
      const input = { context: { ...open, pool: database.pool }, positionals: ["partner", file] };
      return tryDialectCommand.run(input as unknown as CommandInput);
    };
    const sample = { dialect: GITHUB, headers: { "x-hub-signature-256": "x" }, body: message({}) };
    const tried = await run(sample);
    expect([tried.isGood, tried.text]).toEqual([true, expect.stringContaining("wager b_1, revision 1, of player C1")]);
    expect((await run({ ...sample, body: "{}" })).text).toContain("quarantined");
    await expect(run("{")).rejects.toBeInstanceOf(UsageError);
    await expect(run({ body: message({}) })).rejects.toThrow("no dialect to try");
    await rm(file);
  });

  test.each([
    [5, "0.050000"],
    [12, "0.120000"],
    [1234, "12.340000"],
    ["0", "0.000000"],
    ["1.5", "0.015000"],
  ])("%s cents are %s dollars", (stake, amount) => {
    expect(trial({}, message({ data: { object: { bet: "b", customer: "C", stake } } })).wager?.amount).toBe(amount);
  });

  // Read as cents it has 19 decimals; taken as it stands it would be a hundred times as much.
  test.each(["1.00000000000000000", "1e2", "-5", "05"])("%s cents are no amount", (stake) => {
    const refused = trial({}, message({ data: { object: { bet: "b", customer: "C", stake } } })).refused;
    expect(refused).toMatchObject({ reason: "invalid_amount" });
  });

  test("number tokens keep their digits", () => {
    const body = message().replace("1234", "900719925474.0993");
    expect(trial({}, body).wager?.amount).toBe("9007199254.740993");
  });

  test("corrections without a number are ordered by their own time", () => {
    const { wager } = trial({ revisionTime: "created" }, message({ created: 1_740_830_400 }));
    expect(wager?.revision).toBe("1740830400002");
  });

  test("a path leads to own values only", () => {
    expect(trial({ playerId: "data.constructor.name" }, message()).refused).toMatchObject({ reason: "invalid_event" });
  });

  test("a dialect that cannot be is refused field by field", async () => {
    await using under = await startTestReceiver();
    const wrong = {
      kind: "hmac",
      signature: { header: "Authorization", encoding: "hex" },
      mapping: { ...MAPPING, wagerId: "a..b" },
    };
    const refused = await changeSource(under.context, under.slug, { dialect: wrong }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidInputError);
    expect(refused).toMatchObject({ issues: [{ path: "signature.header" }, { path: "mapping.wagerId" }] });
    await expect(changeSource(under.context, "nobody", { dialect: null })).rejects.toBeInstanceOf(NotFoundError);
  });
});
