import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { until } from "../_until.js";
import { ClientTable, FeedClient } from "./_client.js";
import { CHANNEL, field, startTestFeed } from "./_feed.js";

function manyRaces(count: number) {
  return Array.from({ length: count }, (_, at) => [`race:Race${100_000 + at}`, { epoch: "1", ver: 1 }]);
}

describe("first frames", () => {
  test("hello with a subscription is answered by a snapshot of the top 50 and the status", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(60));
    const client = await feed.join();
    const [snap] = client.of("snap");
    expect(snap).toMatchObject({ ch: CHANNEL, epoch: "1", ver: 2 });
    expect(snap!.rows.map((row) => row.rank)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
    expect(await client.next("state")).toEqual({ t: "state", ch: CHANNEL, status: "live" });
    expect(client.socket.protocol).toBe("race.v1");
  });

  test("no hello in time closes with 4408", async () => {
    await using feed = await startTestFeed({ helloMs: 100 });
    const client = await feed.connect();
    expect(await client.closing()).toBe(4408);
  });

  test.each([
    ["another frame before hello", { t: "subscribe", ch: CHANNEL }],
    ["an unknown frame", { t: "dance" }],
    ["an unknown field", { t: "hello", admin: true }],
    ["a claimed user id", { t: "hello", userId: 1 }],
    ["what is not JSON", "{"],
    ["a channel of no known form", { t: "hello", subscribe: ["race:../../etc"] }],
    ["more than 20 channels", { t: "hello", subscribe: Array<string>(21).fill("board:day") }],
    ["more than 20 channels to resume", { t: "hello", resume: Object.fromEntries(manyRaces(21)) }],
  ])("%s closes with 1008", async (_, frame) => {
    await using feed = await startTestFeed();
    const client = await feed.connect();
    client.send(frame);
    expect(await client.closing()).toBe(1008);
  });

  test("hello twice closes with 1008", async () => {
    await using feed = await startTestFeed();
    const client = await feed.join();
    client.hello();
    expect(await client.closing()).toBe(1008);
  });

  test("a binary frame closes with 1008, one above 4 KiB with 1009", async () => {
    await using feed = await startTestFeed();
    const binary = await feed.connect();
    binary.socket.send(Buffer.from('{"t":"hello"}'), { binary: true });
    expect(await binary.closing()).toBe(1008);
    const large = await feed.connect();
    large.send(`{"t":"hello","token":"${"x".repeat(4_096)}"}`);
    expect(await large.closing()).toBe(1009);
  });

  test("a flood of empty fragments is cut", async () => {
    await using feed = await startTestFeed();
    const client = await feed.connect();
    client.socket.send("", { fin: false });
    for (let piece = 0; piece < 17_000; piece++) client.socket.send("", { fin: false });
    expect([1006, 1008, 1009]).toContain(await client.closing(10_000));
  });

  test("a channel without a live board is an error frame, and the socket stays", async () => {
    await using feed = await startTestFeed();
    const client = await feed.connect();
    client.hello({ subscribe: ["race:Nothing000", CHANNEL] });
    expect(await client.next("error")).toMatchObject({ code: "unknown_channel" });
    expect((await client.next("snap")).ch).toBe(CHANNEL);
  });
});

