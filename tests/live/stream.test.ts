import { request, type ClientRequest, type IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { serverFrame, type ServerFrame } from "../../wire/live.js";
import { until } from "../_until.js";
import { ClientTable } from "./_client.js";
import { CHANNEL, field, RACE, startTestFeed } from "./_feed.js";

interface Event {
  id: string | undefined;
  frame: ServerFrame;
}

/** A reader of server-sent events over a plain HTTP request. */
class StreamClient {
  readonly events: Event[] = [];
  text = "";
  status = 0;
  headers: IncomingMessage["headers"] = {};
  isEnded = false;
  readonly #request: ClientRequest;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#request = request(url, { headers, agent: false }, (response) => {
      this.status = response.statusCode ?? 0;
      this.headers = response.headers;
      response.setEncoding("utf8");
      response.on("data", (piece: string) => this.#take(piece));
      response.on("close", () => (this.isEnded = true));
      response.on("error", () => undefined);
    });
    this.#request.on("error", () => undefined);
    this.#request.end();
  }

  async frames(count: number): Promise<ServerFrame[]> {
    await until(`${count} events`, () => this.events.filter(({ id }) => id !== undefined).length >= count);
    return this.events.filter(({ id }) => id !== undefined).map(({ frame }) => frame);
  }

  end(): void {
    this.#request.destroy();
  }

  #take(piece: string): void {
    this.text += piece;
    const blocks = this.text.split("\n\n").slice(0, -1);
    this.events.length = 0;
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined)
        this.events.push({ id: /^id: (.*)$/m.exec(block)?.[1], frame: serverFrame.parse(JSON.parse(data)) });
    }
  }
}

async function openStream(port: number, headers: Record<string, string> = {}): Promise<StreamClient> {
  const client = new StreamClient(`http://127.0.0.1:${port}/api/v1/races/${RACE}/stream`, headers);
  await until("an answer", () => client.status !== 0);
  return client;
}

describe("server-sent events", () => {
  test("carry the same frames as the WebSocket, with ids to resume from", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    const stream = await openStream(feed.api.port, { "accept-encoding": "gzip" });
    const socket = await feed.join();
    expect(stream.status).toBe(200);
    expect(stream.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(stream.headers["content-encoding"]).toBeUndefined();
    expect(stream.headers["x-accel-buffering"]).toBe("no");
    await stream.frames(1);
    expect(stream.text).toContain("retry: 3000\n\n");
    feed.boards.set(CHANNEL, { 50: 951.5 });
    const [snap, delta] = await stream.frames(2);
    await socket.next("delta");
    expect(delta).toEqual(socket.of("delta")[0]);
    expect(snap!.t).toBe("snap");
    expect(stream.events.map(({ id }) => id).filter(Boolean)).toEqual(["1-2", "1-3"]);
    stream.end();
  });

  test("Last-Event-ID brings the missed steps only", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    await feed.join();
    const first = await openStream(feed.api.port);
    await first.frames(1);
    feed.boards.set(CHANNEL, { 50: 951.5 });
    await first.frames(2);
    first.end();
    const back = await openStream(feed.api.port, { "last-event-id": "1-2" });
    const [step] = await back.frames(1);
    expect(step).toMatchObject({ t: "delta", prev: 2, ver: 3 });
    back.end();
    const confused = await openStream(feed.api.port, { "last-event-id": "garbage" });
    expect((await confused.frames(1))[0]!.t).toBe("snap");
    confused.end();
  });

  test("a comment keeps an idle stream open", async () => {
    await using feed = await startTestFeed({ streamCommentMs: 30 });
    const stream = await openStream(feed.api.port);
    await until("two comments", () => stream.text.split(":\n\n").length > 2);
    expect(stream.isEnded).toBe(false);
    stream.end();
  });

  test("a race without a live board is 404 as a problem", async () => {
    await using feed = await startTestFeed();
    const answer = await feed.api.call("/races/Nothing000/stream");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
  });

  test("counts against the same limit per address, and gives its place back", async () => {
    await using feed = await startTestFeed({ socketsPerAddress: 1 });
    const stream = await openStream(feed.api.port);
    expect((await feed.api.call(`/races/${RACE}/stream`)).status).toBe(429);
    stream.end();
    await until("a place is free", async () => {
      const next = await openStream(feed.api.port);
      next.end();
      return next.status === 200;
    });
  });

  test("draining says bye and ends the stream", async () => {
    const feed = await startTestFeed();
    const stream = await openStream(feed.api.port);
    await stream.frames(1);
    await feed.api[Symbol.asyncDispose]();
    await until("the end", () => stream.isEnded);
    expect(stream.events.at(-1)?.frame).toEqual({ t: "bye", spreadMs: 15_000 });
  });

  test("a reader of the stream ends with the board of the server", async () => {
    await using feed = await startTestFeed();
    feed.boards.set(CHANNEL, field(50));
    const stream = await openStream(feed.api.port);
    for (let change = 0; change < 30; change++) {
      feed.boards.set(CHANNEL, { [1 + (change % 50)]: 900 + change });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { version } = feed.boards.version(CHANNEL)!;
    await until("the last version", () => stream.events.some(({ frame }) => "ver" in frame && frame.ver === version));
    const table = new ClientTable();
    for (const { frame } of stream.events) table.apply(frame);
    expect(table.sorted()).toEqual((await feed.views.standings(CHANNEL, 50)).rows);
    stream.end();
  });
});
