import { pbkdf2 } from "node:crypto";
import { Socket } from "node:net";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { until } from "../_until.js";
import { FeedClient } from "./_client.js";
import { CHANNEL, field, startTestFeed } from "./_feed.js";

describe("heartbeat", () => {
  test("a reader that acknowledges stays; the server's time is in the frame", async () => {
    await using feed = await startTestFeed({ heartbeatMs: 50, pongMs: 100, ackMs: 150 });
    const client = await feed.join();
    await client.next("hb", 8);
    expect(client.closed).toBeUndefined();
    expect(Math.abs(client.of("hb")[0]!.now - Date.now())).toBeLessThan(2_000);
  });

  test("no pong and no acknowledgement: the connection is cut", async () => {
    await using feed = await startTestFeed({ heartbeatMs: 50, pongMs: 100, ackMs: 10_000 });
    const client = await feed.join({}, { acks: false, autoPong: false });
    expect(await client.closing()).toBe(1006);
  });

  test("pongs without acknowledgement mean that the page does not read: 4409", async () => {
    await using feed = await startTestFeed({ heartbeatMs: 50, pongMs: 100, ackMs: 200 });
    const client = await feed.join({}, { acks: false });
    expect(await client.closing()).toBe(4409);
  });

  test("an acknowledgement alone is a sign of life", async () => {
    await using feed = await startTestFeed({ heartbeatMs: 50, pongMs: 100, ackMs: 150 });
    const client = await feed.join({}, { autoPong: false });
    await client.next("hb", 5);
    expect(client.closed).toBeUndefined();
  });

  test("a half-open connection is noticed and its place given back", async () => {
    await using feed = await startTestFeed({ heartbeatMs: 50, pongMs: 100, socketsPerAddress: 1 });
    const client = await feed.join();
    // The other side is gone without a word: nothing is read and nothing answered.
    const raw: unknown = Reflect.get(client.socket, "_socket");
    if (!(raw instanceof Socket)) throw new Error("ws keeps its socket elsewhere now");
    raw.pause();
    const closed = client.closing();
    await until("the place is free", async () => {
      const next = await FeedClient.connect(feed.api.port).catch(() => undefined);
      next?.end();
      return next !== undefined;
    });
    raw.resume();
    expect(await closed).toBe(1006);
  });
});

describe("slow readers", () => {
  test("are skipped, brought to the newest state when they read again, and cost the others nothing", async () => {
    await using feed = await startTestFeed({ skipAboveBytes: 1_000, dropAboveBytes: 100_000_000, coalesceMs: 1 });
    feed.boards.set(CHANNEL, field(50));
    const slow = await feed.join();
    const good = await feed.join();
    slow.socket.pause();
    let version = 0;
    // Until the kernel's buffers are full and the skipping begins; a snapshot has about 8 KB.
    for (let round = 0; round < 1_500; round++) {
      feed.boards.set(CHANNEL, field(50, 1_000 + round));
      version = feed.boards.version(CHANNEL)!.version;
      await good.until(`version ${version}`, () => good.of("snap").at(-1)?.ver === version);
    }
    slow.socket.resume();
    await slow.until("the newest version", () => slow.of("snap").at(-1)?.ver === version);
    expect(slow.closed).toBeUndefined();
    expect(slow.of("snap").length).toBeLessThan(good.of("snap").length);
  });

  test("above the second limit they are closed, and only they", async () => {
    await using feed = await startTestFeed({ skipAboveBytes: 1e9, dropAboveBytes: 60_000, coalesceMs: 1 });
    feed.boards.set(CHANNEL, field(50));
    const slow = await feed.join();
    const good = await feed.join();
    slow.socket.pause();
    for (let round = 0; round < 1_500; round++) {
      feed.boards.set(CHANNEL, field(50, 1_000 + round));
      const { version } = feed.boards.version(CHANNEL)!;
      await good.until(`version ${version}`, () => good.of("snap").at(-1)?.ver === version);
    }
    slow.socket.resume();
    // 4409 when our close frame still got through, 1006 when the connection had to be cut.
    expect([4409, 1006]).toContain(await slow.closing());
    expect(good.closed).toBeUndefined();
  });
});