describe("changes", () => {
  test("arrive as small deltas that lead to the board of the server", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    const client = await feed.join();
    feed.boards.set(CHANNEL, { 50: 952.5, 51: 1 });
    const delta = await client.next("delta");
    expect(delta).toMatchObject({ prev: 2, ver: 3, epoch: "1" });
    expect(delta.ops.length).toBeLessThan(5);
    const table = new ClientTable();
    for (const frame of client.frames) table.apply(frame);
    expect(table.sorted()).toEqual((await feed.views.standings(CHANNEL, 50)).rows);
  });

  test("a player pushed out of the top 50 is deleted from it", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    const client = await feed.join();
    feed.boards.set(CHANNEL, { 51: 951.5 });
    expect((await client.next("delta")).ops).toContainEqual(["del", "p50"]);
  });

  test("a delta that would not be much smaller is sent as a snapshot", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    const client = await feed.join();
    feed.boards.set(CHANNEL, field(50, 9_000));
    expect((await client.next("snap", 2)).ver).toBe(3);
    expect(client.of("delta")).toEqual([]);
  });

  test("many changes in one tick are one frame", async () => {
    await using feed = await startTestFeed({ coalesceMs: 200 });
    feed.boards.set(CHANNEL, field(50));
    const client = await feed.join();
    const reads = feed.views.reads;
    for (let change = 0; change < 100; change++) feed.boards.set(CHANNEL, { 50: change });
    await client.until("the last version", () => client.of("delta").some((frame) => frame.ver === 102));
    expect(client.of("delta").length).toBeLessThanOrEqual(2);
    expect(feed.views.reads - reads).toBeLessThanOrEqual(4);
  });

  test("all readers get the same bytes", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    const clients = await Promise.all(Array.from({ length: 20 }, () => feed.join()));
    feed.boards.set(CHANNEL, { 50: 77 });
    await Promise.all(clients.map((client) => client.next("delta")));
    const bytes = clients.map((client) => client.bytes.find((text) => text.includes('"delta"')));
    expect(new Set(bytes).size).toBe(1);
  });

  test("the number of reads does not depend on the number of readers", async () => {
    await using feed = await startTestFeed();
    await feed.join();
    const reads = feed.views.reads;
    await Promise.all(Array.from({ length: 100 }, () => feed.join()));
    expect(feed.views.reads - reads).toBeLessThanOrEqual(1);
  });

  test("a status change is told", async () => {
    await using feed = await startTestFeed({ statusMs: 50 });
    const client = await feed.join();
    await client.next("state");
    feed.views.status = "settling";
    expect(await client.next("state", 2)).toMatchObject({ status: "settling" });
  });

  test("a source that falls silent is told though nothing moves, also to who comes later, and so is its return", async () => {
    await using feed = await startTestFeed({ statusMs: 50 });
    const client = await feed.join();
    await client.next("state");
    feed.views.asOf = "2026-11-22T08:00:00.000Z";
    feed.views.stale = true;
    const delayed = { t: "state", ch: CHANNEL, status: "live", stale: true, asOf: feed.views.asOf };
    expect(await client.next("state", 2)).toEqual(delayed);
    expect(await (await feed.join()).next("state")).toEqual(delayed);
    feed.views.stale = false;
    expect(await client.next("state", 3)).toEqual({ t: "state", ch: CHANNEL, status: "live" });
    expect(client.of("snap")).toHaveLength(1);
  });

  test("after unsubscribing nothing more comes", async () => {
    await using feed = await startTestFeed();
    feed.boards.open("board:day");
    const client = await feed.join({ subscribe: [CHANNEL, "board:day"] });
    await client.next("snap", 2);
    client.send({ t: "unsubscribe", ch: CHANNEL });
    client.send({ t: "subscribe", ch: "board:week" });
    await client.next("error");
    feed.boards.set(CHANNEL, { 1: 5 });
    feed.boards.set("board:day", { 1: 5 });
    await client.until("the day's board", () =>
      client.frames.some((frame) => "ver" in frame && frame.ch === "board:day" && frame.ver === 2),
    );
    expect(client.frames.filter((frame) => "ver" in frame && frame.ch === CHANNEL && frame.ver === 2)).toEqual([]);
  });

  test("the feed outlives a database outage and then shows the newest board", async () => {
    await using feed = await startTestFeed();
    const client = await feed.join();
    feed.views.failure = new Error("database away");
    feed.boards.set(CHANNEL, { 1: 5 });
    await until("the failure is logged", () => feed.api.log.some((line) => line.message.includes("could not be read")));
    feed.views.failure = undefined;
    await client.next("snap", 2);
    expect(client.of("snap")[1]).toMatchObject({ ver: 2 });
  });
});

test("frames carry the instant the rows stand for, so that a silent source does not look fresh", async () => {
  await using feed = await startTestFeed();
  feed.boards.set(CHANNEL, field(3));
  feed.views.asOf = "2026-11-22T08:00:00.000Z";
  const client = await feed.join();
  expect((await client.next("snap")).at).toBe("2026-11-22T08:00:00.000Z");
});

