import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RACE } from "../../../testing/_answers.js";
import type { Api } from "../../lib/api/api.js";
import { ProblemError } from "../../lib/api/send.js";
import type { SessionState } from "../../lib/api/session.js";
import type { ChannelListener } from "../../lib/live/channels.js";
import type { LiveFeed } from "../../lib/live/feed.js";
import { openStorage } from "../../lib/storage.js";
import { createStore } from "../../lib/store.js";
import { createRaceBoard } from "./race-board.js";

const at = "2026-11-22T10:00:00.000Z";

function row(number: number, rank: number) {
  const player = { id: `p${number}`, name: `Player ${number}` };
  return { rank, player, wagered: "1.000000", prize: "5.00", gap: "0.500000", reachedAt: at };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp(id = "current", storage = openStorage()) {
  const asked: string[] = [];
  const race = { ...RACE };
  const failing: Record<string, number> = {};
  let listener: ChannelListener | undefined;
  let front: (() => void) | undefined;
  const leave = vi.fn<() => void>();
  const state = createStore<SessionState>({ kind: "signing-in" });
  const read: Api["read"] = async (path, schema) => {
    const [name = ""] = path.split("?");
    asked.push(name);
    const status = failing[name];
    if (status !== undefined) throw new ProblemError(status, undefined);
    if (name.endsWith("/standings")) {
      const rows = [row(1, 1), row(2, 2)];
      return schema.parse({
        race: "x",
        version: 7,
        epoch: "e",
        asOf: at,
        stale: race.stale,
        total: 2,
        rows,
        nextCursor: null,
      });
    }
    if (name === "/me/standing") {
      return schema.parse({
        rank: 2,
        wagered: "1.000000",
        prize: "5.00",
        gapUp: "0.500000",
        gapDown: null,
        nextPaidRank: null,
        needed: null,
        projection: null,
        version: 7,
      });
    }
    return schema.parse(race);
  };
  const feed: Pick<LiveFeed, "subscribe"> = {
    subscribe: (_channel, mine) => {
      listener = mine;
      return leave;
    },
  };
  const notUsed = () => Promise.reject(new Error("not used"));
  const board = createRaceBoard(
    {
      api: {
        read,
        readMine: read,
        readChanged: notUsed,
        readText: notUsed,
        readMineText: notUsed,
        changeMine: notUsed,
      },
      session: { state, token: async () => "t", renew: async () => "t", learn: () => undefined },
      feed: feed as LiveFeed,
      timers: {
        now: () => Date.now(),
        set: (run, delayMs) => Number(setTimeout(run, delayMs)),
        clear: (handle) => clearTimeout(handle),
      },
      clock: { now: () => Date.now(), learn: () => undefined },
      storage,
      random: () => 0,
      onFront: (run) => {
        front = run;
        return () => undefined;
      },
    },
    id,
    undefined,
  );
  return {
    board,
    asked,
    race,
    failing,
    leave,
    state,
    listener: () => listener!,
    toFront: () => front?.(),
    view: () => board.view.get(),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

const user = {
  id: "42",
  firstName: "Ann",
  username: null,
  languageCode: null,
  roles: [],
  player: { id: "p2", name: "Ann" },
};

test("the current race is read once and then followed", async () => {
  const it = setUp();
  it.board.start();
  await it.pass(0);
  expect(it.asked).toEqual(["/races/current", "/races/Race000001/standings"]);
  expect(it.view()).toMatchObject({ phase: "ready", total: 2, race: { title: "November Sprint" } });
  it.board.stop();
  expect(it.leave).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("one's own place is read as soon as somebody is signed in, not before", async () => {
  const it = setUp();
  it.board.start();
  await it.pass(0);
  expect(it.asked).not.toContain("/me/standing");
  it.state.set({ kind: "signed-in", user });
  await it.pass(0);
  expect(it.view()).toMatchObject({ mine: { rank: 2 } });
  it.board.stop();
});

test("a source that falls silent is found out although nothing moves", async () => {
  const it = setUp();
  it.board.start();
  await it.pass(0);
  it.race.stale = true;
  await it.pass(59_999);
  expect(it.view()).toMatchObject({ race: { stale: false } });
  await it.pass(1);
  expect(it.view()).toMatchObject({ race: { stale: true } });
  it.board.stop();
});

test("a board that moves is not polled: totals are read again at most every 20 s", async () => {
  const it = setUp();
  it.board.start();
  await it.pass(0);
  for (let second = 1; second <= 39; second += 1) {
    it.listener().onBoard({ epoch: "e", version: 7 + second, at, rows: [row(2, 1), row(1, 2)] });
    await it.pass(1_000);
  }
  expect(it.asked.filter((path) => path === "/races/Race000001")).toHaveLength(2);
  it.board.stop();
});

test("when the race turns it is read again, and a final one is followed no longer", async () => {
  const it = setUp();
  it.board.start();
  await it.pass(0);
  it.race.status = "final";
  it.listener().onState({ t: "state", ch: "race:Race000001", status: "settling" });
  expect(it.view()).toMatchObject({ race: { status: "settling" } });
  await it.pass(0);
  expect(it.view()).toMatchObject({ race: { status: "final" } });
  expect(it.leave).toHaveBeenCalledTimes(1);
  it.board.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test("a source that falls silent makes the race delayed at once, and its return makes it live, without a question", async () => {
  const it = setUp();
  it.board.start();
  await it.pass(0);
  const asked = it.asked.length;
  const state = { t: "state", ch: "race:Race000001", status: "live" } as const;
  it.listener().onState({ ...state, stale: true, asOf: at });
  expect(it.view()).toMatchObject({ race: { stale: true, asOf: at } });
  it.listener().onState(state);
  expect(it.view()).toMatchObject({ race: { stale: false } });
  await it.pass(4_000);
  expect(it.asked).toHaveLength(asked);
  it.board.stop();
});

test("a race without a board yet is shown with nobody on it", async () => {
  const it = setUp("Race000001");
  it.failing["/races/Race000001/standings"] = 404;
  it.board.start();
  await it.pass(0);
  expect(it.view()).toMatchObject({ phase: "ready", rows: [], total: 0 });
  it.board.stop();
});

test("an unknown race is missing, an error is a failure that the next look mends", async () => {
  const it = setUp("Race000001");
  it.failing["/races/Race000001"] = 404;
  it.board.start();
  await it.pass(0);
  expect(it.view()).toEqual({ phase: "missing" });
  it.failing["/races/Race000001"] = 500;
  it.board.retry();
  await it.pass(0);
  expect(it.view()).toMatchObject({ phase: "failed" });
  delete it.failing["/races/Race000001"];
  it.toFront();
  await it.pass(0);
  expect(it.view()).toMatchObject({ phase: "ready" });
  it.board.stop();
});

test("a board that is shown stays when a later reading fails", async () => {
  const it = setUp();
  it.board.start();
  await it.pass(0);
  it.failing["/races/Race000001"] = 500;
  await it.pass(60_000);
  expect(it.view()).toMatchObject({ phase: "ready" });
  it.board.stop();
});

test("the next visit begins with the board of the last one, marked with its time, until the newest has come", async () => {
  const storage = openStorage();
  const first = setUp("current", storage);
  first.board.start();
  await vi.advanceTimersByTimeAsync(0);
  const leftAtMs = Date.now();
  first.board.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  const { board } = setUp("current", storage);
  expect(board.view.get()).toMatchObject({ phase: "ready", total: 2, savedAtMs: leftAtMs });
  board.start();
  await vi.advanceTimersByTimeAsync(0);
  const view = board.view.get();
  expect(view.phase === "ready" && view.savedAtMs).toBeUndefined();
});

test("a board that is gone is not shown from an earlier visit", async () => {
  const storage = openStorage();
  const first = setUp("current", storage);
  first.board.start();
  await vi.advanceTimersByTimeAsync(0);
  first.board.stop();
  const { board, failing } = setUp("current", storage);
  failing["/races/current"] = 404;
  board.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(board.view.get().phase).toBe("missing");
  expect(setUp("current", storage).board.view.get().phase).toBe("loading");
});
