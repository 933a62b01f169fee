import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createInboxConnection, type InboxConnection } from "../../bot/inbox/inbox-connection.js";
import { type Outcome, startLaneWorker } from "../../bot/inbox/lane-worker.js";
import { createWakeup, type Wakeup } from "../../bot/inbox/wakeup.js";
import {
  becomeLeader,
  type ClaimedUpdate,
  hintUpdates,
  pruneUpdates,
  storeUpdates,
} from "../../core/telegram/inbox.js";
import { settableClock, testContext } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { until } from "../_until.js";

const BOT = 42;

interface TestWorker {
  wakeup: Wakeup;
  connection: InboxConnection;
  stop(): Promise<void>;
}

let database: TestDatabase;
let pool: Pool;
const workers: TestWorker[] = [];
const clock = settableClock("2026-11-22T12:00:00Z");

beforeEach(async () => {
  database = await createTestDatabase();
  pool = database.pool;
  clock.set("2026-11-22T12:00:00Z");
});

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await database[Symbol.asyncDispose]();
});

function startWorker(handle: (update: ClaimedUpdate) => Promise<Outcome>): TestWorker {
  const stop = new AbortController();
  const wakeup = createWakeup();
  const { log } = testContext(pool);
  const connection = createInboxConnection({ pool, log, botId: BOT, onHint: () => wakeup.wake() });
  const worker = startLaneWorker({ pool, clock, log, botId: BOT, connection, wakeup, handle }, stop.signal);
  const started: TestWorker = {
    wakeup,
    connection,
    async stop() {
      stop.abort();
      await worker[Symbol.asyncDispose]();
      connection.close();
    },
  };
  workers.push(started);
  return started;
}

function message(updateId: number, chat: number): unknown {
  return { update_id: updateId, message: { message_id: updateId, chat: { id: chat } } };
}

async function store(...updates: unknown[]): Promise<number> {
  return storeUpdates({ pool, clock }, BOT, updates);
}

async function states(): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ update_id: string; state: string }>(
    "select update_id, state from telegram_updates order by update_id",
  );
  return Object.fromEntries(rows.map((row) => [row.update_id, row.state]));
}

/** What the death of a process looks like to the database. */
async function killSession(worker: TestWorker): Promise<void> {
  const pid = await worker.connection.use(async ({ client }) => {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    return rows[0]?.pid;
  });
  await pool.query("select pg_terminate_backend($1)", [pid]);
}

const done = async (): Promise<Outcome> => ({ kind: "done" });

describe("storing updates", () => {
  it("keeps an update once, however often it is delivered", async () => {
    expect(await store(message(1, 7), message(2, 7), message(1, 7))).toBe(2);
    expect(await store(message(1, 7))).toBe(0);
    expect(await states()).toEqual({ 1: "ready", 2: "ready" });
  });

  it("leaves out what is no update and keeps its neighbours", async () => {
    expect(await store(null, { update_id: "x" }, message(3, 7))).toBe(1);
  });

  it("stores texts that jsonb refuses", async () => {
    expect(await store({ update_id: 1, message: { chat: { id: 1 }, text: "a\0\ud800" } })).toBe(1);
  });
});

