import { describe, expect, it } from "vitest";
import { SourceError, type Reading, type ReadingRange } from "../../core/sources/reading.js";
import { isTimeZone } from "../../core/time/time-zone.js";
import type { PolledFault } from "../../sandbox/casino/polled/faults.js";
import { PolledCasino } from "../../sandbox/casino/polled/polled-casino.js";
import type { Adapter, AdapterSettings, CreateAdapter } from "../../sources/adapter.js";
import type { HttpGet } from "../../sources/http-get.js";
import { getFrom, movableClock, wait, type MovableClock } from "./_casino.js";

export const CREDENTIAL = "k3y-that-nobody-may-see";
const START = "2028-02-10T12:00:00.000Z";

export interface AdapterCase {
  readonly create: CreateAdapter;
  readonly settings: AdapterSettings;
  /** What a reading must say of the casino's books: exact totals by player, without those it leaves out. */
  truth(casino: PolledCasino, start: Date, now: Date): ReadonlyMap<string, string>;
}

interface Stage {
  readonly casino: PolledCasino;
  readonly clock: MovableClock;
  readonly adapter: Adapter;
  readonly asked: URL[];
}

function stage({ create, settings }: AdapterCase, get?: HttpGet): Stage {
  const clock = movableClock(START);
  const casino = new PolledCasino({
    players: 80,
    seed: 7,
    clock,
    betsPerHour: 30,
    activeShare: 0.5,
    credential: CREDENTIAL,
  });
  const asked: URL[] = [];
  const ask = get ?? getFrom(casino, clock);
  const adapter = create(
    { ...settings, credential: CREDENTIAL },
    (url, headers) => {
      asked.push(url);
      return ask(url, headers);
    },
    clock,
  );
  return { casino, clock, adapter, asked };
}

async function failure(adapter: Adapter, range?: ReadingRange): Promise<SourceError> {
  try {
    await adapter.fetch(range);
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("the adapter took it");
}

const FAULTS: readonly (readonly [PolledFault, SourceError["kind"]])[] = [
  ["auth", "auth"],
  ["rate-limit", "rate-limited"],
  ["challenge", "rate-limited"],
  ["outage", "unavailable"],
  ["html-502", "unavailable"],
  ["truncated", "unavailable"],
  ["very-slow", "unavailable"],
  ["html-200", "bad-shape"],
  ["not-success", "bad-shape"],
  ["another-shape", "bad-shape"],
];

/** What every adapter of a casino that is asked must do. */
export function describeAdapter(name: string, test: AdapterCase): void {
  describe(`the adapter ${name}`, () => {
    it("says what its source can tell", () => {
      const { capabilities } = stage(test).adapter;
      expect(isTimeZone(capabilities.zone)).toBe(true);
      expect(capabilities.minIntervalSec).toBeGreaterThanOrEqual(30);
      expect(capabilities.history).toBe(capabilities.mode === "range");
    });

    it("reads every total in its sender's digits, with both times and the hash of the bytes", async () => {
      const { adapter, casino, clock } = stage(test);
      await wait(clock, 5 * 3_600_000);
      const before = clock.now();
      const reading = await adapter.fetch();
      expect(totals(reading)).toEqual(test.truth(casino, new Date(START), clock.now()));
      expect(reading.rows.length).toBeGreaterThan(10);
      expect(reading.requestedAt).toEqual(before);
      expect(reading.receivedAt.getTime() - before.getTime()).toBe(12_000);
      expect(reading.rawHash).toMatch(/^[0-9a-f]{64}$/);
      expect(reading.rows.every(({ displayName }) => displayName !== "")).toBe(true);
    });

    it.each(FAULTS)("of the fault %s says %s, and is well again afterwards", async (fault, kind) => {
      const { adapter, casino } = stage(test);
      casino.faults.switch(fault, true);
      const error = await failure(adapter);
      expect(error.kind).toBe(kind);
      expect(error.message).not.toContain(CREDENTIAL);
      expect(error.retryAfterSeconds).toBe(fault === "rate-limit" ? 120 : undefined);
      casino.faults.clear();
      expect((await adapter.fetch()).rows).toBeDefined();
    });

    it("refuses a credential that is not accepted as an expired one", async () => {
      const clock = movableClock(START);
      const casino = new PolledCasino({ players: 4, seed: 1, clock, betsPerHour: 1, credential: "another" });
      expect((await failure(stage(test, getFrom(casino, clock)).adapter)).kind).toBe("auth");
    });

    it("asks its own host only, below the given address", async () => {
      const { adapter, asked } = stage(test);
      await adapter.fetch();
      expect(asked.map(({ origin }) => origin)).toEqual(["https://casino.example"]);
    });

    it.each(["null", "[]x", "{}", '{"data":null}', '{"success":true}', '"text"', "", "\u0000", "[".repeat(40)])(
      "refuses %j as another shape",
      async (body) => {
        const { adapter } = stage(test, answering(body));
        expect((await failure(adapter)).kind).toBe("bad-shape");
      },
    );

    it("refuses an answer that is not UTF-8", async () => {
      const { adapter } = stage(test, answering(Buffer.from([0xff, 0xfe, 0x7b])));
      expect((await failure(adapter)).kind).toBe("bad-shape");
    });

    it("does not follow to another address", async () => {
      const { adapter } = stage(test, answering("", 302));
      expect((await failure(adapter)).kind).toBe("bad-request");
    });

    it("tells a closed window exactly if its source has a history, and refuses what it does not know", async () => {
      const { adapter, casino, clock } = stage(test);
      await wait(clock, 3 * 86_400_000);
      const range = { start: new Date("2028-02-11T00:00:00Z"), end: new Date("2028-02-12T00:00:00Z") };
      const told = adapter.capabilities.history ? totals(await adapter.fetch(range)) : undefined;
      expect(told).toEqual(adapter.capabilities.history ? test.truth(casino, range.start, range.end) : undefined);
      expect(told?.size ?? 99).toBeGreaterThan(3);
      const part = { start: range.start, end: new Date("2028-02-11T18:00:00Z") };
      expect((await failure(adapter, part)).kind).toBe("bad-request");
    });
  });
}

function totals(reading: Reading): Map<string, string> {
  return new Map(reading.rows.map(({ externalId, amount }) => [externalId, amount]));
}

export function answering(body: string | Buffer, status = 200): HttpGet {
  return () =>
    Promise.resolve({
      status,
      headers: {},
      body: Buffer.from(body),
      requestedAt: new Date(START),
      receivedAt: new Date(START),
    });
}
