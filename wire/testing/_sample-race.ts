import type { MyStanding, Race, Standings, StandingsRow } from "../race.js";

/** Hand-made values in the form of the wire, for tests of whatever shows them. */
export function sampleRace(changes: Partial<Race> = {}): Race {
  return {
    id: "RaceAbc123",
    title: "November Race",
    status: "live",
    startsAt: "2026-11-01T00:00:00.000Z",
    endsAt: "2026-12-01T00:00:00.000Z",
    timeZone: "UTC",
    prizePool: "5000.00",
    prizes: ["2500.00", "1500.00", "1000.00"],
    tieRule: "split",
    minWager: "0.000000",
    rules: {
      version: 1,
      hash: null,
      sources: null,
      weights: {},
      cap: null,
      requireLink: false,
      newcomers: "ask",
      graceMinutes: 15,
      disputeHours: 24,
    },
    version: 4711,
    epoch: "e1",
    players: 55,
    totalWagered: "1234567.891000",
    asOf: "2026-11-22T10:02:03.000Z",
    stale: false,
    ...changes,
  };
}

export function sampleRow(rank: number, changes: Partial<StandingsRow> = {}): StandingsRow {
  return {
    rank,
    player: { id: `p${rank}`, name: `player${rank}` },
    wagered: `${123456 - rank * 11111}.785000`,
    prize: ["2500.00", "1500.00", "1000.00"][rank - 1] ?? "0.00",
    gap: rank === 1 ? "0.000000" : "11111.000000",
    reachedAt: "2026-11-22T10:00:00.000Z",
    ...changes,
  };
}

export function sampleStandings(rows: readonly StandingsRow[], changes: Partial<Standings> = {}): Standings {
  return {
    race: "RaceAbc123",
    version: 4711,
    epoch: "e1",
    asOf: "2026-11-22T10:02:03.000Z",
    stale: false,
    total: rows.length,
    rows: [...rows],
    nextCursor: null,
    ...changes,
  };
}

export function sampleStanding(changes: Partial<MyStanding> = {}): MyStanding {
  return {
    rank: 5,
    wagered: "1234.560000",
    prize: "0.00",
    gapUp: "12.340000",
    gapDown: "3.000000",
    nextPaidRank: 3,
    needed: "250.000000",
    projection: "1800.000000",
    version: 4711,
    ...changes,
  };
}