describe("resume", () => {
  test("with a known version only the missed steps come", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    const watcher = await feed.join();
    for (const usd of [60, 61, 62]) {
      feed.boards.set(CHANNEL, { 50: usd });
      const { version } = feed.boards.version(CHANNEL)!;
      await watcher.until(`version ${version}`, () =>
        watcher.frames.some((frame) => "ver" in frame && frame.ver === version),
      );
    }
    const back = await feed.connect();
    back.hello({ subscribe: [CHANNEL], resume: { [CHANNEL]: { epoch: "1", ver: 3 } } });
    await back.next("delta", 2);
    expect(back.of("delta").map(({ prev, ver }) => [prev, ver])).toEqual([
      [3, 4],
      [4, 5],
    ]);
    expect(back.of("snap")).toEqual([]);
  });

  test("who has everything gets nothing again", async () => {
    await using feed = await startTestFeed();
    await feed.join();
    const back = await feed.connect();
    back.hello({ resume: { [CHANNEL]: { epoch: "1", ver: 1 } } });
    await back.next("state");
    expect(back.frames.filter((frame) => frame.t === "snap" || frame.t === "delta")).toEqual([]);
  });

  test.each([
    ["another epoch, though its version is ours", { epoch: "0", ver: 1 }],
    ["a version that is not known", { epoch: "1", ver: -7 }],
    ["a version of the future", { epoch: "1", ver: 99 }],
  ])("%s gets a snapshot", async (_, position) => {
    await using feed = await startTestFeed();
    await feed.join();
    const back = await feed.connect();
    back.hello({ resume: { [CHANNEL]: position } });
    expect(await back.next("snap")).toMatchObject({ epoch: "1", ver: 1 });
  });

  test("a reader who comes as his idle channel is being forgotten hears every change", async () => {
    await using feed = await startTestFeed({ historyMs: 50 });
    const first = await feed.join();
    first.end();
    feed.boards.set(CHANNEL, { 1: 1 });
    const original = feed.views.standings.bind(feed.views);
    feed.views.standings = async (key, limit) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return original(key, limit);
    };
    const late = await feed.join();
    feed.views.standings = original;
    feed.boards.set(CHANNEL, { 1: 2 });
    const { version } = feed.boards.version(CHANNEL)!;
    await late.until("the change", () => late.frames.some((frame) => "ver" in frame && frame.ver === version));
    expect(late.frames).toContainEqual(expect.objectContaining({ ch: CHANNEL, ver: version }));
  });

  test("steps older than the history are not offered", async () => {
    await using feed = await startTestFeed({ historyVersions: 2 });
    feed.boards.set(CHANNEL, field(50));
    const watcher = await feed.join();
    for (const usd of [60, 61, 62]) {
      feed.boards.set(CHANNEL, { 50: usd });
      const { version } = feed.boards.version(CHANNEL)!;
      await watcher.until(`version ${version}`, () =>
        watcher.frames.some((frame) => "ver" in frame && frame.ver === version),
      );
    }
    const back = await feed.connect();
    back.hello({ resume: { [CHANNEL]: { epoch: "1", ver: 2 } } });
    expect((await back.next("snap")).ver).toBe(5);
  });

  test("the only reader comes back after a break and still gets steps", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    const first = await feed.join();
    first.end();
    await first.closing();
    feed.boards.set(CHANNEL, { 50: 60 });
    feed.boards.set(CHANNEL, { 50: 61 });
    const back = await feed.connect();
    back.hello({ resume: { [CHANNEL]: { epoch: "1", ver: 2 } } });
    expect(await back.next("delta")).toMatchObject({ prev: 2, ver: 4 });
  });

  test("resync answers with a snapshot", async () => {
    await using feed = await startTestFeed();
    const client = await feed.join();
    client.send({ t: "resync", ch: CHANNEL });
    expect((await client.next("snap", 2)).ver).toBe(1);
  });

  test("after a restore, readers get the older board under the new epoch", async () => {
    await using feed = await startTestFeed();
    for (let change = 0; change < 20; change++) feed.boards.set(CHANNEL, { 1: change });
    const client = await feed.join();
    expect(client.of("snap")[0]!.ver).toBe(21);
    feed.boards.restore(CHANNEL, "2", { 1: 3 });
    expect(await client.next("snap", 2)).toMatchObject({ epoch: "2", ver: 2 });
  });
});

