import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ServerFrame } from "../../../../wire/live.js";
import type { StandingsRow } from "../../../../wire/race.js";
import type { LiveBoard, Snap } from "./board.js";
import type { ChannelListener } from "./channels.js";
import { createLiveFeed, type FeedDependencies, type SocketHandlers } from "./feed.js";

const CHANNEL = "race:AAAAAAAAAA";
const at = "2026-11-22T10:00:00.000Z";

/** Time that moves by hand: `advance` runs what falls due, in order. */
function handTimers() {
  let now = 0;
  let last = 0;
  const pending = new Map<number, { run: () => void; dueMs: number }>();
  return {
    now: () => now,
    set: (run: () => void, delayMs: number) => {
      last += 1;
      pending.set(last, { run, dueMs: now + delayMs });
      return last;
    },
    clear: (handle: number) => void pending.delete(handle),
    size: () => pending.size,
    advance: (ms: number) => {
      const end = now + ms;
      for (;;) {
        const next = [...pending].filter(([, { dueMs }]) => dueMs <= end).sort((a, b) => a[1].dueMs - b[1].dueMs)[0];
        if (next === undefined) break;
        pending.delete(next[0]);
        now = next[1].dueMs;
        next[1].run();
      }
      now = end;
    },
  };
}

class FakeSocket {
  readonly sent: Record<string, unknown>[] = [];
  isClosed = false;
  readonly handlers: SocketHandlers;
  constructor(handlers: SocketHandlers) {
    this.handlers = handlers;
  }
  say(frame: ServerFrame): void {
    this.handlers.onText(JSON.stringify(frame));
  }
}

function row(id: string, rank: number): StandingsRow {
  return { rank, player: { id, name: id }, wagered: "10.000000", prize: "0.00", gap: "0.000000", reachedAt: at };
}

const snap = (ver: number, rows = [row("p1", 1)], epoch = "e1"): Snap => ({
  t: "snap",
  ch: CHANNEL,
  epoch,
  ver,
  at,
  rows,
});

function setUp(overrides: Partial<FeedDependencies> = {}) {
  const timers = handTimers();
  const sockets: FakeSocket[] = [];
  const streams: FakeSocket[] = [];
  const seen: { boards: LiveBoard[]; me: unknown[]; states: unknown[]; serverTimes: number[] } = {
    boards: [],
    me: [],
    states: [],
    serverTimes: [],
  };
  const token = vi.fn<FeedDependencies["token"]>().mockResolvedValue("token-1");
  const poll = vi.fn<FeedDependencies["poll"]>().mockResolvedValue(undefined);
  const feed = createLiveFeed({
    timers,
    random: () => 0,
    token,
    poll,
    openSocket: (_protocol, handlers) => {
      const socket = new FakeSocket(handlers);
      sockets.push(socket);
      return {
        send: (text) => void socket.sent.push(JSON.parse(text) as Record<string, unknown>),
        close: () => void (socket.isClosed = true),
      };
    },
    openStream: (_channel, handlers) => {
      const stream = new FakeSocket(handlers);
      streams.push(stream);
      return { close: () => void (stream.isClosed = true) };
    },
    onServerTime: (now) => void seen.serverTimes.push(now),
    ...overrides,
  });
  const listener: ChannelListener = {
    onBoard: (board) => void seen.boards.push(board),
    onMe: (me) => void seen.me.push(me),
    onState: ({ status }) => void seen.states.push(status),
  };
  const socketAt = async (index: number): Promise<FakeSocket> => {
    await vi.waitFor(() => expect(sockets.length).toBeGreaterThan(index), { interval: 1, timeout: 10_000 });
    return sockets[index]!;
  };
  return { feed, listener, timers, sockets, streams, seen, token, poll, socketAt };
}

