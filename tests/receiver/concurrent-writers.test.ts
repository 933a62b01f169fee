import * as fc from "fast-check";
import { Client, type ClientBase } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DatabaseError } from "pg";
import { createSource } from "../../core/sources/create-source.js";
import { ConnectionLane } from "../../core/ledger/connection-lane.js";
import { ContendedError } from "../../core/ledger/database-errors.js";
import type { Delivery } from "../../core/ledger/delivery.js";
import { recordWhateverHappens } from "../../core/ledger/ledger-writer.js";
import { PlayerDirectory } from "../../core/ledger/players.js";
import { recordDeliveries } from "../../core/ledger/record-deliveries.js";
import { recordTotals } from "../../core/ledger/record-totals.js";
import { prepareLedgerSession } from "../../core/ledger/session.js";
import { sourceId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";
import { VOID_REVISION } from "../../wire/webhook-events.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { deliveryOf, revisionOf } from "./_deliveries.js";
import { contextOn, TestClock } from "./_receiver.js";

let database: TestDatabase;
let source: number;
let clients: [Client, Client];
beforeAll(async () => {
  database = await createTestDatabase();
  ({ id: source } = await createSource(contextOn(database.pool, new TestClock()), {
    slug: "a",
    name: "A",
    mode: "events",
  }));
  clients = [await open(), await open()];
});
afterAll(async () => {
  for (const client of clients) await client.end();
  await database[Symbol.asyncDispose]();
});

async function open(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await prepareLedgerSession(client);
  await client.query("set deadlock_timeout = '20ms'");
  return client;
}

/** The same connection, but its statements lock in the order in which they are given their keys. */
function withoutSorting(client: Client): ClientBase {
  return new Proxy(client, {
    get(target, property) {
      if (property !== "query") return Reflect.get(target, property, target);
      return (query: string | { text: string; values: unknown[]; name?: string }, values?: unknown[]) => {
        if (typeof query === "string") return target.query(query, values);
        const text = query.text.replaceAll(/order by source_id, (?:delivery_id|ref) collate "C"/g, "");
        return target.query({ text, values: query.values });
      };
    },
  });
}

/** Two writers record the same new deliveries, one in the opposite order. @returns deadlocks */
async function meet(round: number, one: ClientBase, other: ClientBase, isSorted: boolean): Promise<number> {
  const refs = Array.from({ length: 500 }, (_, index) => `meet-${isSorted}-${round}-${String(index).padStart(3, "0")}`);
  const directory = new PlayerDirectory();
  const deliveries = refs.map((ref) => deliveryOf(source, [revisionOf(ref)], ref));
  await directory.ensure(one, [
    { sourceId: deliveries[0]!.sourceId, player: "U1", playerName: undefined, namedAt: new Date() },
  ]);
  const outcomes = await Promise.allSettled([
    recordDeliveries(one, directory, deliveries),
    recordDeliveries(other, directory, deliveries.toReversed()),
  ]);
  return outcomes.filter(
    (outcome) =>
      outcome.status === "rejected" && outcome.reason instanceof DatabaseError && outcome.reason.code === "40P01",
  ).length;
}

describe("two writers that meet the same deliveries in opposite order", () => {
  test("never deadlock, and every wager is in the ledger once", async () => {
    let deadlocks = 0;
    for (let round = 0; round < 10; round++) deadlocks += await meet(round, ...clients, true);
    expect(deadlocks).toBe(0);
    const { rows } = await database.pool.query<{ count: string }>(
      "select count(*) from ledger where ref like 'meet-true-%'",
    );
    expect(rows[0]?.count).toBe("5000");
  });

  test("control: the same statements without their sorting do deadlock", async () => {
    let deadlocks = 0;
    for (let round = 0; round < 50 && deadlocks === 0; round++) {
      deadlocks += await meet(round, withoutSorting(clients[0]), withoutSorting(clients[1]), false);
    }
    expect(deadlocks).toBeGreaterThan(0);
  });
});

interface Told {
  wager: number;
  revision: bigint;
}

/** What a wager is worth under a revision: a function of both, so that repeats agree. */
const worth = ({ wager, revision }: Told): bigint =>
  revision === VOID_REVISION ? 0n : BigInt(wager + 1) * 1_000n + revision;

test("revisions in any order, repeated, in any batches, by two writers, leave each wager's last worth", async () => {
  const told = fc.record({
    wager: fc.integer({ min: 0, max: 3 }),
    revision: fc.oneof(
      { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 4n }) },
      { weight: 1, arbitrary: fc.constant(VOID_REVISION) },
    ),
  });
  const flushes = fc.array(fc.array(fc.array(told, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 6,
  });
  // Another try of this test meets the same database.
  let run = Math.floor(Math.random() * 1e6) * 1_000;
  await fc.assert(
    fc.asyncProperty(flushes, async (all) => {
      run += 1;
      const deliveries = all.map((flush) =>
        flush.map((items) =>
          deliveryOf(
            source,
            items.map((one) => toRevision(run, one)),
          ),
        ),
      );
      await Promise.all([0, 1].map((lane) => recordAll(deliveries.filter((_, index) => index % 2 === lane))));
      expect(await readWorth(run)).toEqual(expectedWorth(all.flat(2)));
    }),
    { numRuns: 60 },
  );
});