describe("handling updates", () => {
  it("keeps the order of a lane while lanes run side by side", async () => {
    const log: string[] = [];
    let open = 0;
    let mostOpen = 0;
    startWorker(async ({ lane, updateId }) => {
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      log.push(`${lane} ${updateId}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return { kind: "done" };
    });
    await store(...Array.from({ length: 30 }, (_, index) => message(index + 1, index % 3)));
    await until("all are done", async () => Object.values(await states()).every((state) => state === "done"));
    for (const lane of ["chat:0", "chat:1", "chat:2"]) {
      const ids = log.filter((line) => line.startsWith(`${lane} `)).map((line) => Number(line.split(" ")[1]));
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      expect(ids).toHaveLength(10);
    }
    expect(mostOpen).toBe(3);
  });

  it("starts at once when it is woken or hinted, without waiting for its turn to look", async () => {
    const taken: number[] = [];
    const worker = startWorker(async ({ updateId }) => {
      taken.push(updateId);
      return { kind: "done" };
    });
    await worker.connection.use(async () => undefined);
    const took = async (updateId: number, wake: () => void | Promise<void>): Promise<number> => {
      await store(message(updateId, updateId));
      const startMs = performance.now();
      await wake();
      await until(`${updateId} is taken`, () => taken.includes(updateId));
      return performance.now() - startMs;
    };
    // Several, as a look of its own every 250 ms could be lucky once.
    const times = [];
    for (let id = 1; id <= 6; id++) times.push(await took(id, () => worker.wakeup.wake()));
    for (let id = 7; id <= 12; id++) times.push(await took(id, () => hintUpdates(pool, BOT)));
    expect(times.toSorted((a, b) => a - b)[9]).toBeLessThan(100);
  });

  it("handles each update once and each lane in one place, with several processes at it", async () => {
    const handled: number[] = [];
    const openLanes = new Set<string>();
    const collisions: string[] = [];
    const handle = async ({ lane, updateId }: ClaimedUpdate): Promise<Outcome> => {
      if (openLanes.has(lane)) collisions.push(lane);
      openLanes.add(lane);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
      handled.push(updateId);
      openLanes.delete(lane);
      return { kind: "done" };
    };
    const three = [startWorker(handle), startWorker(handle), startWorker(handle)];
    for (let start = 0; start < 300; start += 50) {
      await store(...Array.from({ length: 50 }, (_, index) => message(start + index + 1, index % 9)));
      for (const worker of three) worker.wakeup.wake();
    }
    await until("all are handled", async () => Object.values(await states()).every((state) => state === "done"));
    expect(collisions).toEqual([]);
    expect(handled.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  it("puts an update off, keeps its lane waiting behind it, and lets other lanes go on", async () => {
    const log: number[] = [];
    const worker = startWorker(async ({ updateId, attempts }) => {
      log.push(updateId);
      return updateId === 1 && attempts < 3 ? { kind: "retry", afterMs: 1000, error: "later" } : { kind: "done" };
    });
    await store(message(1, 7), message(2, 7), message(3, 8));
    worker.wakeup.wake();
    await until("the other lane is done", async () => (await states())[3] === "done" && log.includes(1));
    expect((await states())[2]).toBe("ready");
    clock.set("2026-11-22T12:00:02Z");
    await until("it was tried again", () => log.filter((id) => id === 1).length === 2);
    clock.set("2026-11-22T12:00:04Z");
    await until("the lane is through", async () => (await states())[2] === "done");
    expect(log.filter((id) => id !== 3)).toEqual([1, 1, 1, 2]);
  });

  it("gives a poisonous update up and lets its lane go on", async () => {
    startWorker(async ({ updateId }) => (updateId === 1 ? { kind: "dead", error: "poison" } : { kind: "done" }));
    await store(message(1, 7), message(2, 7));
    await until("the next is done", async () => (await states())[2] === "done");
    expect(await states()).toEqual({ 1: "dead", 2: "done" });
  });

  it("counts an attempt before the work, so that an update which kills its process is known", async () => {
    let seen = 0;
    startWorker(async ({ attempts }) => {
      seen = attempts;
      const { rows } = await pool.query<{ attempts: number }>("select attempts from telegram_updates");
      expect(rows[0]?.attempts).toBe(1);
      return { kind: "done" };
    });
    await store(message(1, 7));
    await until("it was handled", async () => (await states())[1] === "done");
    expect(seen).toBe(1);
  });

  it("takes over the lanes of a process that died in the middle", async () => {
    let release: () => void = () => {};
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isStuck = false;
    const dying = startWorker(async () => {
      isStuck = true;
      await stuck;
      return { kind: "retry", afterMs: 0, error: "dead already" };
    });
    await store(message(1, 7));
    await until("the first has it", () => isStuck);
    let taken = 0;
    let others = 0;
    startWorker(async ({ attempts, updateId }) => {
      if (updateId === 1) taken = attempts;
      else others += 1;
      return { kind: "done" };
    });
    // The first can take no more than 8 lanes, so the second has looked around once it handled some of these.
    await store(...Array.from({ length: 20 }, (_, index) => message(index + 2, index + 8)));
    await until("the second worker has looked around", () => others >= 10);
    expect(taken).toBe(0);
    await killSession(dying);
    await until("the second has taken it over", () => taken === 2);
    release();
    await until("it is done", async () => (await states())[1] === "done");
  });

  it("goes on after the database was away", async () => {
    const worker = startWorker(done);
    await killSession(worker);
    await store(message(1, 7));
    await until("it is done", async () => (await states())[1] === "done");
    expect(await worker.connection.use(async ({ generation }) => generation)).toBe(2);
  });
});

describe("polling", () => {
  it("is done by one process of several, and by the next when that one goes", async () => {
    const first = await pool.connect();
    const second = await pool.connect();
    expect(await becomeLeader(first, "poller", BOT)).toBe(true);
    expect(await becomeLeader(second, "poller", BOT)).toBe(false);
    expect(await becomeLeader(second, "poller", BOT + 1)).toBe(true);
    first.release(true);
    await until("the lock is free", () => becomeLeader(second, "poller", BOT));
    second.release(true);
  });
});

describe("pruning", () => {
  it("removes handled updates after a week and keeps those that wait", async () => {
    await store(message(1, 7), message(2, 7), message(3, 7));
    await pool.query("update telegram_updates set state = 'done' where update_id < 3");
    await pool.query("update telegram_updates set received_at = $1 where update_id <> 2", ["2026-11-15T11:59:59Z"]);
    expect(await pruneUpdates({ pool, clock })).toBe(1);
    expect(await states()).toEqual({ 2: "done", 3: "ready" });
  });
});
