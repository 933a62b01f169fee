import { expect, test } from "vitest";
import { Channel, type Subscription } from "../../api/live/channel.js";
import { FeedLag, type TransactionAge } from "../../api/live/feed-lag.js";
import { FEED_SETTINGS, type FeedSettings } from "../../api/live/feed-settings.js";
import type { Reader } from "../../api/live/reader.js";
import type { SharedFrame } from "../../api/live/shared-frame.js";
import { systemClock } from "../../core/clock.js";
import { Durations } from "../../core/health/durations.js";
import type { ServerFrame } from "../../wire/live.js";
import { until } from "../_until.js";
import { recordingLog } from "../api/_api.js";
import { CHANNEL, field } from "./_feed.js";
import { MemoryBoards, MemoryViews } from "./_memory-boards.js";

class PlainReader implements Reader {
  readonly players = [];
  readonly frames: ServerFrame[] = [];
  bufferedBytes = 0;
  isClosed = false;
  onFrame: (() => void) | undefined;
  send(frame: SharedFrame): void {
    this.onFrame?.();
    this.frames.push(JSON.parse(frame.json.toString()) as ServerFrame);
  }
}

function openChannel(settings: Partial<FeedSettings> = {}, age: TransactionAge = async () => undefined) {
  const boards = new MemoryBoards();
  boards.open(CHANNEL);
  const views = new MemoryViews(boards);
  const log = recordingLog([]);
  const lag = new FeedLag(age, log, 60_000);
  const deps = {
    views,
    clock: systemClock,
    log,
    lag,
    settings: { ...FEED_SETTINGS, coalesceMs: 1, ...settings },
    fanOut: new Durations(),
  };
  const channel = new Channel(CHANNEL, deps);
  boards.onChange((key, version) => {
    if (channel.subscriptions.size > 0) lag.moved(key, version);
    channel.touch();
  });
  return { boards, views, channel, lag };
}

test("a change during the very first read follows as the next step, though nobody read yet when it came", async () => {
  const { boards, views, channel } = openChannel();
  boards.set(CHANNEL, field(50));
  const reader = new PlainReader();
  const original = views.standings.bind(views);
  // The page is taken before the change, and handed over after it.
  views.standings = async (key, limit) => {
    const page = await original(key, limit);
    if (views.reads === 1) boards.set(CHANNEL, { 50: 951.5 });
    return page;
  };
  await channel.join(reader);
  await until("the step", () => reader.frames.length === 2);
  expect(reader.frames.map((frame) => [frame.t, "ver" in frame && frame.ver])).toEqual([
    ["snap", 2],
    ["delta", 3],
  ]);
});

test("a reader that closed while the board was read is not kept", async () => {
  const { channel } = openChannel();
  const reader = new PlainReader();
  const joining = channel.join(reader);
  reader.isClosed = true;
  await joining;
  expect([channel.subscriptions.size, reader.frames]).toEqual([0, []]);
});

test("a thousand readers that come at once cost one read", async () => {
  const { channel, views } = openChannel();
  await Promise.all(Array.from({ length: 1_000 }, () => channel.join(new PlainReader())));
  expect([views.reads, channel.subscriptions.size]).toEqual([1, 1_000]);
});

test("who leaves between two slices of a broadcast gets nothing more, who joins gets each version once", async () => {
  const { boards, channel } = openChannel({ sliceSockets: 1 });
  boards.set(CHANNEL, field(50));
  const readers = Array.from({ length: 20 }, () => new PlainReader());
  // One after another, so that slices follow the order of this list.
  const subscriptions: Subscription[] = [];
  for (const reader of readers) subscriptions.push(await channel.join(reader));
  boards.set(CHANNEL, { 50: 951.5 });
  const late = new PlainReader();
  const between = new Promise<void>((resolve) => {
    readers[0]!.onFrame = () => {
      readers[0]!.onFrame = undefined;
      channel.leave(subscriptions[19]!);
      void channel.join(late).then(() => resolve());
    };
  });
  await between;
  expect(readers[18]!.frames).toHaveLength(1);
  await until("the last slice", () => readers[18]!.frames.length === 2);
  boards.set(CHANNEL, { 50: 952.5 });
  await until("the next version", () => readers[18]!.frames.length === 3 && late.frames.length === 2);
  expect(readers[19]!.frames).toHaveLength(1);
  expect(late.frames.map((frame) => "ver" in frame && frame.ver)).toEqual([3, 4]);
});