describe("a connection", () => {
  let it: ReturnType<typeof setUp>;
  let socket: FakeSocket;
  beforeEach(async () => {
    it = setUp();
    it.feed.subscribe(CHANNEL, it.listener);
    socket = await it.socketAt(0);
    socket.handlers.onOpen();
  });

  test("says who it is and what it wants in its first frame", () => {
    expect(socket.sent).toEqual([{ t: "hello", token: "token-1", subscribe: [CHANNEL] }]);
    expect(it.feed.link.get()).toBe("live");
  });

  test("hands on snapshots and deltas, and drops what is not newer", () => {
    socket.say(snap(5));
    socket.say(snap(4));
    socket.say({ t: "delta", ch: CHANNEL, epoch: "e1", prev: 5, ver: 7, at, ops: [["set", row("p2", 2)]] });
    expect(it.seen.boards.map(({ version, rows }) => [version, rows.length])).toEqual([
      [5, 1],
      [7, 2],
    ]);
  });

  test("asks once for what is missing and takes up again with the answer", () => {
    socket.say(snap(5));
    socket.say({ t: "delta", ch: CHANNEL, epoch: "e1", prev: 6, ver: 7, at, ops: [] });
    socket.say({ t: "delta", ch: CHANNEL, epoch: "e1", prev: 7, ver: 8, at, ops: [] });
    expect(socket.sent.slice(1)).toEqual([{ t: "resync", ch: CHANNEL }]);
    socket.say(snap(9));
    expect(it.seen.boards.map(({ version }) => version)).toEqual([5, 9]);
  });

  test("acknowledges heartbeats and learns the server's time from them", () => {
    socket.say({ t: "hb", now: 1234 });
    expect(socket.sent[1]).toEqual({ t: "ack", now: 1234 });
    expect(it.seen.serverTimes).toEqual([1234]);
  });

  test("hands on one's own place and the race's state", () => {
    socket.say({ t: "me", ch: CHANNEL, ver: 5, rank: 3, wagered: "10.000000" });
    socket.say({ t: "state", ch: CHANNEL, status: "settling" });
    expect(it.seen.me).toHaveLength(1);
    expect(it.seen.states).toEqual(["settling"]);
  });

  test("sends a new token on the same socket when the old one expires", async () => {
    it.token.mockResolvedValue("token-2");
    socket.say({ t: "auth_expiring", in: 60 });
    await vi.waitFor(() => expect(socket.sent[1]).toEqual({ t: "auth", token: "token-2" }), 10_000);
    expect(it.token).toHaveBeenLastCalledWith(true);
  });

  test("survives text that is no frame, and does not take it for a sign of life", () => {
    it.timers.advance(39_000);
    socket.handlers.onText("<html>");
    socket.handlers.onText('{"t":"snap"}');
    it.timers.advance(1_000);
    expect(it.feed.link.get()).toBe("connecting");
    expect(socket.isClosed).toBe(true);
  });

  test("goes on by epoch and version after a loss", async () => {
    socket.say(snap(5));
    socket.handlers.onClose(1006);
    it.timers.advance(500);
    const next = await it.socketAt(1);
    next.handlers.onOpen();
    expect(next.sent[0]).toMatchObject({ resume: { [CHANNEL]: { epoch: "e1", ver: 5 } } });
  });

  test("asks for everything after it was too slow", async () => {
    socket.say(snap(5));
    socket.handlers.onClose(4409);
    it.timers.advance(500);
    const next = await it.socketAt(1);
    next.handlers.onOpen();
    expect(next.sent[0]).not.toHaveProperty("resume");
  });

  test("renews its token after 4401", async () => {
    socket.handlers.onClose(4401);
    it.timers.advance(500);
    await it.socketAt(1);
    expect(it.token).toHaveBeenLastCalledWith(true);
  });

  test("spreads out after a deploy", async () => {
    socket.say({ t: "bye", spreadMs: 10_000 });
    socket.handlers.onClose(1012);
    it.timers.advance(0);
    await it.socketAt(1);
    expect(it.sockets).toHaveLength(2);
  });

  test("pauses with the app and goes on where it was", async () => {
    socket.say(snap(5));
    it.feed.setPaused(true);
    expect(socket.isClosed).toBe(true);
    expect(it.feed.link.get()).toBe("off");
    expect(it.timers.size()).toBe(0);
    it.feed.setPaused(false);
    const next = await it.socketAt(1);
    next.handlers.onOpen();
    expect(next.sent[0]).toMatchObject({ resume: { [CHANNEL]: { ver: 5 } } });
  });

  test("a second channel joins the same socket", () => {
    const leave = it.feed.subscribe("board:day", it.listener);
    leave();
    expect(socket.sent.slice(1)).toEqual([
      { t: "subscribe", ch: "board:day" },
      { t: "unsubscribe", ch: "board:day" },
    ]);
    expect(socket.isClosed).toBe(false);
  });

  test("a frame of a socket that was dropped is not heard", () => {
    it.feed.setPaused(true);
    socket.say(snap(5));
    expect(it.seen.boards).toEqual([]);
  });
});

test("leaving the last channel ends the connection and every timer", async () => {
  const it = setUp();
  const leave = it.feed.subscribe(CHANNEL, it.listener);
  const socket = await it.socketAt(0);
  socket.handlers.onOpen();
  leave();
  expect(socket.isClosed).toBe(true);
  expect(it.timers.size()).toBe(0);
});

