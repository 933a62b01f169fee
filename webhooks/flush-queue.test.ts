import { afterEach, describe, expect, test, vi } from "vitest";
import type { DeliveryOutcome } from "../core/ledger/delivery.js";
import { sourceId } from "../wire/ids.js";
import { DEFAULT_QUEUE_LIMITS, FlushQueue, type QueuedPost, type QueueLimits } from "./flush-queue.js";

const ACCEPTED: DeliveryOutcome = { kind: "recorded", accepted: 1, duplicates: 0, refused: [] };

class Post implements QueuedPost {
  readonly sourceId = sourceId(1);
  readonly endpoint = "event" as const;
  readonly receivedAt = new Date(0);
  readonly sentAt = new Date(0);
  readonly wagers = [];
  readonly players = [];
  readonly refused = [];
  readonly queuedAt = performance.now();
  readonly deliveryId: string;
  readonly body: Buffer;
  readonly answers: string[] = [];
  constructor(deliveryId: string, bytes = 10) {
    this.deliveryId = deliveryId;
    this.body = Buffer.alloc(bytes);
  }
  headers = (): Record<string, string> => ({});
  itemBody = (): Buffer => this.body;
  settle(outcome: DeliveryOutcome): void {
    this.answers.push(outcome.kind);
  }
  giveUp(): void {
    this.answers.push("gave up");
  }
}

/** A lane that writes when it is told to. */
function manualLane() {
  const flushes: { posts: readonly QueuedPost[]; end: (error?: Error) => void }[] = [];
  const write = (posts: readonly QueuedPost[]): Promise<DeliveryOutcome[]> =>
    new Promise((resolve, reject) => {
      const end = (error?: Error): void => (error ? reject(error) : resolve(posts.map(() => ACCEPTED)));
      flushes.push({ posts, end });
    });
  return { write, flushes };
}