function toRevision(run: number, told: Told) {
  const isVoid = told.revision === VOID_REVISION;
  return revisionOf(`run-${run}-${told.wager}`, {
    revision: told.revision,
    amount: microUsd(worth(told)),
    occurredAt: isVoid ? null : "2026-11-22T09:00:00Z",
  });
}

const directory = new PlayerDirectory();

async function recordAll(flushes: readonly (readonly Delivery[])[]): Promise<void> {
  await using lane = new ConnectionLane(database.pool, 10_000);
  for (const flush of flushes) {
    const outcomes = await recordWhateverHappens(lane, flush, { directory, giveUpAt: performance.now() + 10_000 });
    for (const { kind } of outcomes) expect(kind).toBe("recorded");
  }
}

async function readWorth(run: number): Promise<Record<string, [string, string]>> {
  const { rows } = await database.pool.query<{ ref: string; sum: string; last: string }>(
    `select ref, sum(delta) as sum, (array_agg(amount order by seq desc))[1] as last from ledger
     where ref like $1 group by ref`,
    [`run-${run}-%`],
  );
  return Object.fromEntries(rows.map(({ ref, sum, last }) => [ref.split("-")[2], [sum, last]]));
}

function expectedWorth(all: readonly Told[]): Record<string, [string, string]> {
  const last = new Map<number, Told>();
  for (const one of all) if ((last.get(one.wager)?.revision ?? 0n) < one.revision) last.set(one.wager, one);
  return Object.fromEntries([...last].map(([wager, one]) => [String(wager), [String(worth(one)), String(worth(one))]]));
}

/** A connection on which the first statement that extends a chain finds another writer ahead of it. */
function losingOnce(client: Client): ClientBase {
  let hasLost = false;
  return new Proxy(client, {
    get(target, property) {
      if (property !== "query") return Reflect.get(target, property, target);
      return (query: string | { name?: string }, values?: unknown[]) => {
        if (typeof query !== "string" && query.name === "append-entries" && !hasLost) {
          hasLost = true;
          return Promise.reject(new ContendedError("another writer extended the same wagers"));
        }
        return target.query(query as string, values);
      };
    },
  });
}

describe("a flush that is repeated because of one of its deliveries", () => {
  const giveUp = () => ({ directory, giveUpAt: performance.now() + 10_000 });
  const accepted = { kind: "recorded", accepted: 1, duplicates: 0, refused: [] };

  test("answers `accepted` for what its first attempt committed", async () => {
    const [client] = clients;
    await recordDeliveries(client, directory, [deliveryOf(source, [revisionOf("again-1")])]);
    const isNew = deliveryOf(source, [revisionOf("again-2")]);
    const corrects = deliveryOf(source, [revisionOf("again-1", { revision: 2n, amount: microUsd(7n) })]);
    const contended = losingOnce(client);
    const outcomes = await recordWhateverHappens({ use: (work) => work(contended) }, [isNew, corrects], giveUp());
    expect(outcomes).toEqual([accepted, accepted]);
    const repeated = await recordWhateverHappens({ use: (work) => work(client) }, [isNew], giveUp());
    expect(repeated, "a true redelivery").toEqual([{ kind: "repeated" }]);
  });

  test("answers `accepted` for the neighbours of a correction that the database refuses", async () => {
    const [client] = clients;
    await recordDeliveries(client, directory, [deliveryOf(source, [revisionOf("again-3")])]);
    const beyondTheRange = microUsd(10n ** 16n + 1n);
    const flush = [
      deliveryOf(source, [revisionOf("again-4")]),
      deliveryOf(source, [revisionOf("again-3", { revision: 2n, amount: beyondTheRange })]),
      deliveryOf(source, [revisionOf("again-5")]),
    ];
    const outcomes = await recordWhateverHappens({ use: (work) => work(client) }, flush, giveUp());
    expect([outcomes[0], outcomes[2]]).toEqual([accepted, accepted]);
    expect(outcomes[1]).toMatchObject({ refused: [{ item: -1, reason: "refused_by_database" }] });
  });
});

