import { afterEach, beforeEach, expect, test } from "vitest";
import { generateSecret } from "../../sandbox/casino/sign.js";
import { type CasinoOptions, type CasinoReport, simulateCasino } from "../../sandbox/casino/simulate.js";
import { ContractReceiver } from "./_receiver.js";

const secret = generateSecret();
const clock = { now: () => new Date() };

let receiver: ContractReceiver;
let receiverUrl: string;

beforeEach(async () => {
  receiver = new ContractReceiver(secret);
  receiverUrl = await receiver.listen();
});

afterEach(() => receiver[Symbol.asyncDispose]());

function defaults(): CasinoOptions {
  return {
    receiverUrl,
    source: "demo",
    secret,
    ratePerSecond: 300,
    players: 30,
    seconds: 1,
    seed: "test",
    clock,
    signal: new AbortController().signal,
  };
}

function simulate(options: Partial<CasinoOptions> = {}): Promise<CasinoReport> {
  return simulateCasino({ ...defaults(), ...options });
}

const sums = (report: CasinoReport): Map<string, bigint> =>
  new Map([...report.players].map(([playerId, { microUsd }]) => [playerId, microUsd]));

const sorted = (totals: ReadonlyMap<string, bigint>): [string, bigint][] =>
  [...totals].sort(([a], [b]) => (a < b ? -1 : 1));

test("it keeps its rate, and what it reports is what the receiver has", async () => {
  const report = await simulate();
  expect(report.bets).toBe(300);
  expect(report.outcomes).toEqual({ accepted: 300, duplicate: 0, quarantined: 0, refused: 0, undelivered: 0 });
  expect(report.isExact).toBe(true);
  expect(sorted(sums(report))).toEqual(sorted(receiver.totals()));
  expect(report.totalMicroUsd).toBe([...receiver.totals().values()].reduce((sum, total) => sum + total, 0n));
  expect(receiver.wagers).toBe(300);
});

test("duplicates, voids, corrections, renames, late and out-of-order posts change nothing of that", async () => {
  const report = await simulate({
    duplicates: 0.3,
    voids: 0.2,
    corrections: 0.2,
    renames: 0.05,
    lateness: { share: 0.2, maxSeconds: 3_600 },
  });
  expect(report.outcomes).toMatchObject({ quarantined: 0, refused: 0, undelivered: 0 });
  expect(report.outcomes.duplicate).toBeGreaterThan(30);
  expect(report.isExact).toBe(true);
  expect(sorted(sums(report))).toEqual(sorted(receiver.totals()));
  const ids = receiver.arrivals.map(({ id }) => id);
  expect(new Set(ids).size).toBeLessThan(ids.length - 20);
  const bodies = receiver.arrivals.map(({ body }) => body);
  expect(bodies.some((body) => body.includes('"wager.voided"') && body.includes('"revision"'))).toBe(true);
  expect(bodies.some((body) => body.includes('"wager.voided"') && !body.includes('"revision"'))).toBe(true);
  expect(bodies.some((body) => body.includes('"wager.settled"') && body.includes('"revision":2'))).toBe(true);
  expect(receiver.names.size).toBeGreaterThan(0);
});

test("a receiver that refuses, cuts and loses answers at random still ends with the reported sums", async () => {
  const statuses = [503, 429, 500] as const;
  receiver.fault = (_, index) => {
    if (index % 7 === 0) return { kind: "cut", committed: index % 2 === 0 };
    if (index % 5 === 0) return { kind: "answer", status: statuses[index % 3]! };
    return undefined;
  };
  const report = await simulate({
    duplicates: 0.1,
    voids: 0.1,
    corrections: 0.1,
    scheduleMs: Array<number>(20).fill(50),
  });
  expect(report.attempts).toBeGreaterThan(report.bets * 1.3);
  expect(report.outcomes.undelivered).toBe(0);
  expect(report.isExact).toBe(true);
  expect(sorted(sums(report))).toEqual(sorted(receiver.totals()));
});

test("an outage with 503 and Retry-After is waited out in silence", async () => {
  let until: number | undefined;
  receiver.fault = ({ at }, index) => {
    if (index < 50) return undefined;
    until ??= at + 800;
    return at < until ? { kind: "answer", status: 503, retryAfter: 1 } : undefined;
  };
  const report = await simulate({ connections: 4 });
  expect(report.outcomes).toMatchObject({ accepted: 300, undelivered: 0 });
  // Those under way when the first 503 came, and no more.
  expect(report.attempts - 300).toBeLessThanOrEqual(4);
  expect(sorted(sums(report))).toEqual(sorted(receiver.totals()));
});

test("when nobody can know what was committed, the truth lies within the reported bounds", async () => {
  receiver.fault = (_, index) => (index % 4 === 0 ? { kind: "cut", committed: index % 8 === 0 } : undefined);
  const report = await simulate({ scheduleMs: [0], voids: 0.2, corrections: 0.2 });
  expect(report.outcomes.undelivered).toBeGreaterThan(20);
  expect(report.isExact).toBe(false);
  const totals = receiver.totals();
  for (const [playerId, { leastMicroUsd, mostMicroUsd }] of report.players) {
    const truth = totals.get(playerId) ?? 0n;
    expect(leastMicroUsd <= truth && truth <= mostMicroUsd).toBe(true);
  }
});

test("batches carry the same wagers in fewer posts", async () => {
  const report = await simulate({ batchSize: 40, duplicates: 0.2 });
  expect(receiver.arrivals.every(({ path }) => path === "/hooks/v1/demo/batch")).toBe(true);
  expect(receiver.arrivals.length).toBeLessThan(20);
  expect(receiver.wagers).toBe(300);
  expect(report.isExact).toBe(true);
  expect(sorted(sums(report))).toEqual(sorted(receiver.totals()));
});

test("a wrong secret is reported as refused and counts nothing", async () => {
  const report = await simulate({ secret: generateSecret() });
  expect(report.refusedStatuses).toEqual(new Map([[401, 300]]));
  expect(report.totalMicroUsd).toBe(0n);
  expect(report.isExact).toBe(true);
});

test("the signal ends an endless run at once, and what was acknowledged by then is reported", async () => {
  const over = new AbortController();
  receiver.fault = (_, index) => {
    if (index === 100) over.abort();
    return index > 90 ? { kind: "silence" } : undefined;
  };
  const { seconds: _, ...endless } = { ...defaults(), signal: over.signal };
  const report = await simulateCasino(endless);
  expect(report.bets).toBeGreaterThanOrEqual(100);
  expect(report.outcomes.accepted).toBeGreaterThan(80);
  for (const [playerId, total] of receiver.totals()) {
    const sum = report.players.get(playerId);
    expect(sum && sum.leastMicroUsd <= total && total <= sum.mostMicroUsd).toBe(true);
  }
});

test("a signal that was given before the start posts nothing", async () => {
  const report = await simulate({ signal: AbortSignal.abort() });
  expect(report.bets).toBe(0);
  expect(receiver.arrivals).toEqual([]);
});

test("two runs of one seed have the same players and other wagers", async () => {
  const first = await simulate({ seconds: 0.2 });
  const second = await simulate({ seconds: 0.2 });
  expect(first.run).not.toBe(second.run);
  expect(receiver.wagers).toBe(first.bets + second.bets);
  expect(sorted(sums(first))).toEqual(sorted(sums(second)));
});
