import { expect, test, vi } from "vitest";
import { LIVE_TOP } from "../../../../wire/live.js";
import type { StandingsRow } from "../../../../wire/race.js";
import type { Api } from "../api/api.js";
import type { ChannelListener } from "../live/channels.js";
import { createLiveStandings, FIRST_ROWS } from "./live-standings.js";
import { mergeRows } from "./merge-rows.js";

const at = "2026-11-22T10:00:00.000Z";

function row(number: number, rank = number): StandingsRow {
  const player = { id: `p${number}`, name: `Player ${number}` };
  return { rank, player, wagered: "1.000000", prize: "0.00", gap: "0.000000", reachedAt: at };
}

const rows = (from: number, to: number): StandingsRow[] =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index));

function setUp(players: number) {
  let now = 0;
  let version = 1;
  const asked: string[] = [];
  let failNext = false;
  const api: Pick<Api, "read"> = {
    read: async (path, schema) => {
      asked.push(path);
      if (failNext) {
        failNext = false;
        throw new Error("offline");
      }
      const query = new URLSearchParams(path.split("?")[1]);
      const from = Number(query.get("cursor") ?? 0);
      const to = Math.min(players, from + Number(query.get("limit")));
      return schema.parse({
        race: "x",
        version,
        epoch: "e",
        asOf: at,
        stale: false,
        total: players,
        rows: rows(from + 1, to),
        nextCursor: to < players ? String(to) : null,
      });
    },
  };
  let listener: ChannelListener | undefined;
  const leave = vi.fn<() => void>();
  const onChange = vi.fn<() => void>();
  const list = createLiveStandings(
    {
      api: api as Api,
      feed: {
        subscribe: (_channel: string, mine: ChannelListener) => {
          listener = mine;
          return leave;
        },
      } as never,
      timers: { now: () => now, set: () => 0, clear: () => undefined },
    },
    { path: "/races/x/standings", channel: "race:x", onChange },
  );
  return {
    list,
    asked,
    onChange,
    leave,
    push: (board: StandingsRow[], ver: number, epoch = "e") =>
      listener?.onBoard({ epoch, version: ver, at, rows: board }),
    setVersion: (next: number) => (version = next),
    wait: (ms: number) => (now += ms),
    fail: () => (failNext = true),
    load: async () => list.take(await list.read()),
  };
}

test("the first request holds as many rows as the feed keeps up to date", () => {
  expect(FIRST_ROWS).toBe(LIVE_TOP);
});

test("the feed moves the top, the rest is loaded page by page behind it", async () => {
  const it = setUp(400);
  await it.load();
  expect(it.list.view()).toMatchObject({ total: 400, more: "idle" });
  it.list.loadMore();
  expect(it.list.view().more).toBe("loading");
  await vi.waitFor(() => expect(it.list.view().rows).toHaveLength(250), 10_000);
  it.list.follow();
  // Player 60 rises into the top; the older page still has him further down.
  it.push([row(60, 1), ...rows(1, 49).map((each) => ({ ...each, rank: each.rank + 1 }))], 2);
  const ids = it.list.view().rows.map(({ player }) => player.id);
  expect(ids[0]).toBe("p60");
  expect(ids.filter((id) => id === "p60")).toHaveLength(1);
});

test("loading stops at the end", async () => {
  const it = setUp(120);
  await it.load();
  it.list.loadMore();
  await vi.waitFor(() => expect(it.list.view()).toMatchObject({ more: "none", total: 120 }), 10_000);
  it.list.loadMore();
  expect(it.asked).toHaveLength(2);
});

test("a page that did not load can be asked for again", async () => {
  const it = setUp(120);
  await it.load();
  it.fail();
  it.list.loadMore();
  await vi.waitFor(() => expect(it.list.view().more).toBe("failed"), 10_000);
  it.list.loadMore();
  await vi.waitFor(() => expect(it.list.view().rows).toHaveLength(120), 10_000);
});

test("an older board from the feed does not undo what was read meanwhile, another epoch does", async () => {
  const it = setUp(10);
  it.setVersion(5);
  await it.load();
  it.list.follow();
  it.push(rows(1, 2), 4);
  expect(it.list.view().rows).toHaveLength(10);
  it.push(rows(1, 2), 1, "e2");
  expect(it.list.view()).toMatchObject({ total: 2 });
});

test("a page in sight is read again when the top has moved on and it is 20 s old, and not twice", async () => {
  const it = setUp(400);
  await it.load();
  it.list.loadMore();
  await vi.waitFor(() => expect(it.list.view().rows).toHaveLength(250), 10_000);
  it.list.follow();
  it.push(rows(1, 50), 2);
  it.list.see({ first: 100, last: 110 });
  expect(it.asked).toHaveLength(2);
  it.wait(20_001);
  it.list.see({ first: 0, last: 20 });
  expect(it.asked).toHaveLength(2);
  it.list.see({ first: 100, last: 110 });
  it.list.see({ first: 100, last: 111 });
  expect(it.asked).toHaveLength(3);
});

test("leaving ends the subscription, and following again begins one", async () => {
  const it = setUp(10);
  await it.load();
  it.list.follow();
  it.list.follow();
  it.list.leave();
  expect(it.leave).toHaveBeenCalledTimes(1);
});

test("merging keeps the first of each player, top before pages", () => {
  const page = (from: number, to: number) => ({ cursor: "c", rows: rows(from, to), version: 1, loadedAtMs: 0 });
  expect(mergeRows(rows(1, 3), [page(3, 5), page(5, 6)]).map(({ player }) => player.id)).toEqual([
    "p1",
    "p2",
    "p3",
    "p4",
    "p5",
    "p6",
  ]);
});
