import { describe, expect, it } from "vitest";
import { observe, type Finding } from "./consistency.js";
import { readMemory, writeMemory, type MonitorMemory } from "./monitor-memory.js";
import type { SourceRow } from "./reading.js";

interface Account {
  today: number;
  week: number;
  month: number;
  all: number;
}

/** A house of four, and what the monitor says of each answer. */
class House {
  readonly accounts = new Map<string, Account>(
    ["A", "B", "C", "D"].map((uid) => [uid, { today: 50, week: 500, month: 2_000, all: 20_000 }]),
  );
  atMs = Date.UTC(2028, 2, 10);
  latencyMs = 12_000;
  #memory: MonitorMemory = readMemory(undefined);
  #previous: Map<string, SourceRow> | undefined;
  readonly #known = new Set<string>();

  wager(uid: string, usd: number, fields: readonly (keyof Account)[] = ["today", "week", "month", "all"]): void {
    const account = this.accounts.get(uid)!;
    for (const field of fields) account[field] += usd;
  }

  answer(): readonly Finding[] {
    this.atMs += 120_000;
    const rows = [...this.accounts].map(([uid, { today, week, month, all }]): SourceRow => ({
      externalId: uid,
      displayName: uid,
      amount: all.toFixed(4),
      periods: { today: today.toFixed(4), thisWeek: week.toFixed(4), thisMonth: month.toFixed(4) },
    }));
    const previous = this.#previous;
    const { memory, findings } = observe({
      // As it comes out of the database.
      memory: readMemory(JSON.parse(writeMemory(this.#memory))),
      previous: previous && { size: previous.size, rowOf: ({ externalId }) => previous.get(externalId) },
      rows,
      isKnown: (uid) => this.#known.has(uid),
      requestedAt: new Date(this.atMs - this.latencyMs),
      receivedAt: new Date(this.atMs),
    });
    for (const { externalId } of rows) this.#known.add(externalId);
    this.#memory = memory;
    this.#previous = new Map(rows.map((row) => [row.externalId, row]));
    return findings;
  }
}

const named = (findings: readonly Finding[]) => findings.map(({ kind, field }) => `${kind} ${field}`.trim());

describe("the consistency monitor", () => {
  it("says nothing of a house that is well, busy or quiet", () => {
    const house = new House();
    for (let poll = 0; poll < 30; poll++) {
      if (poll % 3 === 0) house.wager("A", 40);
      expect(house.answer()).toEqual([]);
    }
  });

  it("names a month that stands still while the total moves, with since when and how much, and no blocking", () => {
    const house = new House();
    house.answer();
    const found: string[][] = [];
    for (let poll = 0; poll < 8; poll++) {
      house.wager("A", 40, ["today", "week", "all"]);
      found.push(named(house.answer()));
    }
    expect(found.slice(0, 4)).toEqual([[], [], [], []]);
    expect(new Set(found.slice(4).flat())).toEqual(new Set(["counter_frozen this_month"]));
    expect(found.slice(4).every((names) => names.length === 1)).toBe(true);
    house.wager("A", 40, ["today", "week", "all"]);
    expect(house.answer()).toMatchObject([
      {
        isBlocking: false,
        beganAt: new Date(Date.UTC(2028, 2, 10, 0, 4)),
        figures: { polls: "9", wagered: "360.000000" },
      },
    ]);
    // It runs on from where it stood: what it missed stays missing, and that is said from now on.
    for (let poll = 0; poll < 3; poll++) {
      house.wager("A", 40);
      house.answer();
    }
    expect(house.answer()).toMatchObject([
      { kind: "counter_contradicts", field: "this_month", isBlocking: false, figures: { short: "360.000000" } },
    ]);
  });

  it("blocks races when the total stands still while the counters move, and says when that is over", () => {
    const house = new House();
    house.answer();
    for (let poll = 0; poll < 5; poll++) {
      house.wager("B", 60, ["today", "week", "month"]);
      house.answer();
    }
    house.wager("B", 60, ["today", "week", "month"]);
    expect(house.answer()).toMatchObject([{ kind: "counter_frozen", field: "all_time", isBlocking: true }]);
    house.wager("B", 360, ["all"]);
    expect(named(house.answer())).toEqual([]);
  });

  it("is not misled by fields that follow an answer later, nor by counters that begin anew", () => {
    const house = new House();
    house.answer();
    for (let poll = 0; poll < 20; poll++) {
      house.wager("A", 300, poll % 2 === 0 ? ["all"] : ["today", "week", "month"]);
      if (poll === 9)
        for (const account of house.accounts.values()) Object.assign(account, { today: 0, week: 0, month: 0 });
      expect(named(house.answer())).toEqual([]);
    }
  });

  it("names falls of more than a hundredth, and late joiners with old wager, for a day", () => {
    const house = new House();
    house.answer();
    house.wager("A", -10, ["all", "month", "week", "today"]);
    expect(house.answer()).toEqual([]);
    house.wager("B", -450, ["all"]);
    house.accounts.set("E", { today: 0, week: 0, month: 100, all: 9_000 });
    expect(house.answer()).toMatchObject([
      { kind: "totals_fell", figures: { players: "1", amount: "450.000000" } },
      { kind: "late_joiner", figures: { players: "1", amount: "8900.000000" } },
    ]);
    house.atMs += 86_400_000;
    expect(named(house.answer()).filter((name) => !name.startsWith("counter"))).toEqual([]);
  });

  it("names players who are gone until they are back, and answers that take long", () => {
    const house = new House();
    house.answer();
    const gone = house.accounts.get("D")!;
    house.accounts.delete("D");
    expect(house.answer()).toMatchObject([{ kind: "rows_missing", figures: { players: "1" } }]);
    expect(named(house.answer())).toEqual(["rows_missing"]);
    house.accounts.set("D", gone);
    expect(house.answer()).toEqual([]);
    house.latencyMs = 40_000;
    for (let poll = 0; poll < 5; poll++) house.answer();
    expect(house.answer()).toMatchObject([{ kind: "slow", figures: { seconds: "40" } }]);
  });

  it("takes a fall of today for what it is: coins that are worth less", () => {
    const house = new House();
    house.answer();
    for (let poll = 0; poll < 10; poll++) {
      for (const account of house.accounts.values()) account.today *= 0.99;
      house.answer();
    }
    expect(house.answer()).toMatchObject([{ kind: "revalued", field: "today", isBlocking: false }]);
  });
});
