import { Pool } from "pg";
import { expect, test } from "vitest";
import { entityTag, matchesEntityTag } from "./entity-tag.js";
import { isTelegramOrigin, ownOrigins } from "./origins.js";
import { FEED_SETTINGS } from "../live/feed-settings.js";
import { createRateLimits, LIMITS, rateLimitHeaders, refuseWhenSpent } from "./rate-limits.js";
import { requestIdFrom, uuidV7 } from "./request-id.js";

test("an entity tag is matched alone, in a list, weakened, and by a star", () => {
  const tag = entityTag({ epoch: "1", version: 812 });
  expect(tag).toBe('"1-812"');
  for (const header of [tag, `"x", ${tag}`, `W/${tag}`, "*"]) expect(matchesEntityTag(header, tag)).toBe(true);
  for (const header of [undefined, "", '"1-81"', "1-812"]) expect(matchesEntityTag(header, tag)).toBe(false);
});

test("one's own machine has several names, a public host has one", () => {
  expect(ownOrigins("http://localhost:3000", "http://localhost:3002")).toEqual(
    new Set(
      [3000, 3002].flatMap((port) => ["localhost", "127.0.0.1", "[::1]"].map((name) => `http://${name}:${port}`)),
    ),
  );
  expect(ownOrigins("https://race.example/app", undefined)).toEqual(new Set(["https://race.example"]));
});

test.each([
  ["https://web.telegram.org", true],
  ["https://telegram.org", true],
  ["https://a.b.telegram.org", true],
  ["http://web.telegram.org", false],
  ["https://eviltelegram.org", false],
  ["https://web.telegram.org.evil.example", false],
  ["https://web.telegram.org:8443", false],
  ["null", false],
])("%s is Telegram: %s", (origin, expected) => {
  expect(isTelegramOrigin(origin)).toBe(expected);
});

test("a harmless request id is kept, anything else replaced", () => {
  expect(requestIdFrom("abcd-1234")).toBe("abcd-1234");
  for (const bad of [undefined, "short", "x".repeat(65), "with space1", "line\nbreak1", "<script>1"])
    expect(requestIdFrom(bad)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("request ids sort by time", () => {
  expect(uuidV7(1_000_000) < uuidV7(1_000_001)).toBe(true);
});

/** Limits counted in memory never ask for a connection. */
const unused = new Pool();

test("a spent limit refuses with the time to wait, and says so in the headers of the draft", async () => {
  const limits = createRateLimits(unused, { user: { points: 2, seconds: 60 } });
  const first = await limits.take("user", "1");
  expect(rateLimitHeaders([first])).toEqual({ "RateLimit-Policy": '"user";q=2;w=60', RateLimit: '"user";r=1;t=60' });
  await limits.take("user", "1");
  const third = await limits.take("user", "1");
  expect(third).toMatchObject({ isAllowed: false, remaining: 0 });
  expect(() => refuseWhenSpent(third)).toThrow("wait 60 s");
  expect((await limits.take("user", "2")).isAllowed).toBe(true);
});

test("looking at a limit does not count", async () => {
  const limits = createRateLimits(unused, { wrongKey: { points: 1, seconds: 60 } });
  for (let round = 0; round < 5; round++) expect((await limits.look("wrongKey", "a")).isAllowed).toBe(true);
  await limits.take("wrongKey", "a");
  expect((await limits.look("wrongKey", "a")).isAllowed).toBe(false);
});

test("what is counted in memory is divided among the processes, and no process is left without any", async () => {
  const limits = createRateLimits(unused, { user: { points: 5, seconds: 60 } });
  await limits.take("user", "1");
  limits.shareAmong(2);
  expect(await limits.take("user", "1")).toMatchObject({ remaining: 1, limit: { points: 3, seconds: 60 } });
  limits.shareAmong(100);
  expect(await limits.take("user", "2")).toMatchObject({ isAllowed: true, remaining: 0 });
});

test("limits and intervals are those of reliability.md 4.3 and 3.3, which tests of the feed shorten", () => {
  expect(Object.fromEntries(Object.entries(LIMITS).map(([name, { points }]) => [name, points]))).toMatchObject({
    exchangeByAddress: 10,
    exchangeByUser: 5,
    refreshBySession: 10,
    user: 120,
    address: 300,
    admin: 60,
    apiKey: 600,
  });
  expect(new Set(Object.values(LIMITS).map(({ seconds }) => seconds))).toEqual(new Set([60]));
  expect(FEED_SETTINGS).toMatchObject({
    coalesceMs: 250,
    ownPlaceMs: 1_000,
    helloMs: 5_000,
    heartbeatMs: 25_000,
    pongMs: 10_000,
    ackMs: 15_000,
    skipAboveBytes: 65_536,
    dropAboveBytes: 1_048_576,
    maxPayloadBytes: 4_096,
    messagesPerSecond: 10,
    messageBurst: 20,
    socketsPerAddress: 20,
    socketsPerUser: 5,
    socketsPerProcess: 10_000,
    channelsPerSocket: 20,
    historyVersions: 300,
    historyMs: 120_000,
    authWarningMs: 60_000,
    authGraceMs: 30_000,
    streamCommentMs: 15_000,
    byeSpreadMs: 15_000,
    drainPerSecond: 500,
  });
  // A connection that died without a word is noticed within 37.5 s (42).
  expect(FEED_SETTINGS.heartbeatMs * 1.1 + FEED_SETTINGS.pongMs).toBeLessThanOrEqual(37_500);
});
