import { afterEach, beforeEach, expect, test } from "vitest";
import { createPoster, type Poster } from "../../sandbox/casino/post.js";
import { playerRenamed } from "../../sandbox/casino/events.js";
import { generateSecret } from "../../sandbox/casino/sign.js";
import { ContractReceiver } from "./_receiver.js";

const secret = generateSecret();
const post = playerRenamed({ playerId: "U42", playerName: "alice" }, new Date());

let receiver: ContractReceiver;
let receiverUrl: string;
let over: AbortController;
const posters: Poster[] = [];

beforeEach(async () => {
  receiver = new ContractReceiver(secret);
  receiverUrl = await receiver.listen();
  over = new AbortController();
});

afterEach(async () => {
  over.abort();
  for (const used of posters.splice(0)) used[Symbol.dispose]();
  await receiver[Symbol.asyncDispose]();
});

function poster(options: Partial<Parameters<typeof createPoster>[0]> = {}): Poster {
  const created = createPoster({
    receiverUrl,
    source: "demo",
    secret,
    clock: { now: () => new Date() },
    signal: over.signal,
    scheduleMs: [0, 20, 20, 20],
    ...options,
  });
  posters.push(created);
  return created;
}

test("a post is signed for the reference library and goes to the source's address", async () => {
  expect(await poster().deliver("evt_1", post)).toEqual({ kind: "accepted", duplicate: false, quarantined: 0 });
  expect(receiver.arrivals.map(({ path }) => path)).toEqual(["/hooks/v1/demo"]);
});

test("connections are kept alive and as many as were asked for", async () => {
  const connected = poster({ connections: 3 });
  await Promise.all(Array.from({ length: 60 }, (_, index) => connected.deliver(`evt_${index}`, post)));
  expect(receiver.arrivals).toHaveLength(60);
  expect(receiver.connections).toBe(3);
});

test("a redelivery has the same id and body, and the timestamp and signature of its own moment", async () => {
  let now = Date.now();
  receiver.fault = (_, index) => {
    now += 7_000;
    return index < 2 ? { kind: "answer", status: 500 } : undefined;
  };
  const outcome = await poster({ clock: { now: () => new Date(now) } }).deliver("evt_1", post);
  expect(outcome.kind).toBe("accepted");
  expect(new Set(receiver.arrivals.map(({ id, body }) => id + body)).size).toBe(1);
  const timestamps = receiver.arrivals.map(({ timestamp }) => Number(timestamp));
  expect([timestamps[1]! - timestamps[0]!, timestamps[2]! - timestamps[1]!]).toEqual([7, 7]);
  expect(new Set(receiver.arrivals.map(({ signature }) => signature)).size).toBe(3);
});

test("what was committed although its answer was lost comes back as a duplicate", async () => {
  receiver.fault = (_, index) => (index === 0 ? { kind: "cut", committed: true } : undefined);
  expect(await poster().deliver("evt_1", post)).toEqual({ kind: "accepted", duplicate: true, quarantined: 0 });
});

test.each([429, 503])("after %d nothing is sent before Retry-After is over, by no delivery", async (status) => {
  receiver.fault = (_, index) => (index === 0 ? { kind: "answer", status, retryAfter: 1 } : undefined);
  const one = poster({ connections: 1 });
  const outcomes = await Promise.all([
    one.deliver("evt_1", post),
    one.deliver("evt_2", post),
    one.deliver("evt_3", post),
  ]);
  expect(outcomes.every(({ kind }) => kind === "accepted")).toBe(true);
  const [refused, ...later] = receiver.arrivals.map(({ at }) => at);
  expect(later).toHaveLength(3);
  expect(Math.min(...later) - refused!).toBeGreaterThanOrEqual(990);
});

test("an answer that does not come in time is no answer", async () => {
  receiver.fault = (_, index) => (index === 0 ? { kind: "silence" } : undefined);
  expect((await poster({ timeoutMs: 100 }).deliver("evt_1", post)).kind).toBe("accepted");
  expect(receiver.arrivals).toHaveLength(2);
});

test.each([400, 401, 404, 405, 409, 410, 413, 415])("%d is final", async (status) => {
  receiver.fault = () => ({ kind: "answer", status });
  expect(await poster().deliver("evt_1", post)).toEqual({ kind: "refused", status });
  expect(receiver.arrivals).toHaveLength(1);
});

test.each([408, 425, 429, 500, 502, 503, 504])("%d is tried again until the schedule ends", async (status) => {
  receiver.fault = () => ({ kind: "answer", status });
  const tried = poster();
  expect(await tried.deliver("evt_1", post)).toEqual({ kind: "undelivered" });
  expect(tried.attempts).toBe(4);
});

test("a quarantined post and the counts of a batch are understood", async () => {
  receiver.fault = (_, index) =>
    index === 0
      ? { kind: "answer", status: 202, body: '{"status":"quarantined","reason":"amount"}' }
      : { kind: "answer", status: 200, body: '{"status":"accepted","accepted":8,"duplicates":1,"quarantined":2}' };
  const one = poster();
  expect(await one.deliver("evt_1", post)).toEqual({ kind: "quarantined" });
  expect(await one.deliver("evt_2", { ...post, path: "/batch" })).toEqual({
    kind: "accepted",
    duplicate: false,
    quarantined: 2,
  });
});

test("a 200 that does not speak the contract is not taken for an acknowledgement", async () => {
  receiver.fault = () => ({ kind: "answer", status: 200, body: "<html>It works!</html>" });
  expect(await poster().deliver("evt_1", post)).toEqual({ kind: "refused", status: 200 });
});

test("no receiver at all, or the end of the run, gives undelivered and never an exception", async () => {
  const nowhere = poster({ receiverUrl: "http://127.0.0.1:9" });
  expect(await nowhere.deliver("evt_1", post)).toEqual({ kind: "undelivered" });
  receiver.fault = () => ({ kind: "silence" });
  const cut = poster().deliver("evt_2", post);
  over.abort();
  expect(await cut).toEqual({ kind: "undelivered" });
});
