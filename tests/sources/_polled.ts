import type { Pool } from "pg";
import type { CoreContext } from "../../core/context.js";
import { createPolledSource } from "../../core/sources/change-polled-source.js";
import { PolledCasino, type PolledCasinoOptions } from "../../sandbox/casino/polled/polled-casino.js";
import { formatAtto } from "../../sandbox/casino/polled/view.js";
import { Poller } from "../../sources/poller.js";
import type { SourceAdapter } from "../../wire/polled-sources.js";
import type { TestDatabase } from "../_database.js";
import { testContext } from "../core/_world.js";
import { fakeDatabaseClock, type FakeClock } from "../simulation/_fake-clock.js";
import { getFrom, wait } from "./_casino.js";

export interface PolledWorld extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly pool: Pool;
  readonly context: CoreContext;
  readonly casino: PolledCasino;
  readonly poller: Poller;
  /** Waits until the source is due, and asks it. */
  poll(times?: number): Promise<void>;
  /** Totals of the ledger by player of the source, as the ledger adds them up. */
  ledger(): Promise<Map<string, bigint>>;
  /** The casino's books, rounded as the ledger rounds them. */
  books(): Map<string, bigint>;
}

export const START = new Date("2028-03-01T10:00:00.000Z");

/** A polled casino and a product that asks it, on one clock. */
export async function polledWorld(
  database: TestDatabase,
  options: Partial<PolledCasinoOptions> & { adapter?: SourceAdapter; start?: Date; intervalSeconds?: number } = {},
): Promise<PolledWorld> {
  const { adapter = "goated", start = START, intervalSeconds = 120 } = options;
  const clock = await fakeDatabaseClock(database, start);
  const context = testContext(clock.pool, { clock });
  const casino = new PolledCasino({ players: 40, seed: 5, clock, betsPerHour: 60, activeShare: 0.5, ...options });
  const poller = new Poller(context, { allowsLocal: true, get: getFrom(casino, clock), random: () => 0.5 });
  await createPolledSource(
    context,
    {
      slug: "casino",
      name: "Casino",
      adapter,
      baseUrl: "https://casino.example",
      account: "CODE",
      credential: "first-credential",
      intervalSeconds,
    },
    { actor: "test" },
  );
  return {
    clock,
    pool: clock.pool,
    context,
    casino,
    poller,
    async poll(times = 1) {
      for (let time = 0; time < times; time++) {
        await untilDue(clock);
        await poller.round();
        await poller.settled();
      }
    },
    ledger: () => readLedger(clock.pool),
    books: () => roundedBooks(casino),
    async [Symbol.asyncDispose]() {
      await poller[Symbol.asyncDispose]();
      await clock[Symbol.asyncDispose]();
    },
  };
}

async function untilDue(clock: FakeClock): Promise<void> {
  const { rows } = await clock.pool.query<{ due: Date }>("select min(next_poll_at) as due from polled_sources");
  const due = rows[0]?.due ?? clock.now();
  if (due > clock.now()) await wait(clock, due.getTime() - clock.now().getTime());
}

async function readLedger(pool: Pool): Promise<Map<string, bigint>> {
  const { rows } = await pool.query<{ uid: string; total: string }>(
    `select p.external_id as uid, coalesce(sum(l.delta), 0)::text as total
     from players p left join ledger l on l.player_id = p.id and l.kind = 'snapshot' group by 1`,
  );
  return new Map(rows.map(({ uid, total }) => [uid, BigInt(total)]));
}

const ATTO_PER_MICRO = 10n ** 12n;

/** Half-even, as the ledger does it. */
export function toMicro(atto: bigint): bigint {
  const [whole, rest] = [atto / ATTO_PER_MICRO, atto % ATTO_PER_MICRO];
  const half = ATTO_PER_MICRO / 2n;
  return rest > half || (rest === half && whole % 2n === 1n) ? whole + 1n : whole;
}

function roundedBooks(casino: PolledCasino): Map<string, bigint> {
  return new Map(casino.house.accounts.map(({ uid, allTime }) => [uid, toMicro(allTime)]));
}

export { formatAtto };