test("a frame in which no row changed waits half a tick longer, and takes with it what changed meanwhile", async () => {
  const coalesceMs = 60;
  const { boards, views, channel } = openChannel({ coalesceMs });
  boards.set(CHANNEL, field(60));
  const reader = new PlainReader();
  const joinedAtMs = performance.now();
  await channel.join(reader);
  const below = (change: number) => boards.set(CHANNEL, { 60: 1 + change });
  below(1);
  await until("the quiet frame", () => reader.frames.length === 2);
  expect(performance.now() - joinedAtMs).toBeGreaterThanOrEqual(1.5 * coalesceMs);
  const reads = views.reads;
  below(2);
  await until("the look that found nothing to show", () => views.reads > reads);
  boards.set(CHANNEL, { 50: 951.5 });
  await until("the frame with news", () => reader.frames.length === 3);
  expect(
    reader.frames.map((frame) => (frame.t === "delta" ? [frame.prev, frame.ver, frame.ops.length > 0] : frame.t)),
  ).toEqual(["snap", [2, 3, false], [3, 5, true]]);
});

test("a page older than what readers have is not sent", async () => {
  const { boards, views, channel } = openChannel();
  boards.set(CHANNEL, field(50));
  const reader = new PlainReader();
  await channel.join(reader);
  const stale = await views.standings(CHANNEL, 50);
  boards.set(CHANNEL, { 50: 951.5 });
  await until("version 3", () => reader.frames.length === 2);
  const original = views.standings.bind(views);
  let isRead = false;
  views.standings = async () => {
    isRead = true;
    return stale;
  };
  channel.touch();
  await until("the stale page", () => isRead);
  views.standings = original;
  boards.set(CHANNEL, { 50: 952.5 });
  await until("version 4", () => reader.frames.length === 3);
  expect(reader.frames.map((frame) => "ver" in frame && frame.ver)).toEqual([2, 3, 4]);
});

test("a board that was closed is refused, and can be joined once it is open again", async () => {
  const { boards, channel } = openChannel();
  boards.close(CHANNEL);
  await expect(channel.join(new PlainReader())).rejects.toThrow("no such board");
  boards.open(CHANNEL);
  const reader = new PlainReader();
  await channel.join(reader);
  expect(reader.frames).toHaveLength(1);
});

test("the lag is sampled once: of the transaction of a move, when its frame has left, and not what passed after", async () => {
  const asked: number[] = [];
  const { boards, channel, lag } = openChannel({}, async (version) => {
    asked.push(version);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return 450;
  });
  boards.set(CHANNEL, field(50));
  const reader = new PlainReader();
  await channel.join(reader);
  boards.set(CHANNEL, { 50: 951.5 });
  await until("the sample", () => lag.read().count === 1);
  expect(asked).toEqual([3]);
  expect(lag.read().sumSeconds).toBeLessThanOrEqual(0.401);
  boards.set(CHANNEL, { 50: 952.5 });
  await until("the next frame", () => reader.frames.length === 3);
  expect(asked).toEqual([3]);
});

test("a move whose readers have left is no sample", async () => {
  const { boards, channel, lag } = openChannel({ coalesceMs: 60 }, async () => 1);
  boards.set(CHANNEL, field(50));
  const first = await channel.join(new PlainReader());
  boards.set(CHANNEL, { 50: 951.5 });
  channel.leave(first);
  await channel.join(new PlainReader());
  expect(lag.read().count).toBe(0);
  boards.set(CHANNEL, { 50: 952.5 });
  await until("the move that was sent", () => lag.read().count === 1);
});
