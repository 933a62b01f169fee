import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addEntries, addPlayers, addSource } from "../core/_world.js";
import { createRace } from "../../core/races/create-race.js";
import { LIMITS } from "../../api/http/rate-limits.js";
import { until } from "../_until.js";
import { startTestApi, type Answer, type TestApi } from "./_api.js";

let api: TestApi;
let race: string;
beforeAll(async () => {
  api = await startTestApi({ realBoards: true });
  const { pool } = api.database;
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, 30);
  const now = Date.now();
  race = await createRace(
    api.context,
    {
      title: "Race",
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
      prizes: ["10.00", "5.00"],
    },
    "test",
  );
  const at = new Date(now - 1_000);
  await addEntries(
    pool,
    players.map((player, rank) => ({ source, player, delta: BigInt(rank + 1) * 1_000_000n, at })),
  );
  await until(
    "the board has everybody",
    async () => (await api.call<{ total: number }>(`/races/${race}/standings`)).body.total === 30,
  );
});
afterAll(() => api[Symbol.asyncDispose]());

/** What differs between two answers to the same question: ids, counts and instants. */
const OWN = ["date", "x-request-id", "ratelimit", "content-encoding", "transfer-encoding", "content-length"];
function comparable({ status, headers, text }: Answer) {
  const rest = [...headers].filter(([name]) => !OWN.includes(name));
  return { status, headers: Object.fromEntries(rest), text: text.replace(/"asOf":"[^"]+"/, "") };
}

describe("pages that are answered before Express", () => {
  test("say what Express says, in the same words and with the same headers", async () => {
    const paths = [
      `/races/${race}/standings`,
      `/races/${race}/standings?limit=7`,
      `/races/${race}/standings/around/p15`,
      `/races/${race}/standings/around/p15?span=2`,
      `/races/${race}/standings/around/p999`,
      "/leaderboards/day",
      "/leaderboards/all-time?limit=200",
      "/races/NoSuchRace/standings",
      "/leaderboards/year",
      `/races/${race}/standings?limit=201`,
      `/races/${race}/standings/around/p15?span=51`,
    ];
    for (const path of paths) {
      // The second asks for what the first has left in memory.
      const first = await api.call(path);
      const hot = await api.call(path);
      // A tag of another version sends the question the long way.
      const express = await api.call(path, { headers: { "if-none-match": '"another"' } });
      const given = [first, hot, express].map((answer) => comparable(answer));
      for (const answer of given) if (answer.status >= 400) answer.text = "";
      expect(given[0]).toEqual(given[2]);
      expect(given[1]).toEqual(given[2]);
      expect(hot.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("count against the same limit as every other answer", async () => {
    const limits = { ...LIMITS, address: { points: 5, seconds: 60 } };
    await using limited = await startTestApi({ beside: api, realBoards: true, config: { limits } });
    const statuses = [];
    for (let asked = 0; asked < 6; asked++) statuses.push((await limited.call("/leaderboards/day")).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test("are packed for those who can unpack, and kept as they are for others", async () => {
    const packed = await api.call(`/races/${race}/standings`);
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const plain = await api.call(`/races/${race}/standings`, { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(comparable(plain).text).toBe(comparable(packed).text);
  });
});
