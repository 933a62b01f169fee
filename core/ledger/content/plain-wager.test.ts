import fc from "fast-check";
import { expect, test } from "vitest";
import { settledData } from "../../../wire/webhook-events.js";
import { plainSettled, plainWager } from "./plain-wager.js";
import { contentBySchema, readEvent, settledWager } from "./read-events.js";

const NOW = new Date("2026-11-22T10:00:00.000Z");
const PLAIN = {
  wager_id: "w_1",
  revision: 1,
  player_id: "U42",
  player_name: "alice",
  amount: "12.34",
  currency: "USD",
  occurred_at: "2026-11-22T09:59:58.120Z",
  game: { id: "g7", name: "Plinko", category: "originals" },
};

const instant = fc.oneof(
  fc.constantFrom(
    "2026-11-22T09:59:58.120Z",
    "2026-02-29T00:00:00Z",
    "2024-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-11-22T09:59:58.1234567Z",
    "2026-11-22T09:59:58+02:00",
    "2026-11-22T24:00:00Z",
    "2026-11-22 09:59:58Z",
    "1999-12-31T23:59:59Z",
    "2026-11-22T10:05:00.001Z",
    "2099-01-01T00:00:00Z",
  ),
  fc
    .date({ min: new Date("1990-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
);
const text = fc.oneof(fc.string({ maxLength: 130 }), fc.string({ unit: "binary", maxLength: 12 }), fc.constant(""));
const odd = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.boolean(),
  fc.constant([]),
  fc.constant({}),
);
const orOdd = <Value>(plain: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: plain }, { weight: 1, arbitrary: odd });

const game = fc.record({ id: orOdd(text), name: orOdd(text), category: orOdd(text), extra: odd }, { requiredKeys: [] });
const amount = fc.oneof(
  fc.constantFrom("0", "12.34", "-1", "1e2", "010", "10000000000.000001", "0.1234567", "1.50000000", "１２", "0x10"),
  fc.bigInt({ min: 0n, max: 10n ** 11n }).map((units) => `${units / 100n}.${units % 100n}`),
);
const fields: Record<string, fc.Arbitrary<unknown>> = {
  wager_id: fc.constantFrom("w-3", "x".repeat(128), " w", "a b"),
  player_id: fc.constantFrom("7", "ünï", "y".repeat(129)),
  amount,
  occurred_at: instant,
  revision: fc.integer({ min: -1, max: 5 }),
  player_name: text,
  currency: fc.constantFrom("USD", "EUR"),
  game,
};
/** The plain wager with up to three fields that are other, odd, missing or unknown. */
const data = fc
  .array(
    fc.oneof(
      ...Object.entries(fields).map(([name, value]) => fc.tuple(fc.constant(name), orOdd(value))),
      fc.tuple(fc.constantFrom(...Object.keys(PLAIN), "extra"), fc.oneof(odd, fc.constant(undefined))),
    ),
    { maxLength: 3 },
  )
  .map((changes) => ({ ...PLAIN, ...Object.fromEntries(changes) }));
const event = fc.record({
  type: fc.oneof({ weight: 9, arbitrary: fc.constant("wager.settled") }, { weight: 1, arbitrary: odd }),
  timestamp: orOdd(instant),
  data: orOdd(data),
});

test("a whole plain event and a wager with the least it needs are read without the schema", () => {
  expect(plainSettled({ type: "wager.settled", timestamp: "2026-11-22T10:00:00.000Z", data: PLAIN })).toBeDefined();
  const { wager_id, player_id, amount: worth, occurred_at } = PLAIN;
  expect(plainWager({ wager_id, player_id, amount: worth, occurred_at }, 0)).toEqual({
    item: 0,
    ref: "w_1",
    player: "U42",
    playerName: undefined,
    revision: 1n,
    amount: 12_340_000n,
    occurredAt: occurred_at,
    category: null,
    game: null,
  });
});

test.each([
  ["an unknown field", { ...PLAIN, tip: "1" }],
  ["a number as the amount", { ...PLAIN, amount: 12.34 }],
  ["a time in another zone", { ...PLAIN, occurred_at: "2026-11-22T09:59:58+02:00" }],
  ["a blank in an id", { ...PLAIN, wager_id: "w 1" }],
  ["an unknown field of the game", { ...PLAIN, game: { ...PLAIN.game, rtp: "99" } }],
  ["another currency", { ...PLAIN, currency: "EUR" }],
  ["revision 0", { ...PLAIN, revision: 0 }],
])("%s is left to the schema", (_, value) => {
  expect(plainWager(value, -1)).toBeUndefined();
});

test("what is read without the schema is what the schema reads", () => {
  let plain = 0;
  fc.assert(
    fc.property(data, (value) => {
      const parsed: unknown = JSON.parse(JSON.stringify(value));
      const read = plainWager(parsed, 3);
      if (read === undefined) return;
      plain += 1;
      expect(read).toEqual(settledWager(settledData.parse(parsed), 3));
    }),
    { numRuns: 1_500 },
  );
  // Otherwise nothing was compared.
  expect(plain).toBeGreaterThan(300);
});

test("an event reads the same with and without its short cut", () => {
  fc.assert(
    fc.property(event, (value) => {
      const body = JSON.stringify(value);
      expect(readEvent(Buffer.from(body), NOW)).toEqual(contentBySchema(JSON.parse(body), body, NOW));
    }),
    { numRuns: 800 },
  );
});