describe("people", () => {
  test("a signed-in person with a player hears of his place, at most once per interval, and only he", async () => {
    await using feed = await startTestFeed({ ownPlaceMs: 100, lateLinksMs: 20 });
    const opened = await feed.api.signIn({ id: 900 });
    const stranger = await feed.api.signIn({ id: 902 });
    const { pool } = feed.api.database;
    await pool.query("insert into sources (slug, name, mode) values ('casino', 'Casino', 'events')");
    await pool.query("insert into players (source_id, external_id) values (1, 'x')");
    await pool.query(
      "insert into links (user_id, source_id, player_id, state, proof) select 900, 1, id, 'approved', 'demo' from players",
    );
    const { rows } = await pool.query<{ id: string }>("select id from players");
    const player = Number(rows[0]!.id);
    const token = (await feed.api.signIn({ id: 900 })).accessToken;
    feed.boards.set(CHANNEL, { [player + 1]: 100, [player + 2]: 50 });
    const me = await feed.join({ token });
    const other = await feed.join({ token: stranger.accessToken });
    const older = await feed.join({ token: opened.accessToken });
    expect(await me.next("me")).toMatchObject({ ch: CHANNEL, rank: null, wagered: "0.000000" });
    for (let usd = 60; usd < 80; usd++) feed.boards.set(CHANNEL, { [player]: usd });
    const last = await me
      .until("the last place", () => me.of("me").at(-1)?.wagered === "79.000000")
      .then(() => me.of("me").at(-1)!);
    expect(last).toMatchObject({ rank: 2, ver: feed.boards.version(CHANNEL)!.version });
    expect(me.of("me").length).toBeLessThanOrEqual(4);
    await older.until("his place, though his token is older than his link", () => older.of("me").at(-1)?.rank === 2);
    expect(other.of("me")).toEqual([]);
  });

  test("a token that does not count closes with 4401 and an error frame", async () => {
    await using feed = await startTestFeed();
    const client = await feed.connect();
    client.hello({ token: "x.y.z", subscribe: [CHANNEL] });
    expect(await client.closing()).toBe(4401);
    expect(client.of("error")).toMatchObject([{ code: "unauthorized" }]);
    expect(client.of("snap")).toEqual([]);
  });

  test("the sixth socket of one person closes with 4429", async () => {
    await using feed = await startTestFeed();
    const { accessToken: token } = await feed.api.signIn({ id: 901 });
    for (let socket = 0; socket < 5; socket++) await feed.join({ token });
    const sixth = await feed.connect();
    sixth.hello({ token });
    expect(await sixth.closing()).toBe(4429);
  });

  test("who is gone before his token has been looked at leaves none of his five places taken", async () => {
    await using feed = await startTestFeed();
    const { accessToken: token } = await feed.api.signIn({ id: 906 });
    const clients = await Promise.all(Array.from({ length: 5 }, () => feed.connect()));
    // The look at a token takes a thread of the pool, and all of them are busy for a while.
    const busy = Array.from({ length: 4 }, () => promisify(pbkdf2)("x", "y", 300_000, 64, "sha512"));
    for (const client of clients) {
      client.hello({ token });
      client.end();
    }
    await Promise.all(busy);
    expect(await feed.join({ token }).then((client) => client.closed)).toBeUndefined();
  });

  test("a warning comes before the token ends; signing in again in place keeps the socket", async () => {
    await using feed = await startTestFeed();
    const opened = await feed.api.signIn({ id: 902 });
    const client = await feed.join({ token: opened.accessToken });
    const lazy = await feed.join({ token: opened.accessToken });
    feed.api.clock.advance(545_000);
    const warning = await client.next("auth_expiring");
    expect(warning.in).toBeGreaterThan(50);
    expect(warning.in).toBeLessThanOrEqual(60);
    const renewed = await feed.api.call<{ accessToken: string }>("/auth/refresh", {
      method: "POST",
      body: { refreshToken: opened.refreshToken },
    });
    client.send({ t: "auth", token: renewed.body.accessToken });
    client.send({ t: "resync", ch: CHANNEL });
    await client.next("snap", 2);
    feed.api.clock.advance(80_000);
    feed.boards.set(CHANNEL, { 1: 1 });
    expect(lazy.closed).toBeUndefined();
    feed.api.clock.advance(10_000);
    expect(await lazy.closing()).toBe(4401);
    expect(client.closed).toBeUndefined();
  });

  test("a socket cannot change its person", async () => {
    await using feed = await startTestFeed();
    const ann = await feed.api.signIn({ id: 903 });
    const bob = await feed.api.signIn({ id: 904 });
    const client = await feed.join({ token: ann.accessToken });
    client.send({ t: "auth", token: bob.accessToken });
    expect(await client.closing()).toBe(1008);
  });

  test("logging out closes the person's sockets with 4403 within 2 s, on the other process too", async () => {
    await using feed = await startTestFeed();
    await using beside = await startTestFeed({}, { beside: feed.api });
    const opened = await feed.api.signIn({ id: 905 });
    const here = await feed.join({ token: opened.accessToken });
    const there = await beside.join({ token: opened.accessToken });
    const anonymous = await beside.join();
    await feed.api.call("/auth/logout", { method: "POST", token: opened.accessToken });
    expect(await here.closing(2_000)).toBe(4403);
    expect(await there.closing(2_000)).toBe(4403);
    expect(anonymous.closed).toBeUndefined();
  });
});

describe("draining", () => {
  test("everybody is told to come back spread over a while, then closed with 1012", async () => {
    const feed = await startTestFeed();
    const clients = await Promise.all(Array.from({ length: 30 }, () => feed.join()));
    await feed.api[Symbol.asyncDispose]();
    for (const client of clients) {
      expect(await client.closing()).toBe(1012);
      expect(client.of("bye")).toEqual([{ t: "bye", spreadMs: 15_000 }]);
    }
  });
});
