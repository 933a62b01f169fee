import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BoardKey } from "../../core/boards/live-boards.js";
import { LOCALES } from "../../messages/locale.js";
import { parseRaceId, type RaceId, telegramUserId } from "../../wire/ids.js";
import { type CallbackAction, decodeCallback, encodeCallback } from "./codec.js";

const raceId = fc.stringMatching(/^[A-Za-z0-9]{10}$/).map((text): RaceId => parseRaceId(text)!);
const board: fc.Arbitrary<BoardKey> = fc.oneof(
  raceId.map((id): BoardKey => `race:${id}`),
  fc.constantFrom<BoardKey>("board:day", "board:week", "board:month", "board:all-time"),
);
const owner = fc.integer({ min: 1, max: 2 ** 52 - 1 }).map(telegramUserId);
const locale = fc.constantFrom(...LOCALES);
const page = fc.integer({ min: 0, max: 36 ** 4 - 1 });
const action: fc.Arbitrary<CallbackAction> = fc.oneof(
  fc.record({ kind: fc.constant("race" as const), race: raceId, locale }),
  fc.record({
    kind: fc.constant("refresh" as const),
    board,
    page,
    locale,
    owner: fc.option(owner, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant("turn" as const), board, page, locale, owner }),
  fc.record({ kind: fc.constant("me" as const), board, locale, owner }),
);

describe("callback data", () => {
  it("comes back as it went in, within Telegram's 64 bytes", () => {
    fc.assert(
      fc.property(action, (sent) => {
        const data = encodeCallback(sent);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(decodeCallback(data)).toEqual(sent);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["nothing", ""],
    ["another version", "2t.en.1.0.m"],
    ["another maker's data", "menu/0/1//ab"],
    ["an unknown language", "1t.xx.1.0.m"],
    ["an owner of zero", "1t.en.0.0.m"],
    ["an owner beyond Telegram's numbers", "1t.en.zzzzzzzzzzz.0.m"],
    ["no owner where one is needed", "1t.en..0.m"],
    ["a board that does not exist", "1t.en.1.0.x"],
    ["a race id that is too short", "1t.en.1.0.rabc"],
    ["a page where none belongs", "1m.en.1.3.m"],
    ["a race card with an owner", "1r.en.1..rRaceAbc123"],
    ["trailing text", "1t.en.1.0.m "],
    ["a line break", "1t.en.1.0.m\n"],
    ["a negative page", "1t.en.1.-1.m"],
  ])("refuses %s", (_what, data) => {
    expect(decodeCallback(data)).toBeUndefined();
  });

  it("never throws on what strangers send", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (data) => {
        expect(() => decodeCallback(data)).not.toThrow();
      }),
    );
  });
});