test("a board read by HTTP is where the feed goes on", async () => {
  const it = setUp();
  it.feed.subscribe(CHANNEL, it.listener, { epoch: "e1", version: 3, at, rows: [row("p1", 1)] });
  const socket = await it.socketAt(0);
  socket.handlers.onOpen();
  expect(socket.sent[0]).toMatchObject({ resume: { [CHANNEL]: { epoch: "e1", ver: 3 } } });
  socket.say({ t: "delta", ch: CHANNEL, epoch: "e1", prev: 3, ver: 4, at, ops: [["set", row("p2", 2)]] });
  expect(it.seen.boards[0]?.rows).toHaveLength(2);
});

test("without a session it connects as a guest", async () => {
  const it = setUp({ token: () => Promise.reject(new Error("offline")) });
  it.feed.subscribe(CHANNEL, it.listener);
  const socket = await it.socketAt(0);
  socket.handlers.onOpen();
  expect(socket.sent[0]).toEqual({ t: "hello", subscribe: [CHANNEL] });
});

test("the page becoming visible tries at once instead of waiting", async () => {
  const it = setUp();
  it.feed.subscribe(CHANNEL, it.listener);
  (await it.socketAt(0)).handlers.onClose(1006);
  it.feed.nudge();
  await it.socketAt(1);
  expect(it.timers.now()).toBe(0);
});

describe("without sockets", () => {
  async function failThrice(it: ReturnType<typeof setUp>): Promise<void> {
    for (const index of [0, 1, 2]) {
      (await it.socketAt(index)).handlers.onClose(1006);
      it.timers.advance(500);
    }
  }

  test("server-sent events bring the same frames", async () => {
    const it = setUp();
    it.feed.subscribe(CHANNEL, it.listener);
    await failThrice(it);
    expect(it.feed.link.get()).toBe("connecting");
    it.streams[0]!.handlers.onOpen();
    it.streams[0]!.say(snap(5));
    expect(it.feed.link.get()).toBe("live");
    expect(it.seen.boards).toHaveLength(1);
  });

  test("a stream with a missing version is opened again", async () => {
    const it = setUp();
    it.feed.subscribe(CHANNEL, it.listener);
    await failThrice(it);
    it.streams[0]!.handlers.onOpen();
    it.streams[0]!.say(snap(5));
    it.streams[0]!.say({ t: "delta", ch: CHANNEL, epoch: "e1", prev: 8, ver: 9, at, ops: [] });
    expect(it.streams[0]!.isClosed).toBe(true);
    it.timers.advance(3_000);
    expect(it.streams).toHaveLength(2);
  });

  test("polling asks with the version it has, and the socket is tried again after a minute", async () => {
    const it = setUp();
    it.poll.mockResolvedValueOnce(snap(5));
    it.feed.subscribe(CHANNEL, it.listener);
    await failThrice(it);
    it.streams[0]!.handlers.onClose(1006);
    it.timers.advance(3_000);
    it.streams[1]!.handlers.onClose(1006);
    expect(it.feed.link.get()).toBe("polling");
    await vi.waitFor(() => expect(it.seen.boards).toHaveLength(1), 10_000);
    it.timers.advance(4_000);
    await vi.waitFor(() => expect(it.poll).toHaveBeenCalledTimes(2), 10_000);
    expect(it.poll.mock.lastCall?.[1]?.version).toBe(5);
    it.timers.advance(60_000);
    await it.socketAt(3);
    expect(it.feed.link.get()).toBe("connecting");
  });

  test("a channel without a stream is polled", async () => {
    const it = setUp({ openStream: () => undefined });
    it.feed.subscribe("board:day", it.listener);
    await failThrice(it);
    it.timers.advance(3_000);
    expect(it.feed.link.get()).toBe("polling");
  });

  test("failed polls are not taken for news", async () => {
    const it = setUp();
    it.poll.mockRejectedValue(new Error("offline"));
    it.feed.subscribe(CHANNEL, it.listener);
    const socket = await it.socketAt(0);
    socket.handlers.onOpen();
    socket.say({ t: "hb", now: 1 });
    it.timers.advance(5_000);
    socket.handlers.onClose(1008);
    await vi.waitFor(() => expect(it.timers.size()).toBe(1), 10_000);
    expect(it.feed.heardAtMs()).toBe(0);
  });
});

test("listeners hear of every change of the link, once", async () => {
  const it = setUp();
  const links: string[] = [];
  it.feed.link.subscribe(() => links.push(it.feed.link.get()));
  const leave = it.feed.subscribe(CHANNEL, it.listener);
  const socket = await it.socketAt(0);
  socket.handlers.onOpen();
  socket.say(snap(5));
  socket.handlers.onClose(1006);
  leave();
  expect(links).toEqual(["connecting", "live", "connecting", "off"]);
});