test("two writers of one source's totals take turns: what they post adds up to the newest total", async () => {
  const { id } = await createSource(contextOn(database.pool, new TestClock()), {
    slug: "t",
    name: "T",
    mode: "totals",
  });
  const names = Array.from({ length: 300 }, (_, index) => `T${index}`);
  const record = async (client: Client, round: number, minute: number): Promise<void> => {
    const asOf = `2026-11-22T${String(round + 10)}:0${minute}:00Z`;
    const rows = names.map((player) => ({ player, playerName: undefined, total: String(round * 10 + minute) }));
    const snapshot = { sourceId: sourceId(id), asOf, receivedAt: new Date(), rows };
    await recordTotals(client, directory, snapshot, () => Promise.resolve(undefined));
  };
  for (let round = 0; round < 10; round++) {
    await Promise.all(clients.map((client, lane) => record(client, round, lane + 1)));
  }
  const { rows } = await database.pool.query(
    `select count(*)::int as players, count(*) filter (where recorded <> posted)::int as wrong, min(recorded)::text as least
     from player_totals
     join (select player_id, sum(delta) as posted from ledger where source_id = $1 group by 1) l using (player_id)`,
    [id],
  );
  expect(rows).toEqual([{ players: 300, wrong: 0, least: "92000000" }]);
});

describe("players that are remembered", () => {
  async function recordedWith(memory: PlayerDirectory, ref: string, player: string): Promise<unknown> {
    const [client] = clients;
    const options = { directory: memory, giveUpAt: performance.now() + 10_000 };
    const delivery = deliveryOf(source, [revisionOf(ref, { player })]);
    const [outcome] = await recordWhateverHappens({ use: (work) => work(client) }, [delivery], options);
    expect(outcome).toMatchObject({ kind: "recorded", accepted: 1, refused: [] });
    const { rows } = await database.pool.query(
      "select external_id from ledger join players on players.id = player_id where ref = $1",
      [ref],
    );
    return rows;
  }

  test("from another database are looked up again, and no entry is written for a stranger", async () => {
    await using other = await createTestDatabase();
    const { id } = await createSource(contextOn(other.pool, new TestClock()), { slug: "a", name: "A", mode: "events" });
    expect(id, "the same number as here").toBe(source);
    const stale = new PlayerDirectory();
    const elsewhere = new Client({ connectionString: other.url });
    await elsewhere.connect();
    const mentioned = { sourceId: id, player: "U-stale", playerName: undefined, namedAt: new Date() };
    const known = await stale.ensure(elsewhere, [mentioned]);
    await elsewhere.end();
    // There his number is that of somebody else here.
    const { rows } = await database.pool.query<{ external_id: string }>(
      "select external_id from players where id = $1",
      [known.idOf(id, "U-stale")],
    );
    expect(rows[0]?.external_id).not.toBe("U-stale");
    expect(await recordedWith(stale, "stale-1", "U-stale")).toEqual([{ external_id: "U-stale" }]);
  });

  test("are looked up again, too, after their table was written anew", async () => {
    const memory = new PlayerDirectory();
    expect(await recordedWith(memory, "rewritten-1", "U-kept")).toEqual([{ external_id: "U-kept" }]);
    await database.pool.query("vacuum full players");
    expect(await recordedWith(memory, "rewritten-2", "U-kept")).toEqual([{ external_id: "U-kept" }]);
  });
});

test("a connection posts without a look until it meets something known, and looks for a while after", async () => {
  const client = await open();
  const names: string[] = [];
  const watched = new Proxy(client, {
    get(target, property) {
      if (property !== "query") return Reflect.get(target, property, target);
      return (query: string | { name?: string; text: string; values: unknown[] }, values?: unknown[]) => {
        if (typeof query !== "string" && query.name !== undefined) names.push(query.name);
        return target.query(query as string, values);
      };
    },
  });
  const players = new PlayerDirectory();
  const record = (ref: string) => recordDeliveries(watched, players, [deliveryOf(source, [revisionOf(ref)], ref)]);
  await record("seen-1");
  await record("seen-2");
  expect(names).toEqual(["post-unseen", "post-unseen"]);
  expect(await record("seen-1")).toEqual([{ kind: "repeated" }]);
  await record("seen-3");
  expect(names.slice(2)).toEqual(["post-unseen", "post-new", "post-new"]);
  for (let flush = 0; flush < 64; flush++) await record(`seen-more-${flush}`);
  expect(names.at(-1)).toBe("post-unseen");
  await client.end();
});