function queueOf(lanes: ReturnType<typeof manualLane>[], limits: Partial<QueueLimits> = {}) {
  const errors: unknown[] = [];
  const queue = new FlushQueue(
    lanes.map((lane) => lane.write),
    { ...DEFAULT_QUEUE_LIMITS, ...limits },
    (error) => errors.push(error),
  );
  return { queue, errors };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
afterEach(() => void vi.useRealTimers());

describe("the flush queue", () => {
  test("takes what came in one turn together, and the rest when a lane is free again", async () => {
    const lane = manualLane();
    const { queue } = queueOf([lane]);
    const posts = ["a", "b", "c"].map((id) => new Post(id));
    queue.push(posts[0]!);
    queue.push(posts[1]!);
    await turn();
    queue.push(posts[2]!);
    await turn();
    expect(lane.flushes.map((flush) => flush.posts.length)).toEqual([2]);
    lane.flushes[0]!.end();
    await turn();
    expect(lane.flushes.map((flush) => flush.posts.length)).toEqual([2, 1]);
    lane.flushes[1]!.end();
    await queue[Symbol.asyncDispose]();
    expect(posts.map((post) => post.answers)).toEqual([["recorded"], ["recorded"], ["recorded"]]);
  });

  test("answers nobody before the write has returned", async () => {
    const lane = manualLane();
    const { queue } = queueOf([lane]);
    const post = new Post("a");
    queue.push(post);
    await turn();
    expect(post.answers).toEqual([]);
    lane.flushes[0]!.end();
    await queue[Symbol.asyncDispose]();
    expect(post.answers).toEqual(["recorded"]);
  });

  test("while a commit is under way a handful waits for its end, and 32 take the other lane", async () => {
    const lanes = [manualLane(), manualLane()];
    const { queue } = queueOf(lanes);
    const flushes = () => lanes.flatMap((lane) => lane.flushes.map((flush) => flush.posts.length));
    queue.push(new Post("first"));
    await turn();
    for (let index = 0; index < 31; index++) queue.push(new Post(`few-${index}`));
    await turn();
    expect(flushes()).toEqual([1]);
    queue.push(new Post("the 32nd"));
    await turn();
    expect(new Set(flushes())).toEqual(new Set([1, 32]));
    for (const lane of lanes) for (const flush of lane.flushes) flush.end();
    await queue[Symbol.asyncDispose]();
  });

  test("of a burst the first 32 are written while the others are still being read", async () => {
    const lane = manualLane();
    const { queue } = queueOf([lane]);
    for (let index = 0; index < 31; index++) queue.push(new Post(`burst-${index}`));
    expect(lane.flushes).toEqual([]);
    queue.push(new Post("the 32nd"));
    expect(lane.flushes.map((flush) => flush.posts.length)).toEqual([32]);
    lane.flushes[0]!.end();
    await queue[Symbol.asyncDispose]();
  });

  test("a handful does not wait behind a lane that is stuck", async () => {
    const lanes = [manualLane(), manualLane()];
    const { queue } = queueOf(lanes);
    queue.push(new Post("stuck"));
    await turn();
    queue.push(new Post("next"));
    await vi.waitFor(() => expect(lanes.every((lane) => lane.flushes.length === 1)).toBe(true));
    for (const lane of lanes) lane.flushes[0]!.end();
    await queue[Symbol.asyncDispose]();
  });

  test("limits a flush by bytes and by events, and takes a post that alone is larger", async () => {
    const lane = manualLane();
    const { queue } = queueOf([lane], { flushBytes: 100, flushEvents: 3 });
    for (const [id, bytes] of [
      ["a", 500],
      ["b", 60],
      ["c", 60],
      ["d", 1],
      ["e", 1],
      ["f", 1],
    ] as const)
      queue.push(new Post(id, bytes));
    const sizes: string[] = [];
    for (let flush = 0; flush < 4; flush++) {
      await turn();
      sizes.push(lane.flushes[flush]!.posts.map((post) => post.deliveryId).join(""));
      lane.flushes[flush]!.end();
    }
    await queue[Symbol.asyncDispose]();
    expect(sizes).toEqual(["a", "b", "cde", "f"]);
  });

  test("has no room past its posts, its bytes or the wait of its head", async () => {
    const lane = manualLane();
    const { queue } = queueOf([lane], { maxPosts: 2, maxBytes: 1_000, maxWaitMs: 50 });
    queue.push(new Post("flying"));
    await turn();
    expect(queue.hasRoom(10)).toBe(true);
    queue.push(new Post("a", 900));
    expect(queue.hasRoom(100)).toBe(true);
    expect(queue.hasRoom(101)).toBe(false);
    await vi.waitFor(() => expect(queue.hasRoom(10)).toBe(false));
    expect(queue.counts().oldestMs).toBeGreaterThan(50);
    lane.flushes[0]!.end();
    await turn();
    queue.push(new Post("b"));
    queue.push(new Post("c"));
    expect(queue.hasRoom(1)).toBe(false);
    lane.flushes[1]!.end();
    await turn();
    lane.flushes[2]!.end();
    await queue[Symbol.asyncDispose]();
  });

  test("a failed write gives up its posts and the next one goes on", async () => {
    const lane = manualLane();
    const { queue, errors } = queueOf([lane]);
    const [first, second] = [new Post("a"), new Post("b")];
    queue.push(first);
    await turn();
    queue.push(second);
    lane.flushes[0]!.end(new Error("away"));
    await turn();
    lane.flushes[1]!.end();
    await queue[Symbol.asyncDispose]();
    expect([first.answers, second.answers, errors.length]).toEqual([["gave up"], ["recorded"], 1]);
  });

  test("past the deadline a waiting post is dropped and one under way is left to redelivery", async () => {
    const lane = manualLane();
    const { queue } = queueOf([lane], { deadlineMs: 150 });
    const [flying, waiting] = [new Post("a"), new Post("b")];
    queue.push(flying);
    await turn();
    queue.push(waiting);
    await vi.waitFor(() => expect([flying.answers, waiting.answers]).toEqual([["gave up"], ["gave up"]]));
    expect(queue.size).toBe(0);
    lane.flushes[0]!.end();
    await queue[Symbol.asyncDispose]();
    expect(lane.flushes).toHaveLength(1);
  });
});