describe("who may connect", () => {
  test("an unknown origin is refused before the upgrade, a missing one is welcome", async () => {
    await using feed = await startTestFeed({}, { config: { sandboxOrigin: "http://localhost:3002" } });
    for (const origin of ["http://evil.example", "null", "https://race.example.evil.example"])
      expect((await FeedClient.refusal(feed.api.port, { headers: { origin } })).status).toBe(403);
    for (const origin of ["http://race.example", "https://web.telegram.org", "http://localhost:3002"])
      (await feed.connect({ headers: { origin } })).end();
    (await feed.connect()).end();
  });

  test("another path, another sub-protocol and a token in the URL get nowhere", async () => {
    await using feed = await startTestFeed();
    expect((await FeedClient.refusal(feed.api.port, { path: "/ws" })).status).toBe(404);
    expect((await FeedClient.refusal(feed.api.port, { protocols: ["graphql-ws"] })).status).toBe(400);
    const client = await feed.connect({ path: "/live?token=abc" });
    client.hello({ subscribe: [CHANNEL] });
    await client.next("snap");
    expect(JSON.stringify(feed.api.log)).not.toContain("token=abc");
  });

  test("opened as a page, the feed says that it wants an upgrade", async () => {
    await using feed = await startTestFeed();
    const answer = await feed.api.call("//live");
    expect([answer.status, answer.headers.get("upgrade")]).toEqual([426, "websocket"]);
  });

  test("a refused connection is not kept open for a client that never closes", async () => {
    await using feed = await startTestFeed();
    const head =
      "GET /live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://evil.example\r\n\r\n";
    const socket = connect({ port: feed.api.port, host: "127.0.0.1", allowHalfOpen: true }, () => socket.write(head));
    let answer = "";
    socket.setEncoding("utf8").on("data", (piece: string) => (answer += piece));
    // Ours is still open when theirs ends: a reset or a failing write tells that they kept nothing.
    await new Promise<void>((resolve) => socket.once("end", resolve));
    const broken = new Promise<void>((resolve) => socket.once("error", () => resolve()).once("close", () => resolve()));
    const knocking = setInterval(() => socket.write("x"), 10);
    await broken;
    clearInterval(knocking);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test("the 21st socket of one address is 429, and a place is given back on close", async () => {
    await using feed = await startTestFeed({ socketsPerAddress: 20 });
    const clients = await Promise.all(Array.from({ length: 20 }, () => feed.connect()));
    expect(await FeedClient.refusal(feed.api.port)).toEqual({ status: 429, retryAfter: "5" });
    clients[0]!.end();
    await until("a place is free", () =>
      FeedClient.connect(feed.api.port).then(
        (client) => (client.end(), true),
        () => false,
      ),
    );
  });

  test("behind a known proxy the limit follows the client, and a forged entry does not help", async () => {
    await using feed = await startTestFeed({ socketsPerAddress: 1 }, { config: { trustProxy: 1 } });
    await feed.connect({ headers: { "x-forwarded-for": "203.0.113.1" } });
    await feed.connect({ headers: { "x-forwarded-for": "203.0.113.2" } });
    const forged = { headers: { "x-forwarded-for": "9.9.9.9, 203.0.113.1" } };
    expect((await FeedClient.refusal(feed.api.port, forged)).status).toBe(429);
  });

  test("a full process answers 503 with Retry-After", async () => {
    await using feed = await startTestFeed({ socketsPerProcess: 2 });
    await Promise.all([feed.connect(), feed.connect()]);
    expect(await FeedClient.refusal(feed.api.port)).toEqual({ status: 503, retryAfter: "5" });
  });

  test("more than 10 messages a second beyond the burst close with 1008", async () => {
    await using feed = await startTestFeed();
    const client = await feed.join();
    for (let message = 0; message < 25; message++) client.send({ t: "resync", ch: CHANNEL });
    expect(await client.closing()).toBe(1008);
  });

  test("pongs that nobody asked for are messages too", async () => {
    await using feed = await startTestFeed();
    const client = await feed.join();
    for (let message = 0; message < 25; message++) client.socket.pong();
    expect(await client.closing()).toBe(1008);
  });

  test("channels that are not here count against their address as requests do; those that are do not", async () => {
    await using feed = await startTestFeed({}, { config: { limits: { address: { points: 12, seconds: 60 } } } });
    const names = Array.from({ length: 20 }, (_, at) => `race:Nothing${String(at).padStart(3, "0")}`);
    for (let welcome = 0; welcome < 20; welcome++) await feed.join();
    const greedy = await feed.connect();
    greedy.hello({ subscribe: names });
    expect(await greedy.closing()).toBe(1008);
    expect(greedy.of("error")).toHaveLength(12);
    const again = await feed.connect();
    again.hello({ resume: { [names[0]!]: { epoch: "1", ver: 1 } } });
    expect(await again.closing()).toBe(1008);
    expect(again.of("error")).toEqual([]);
    expect((await feed.join()).closed).toBeUndefined();
  });

  test("20 messages at once are within the burst", async () => {
    await using feed = await startTestFeed();
    const client = await feed.join();
    for (let message = 0; message < 18; message++) client.send({ t: "resync", ch: CHANNEL });
    await client.next("snap", 19);
    expect(client.closed).toBeUndefined();
  });
});
