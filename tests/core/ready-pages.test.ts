import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import type { BoardKey } from "../../core/boards/live-boards.js";
import { startNameBook } from "../../core/players/name-book.js";
import { createRace } from "../../core/races/create-race.js";
import { createViews, type RefreshableBoards } from "../../core/views/create-views.js";
import type { PageQuery, ReadyPage } from "../../core/views/ready-pages.js";
import type { Views } from "../../core/views/views.js";
import type { PlayerId, RaceId } from "../../wire/ids.js";
import { standings } from "../../wire/race.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "./_world.js";

const stop = new AbortController();
let database: TestDatabase;
let boards: RefreshableBoards;
let names: AsyncDisposable;
let views: Views;
let race: RaceId;
let players: PlayerId[];

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  const context = testContext(pool);
  const source = await addSource(pool, "casino");
  players = await addPlayers(pool, source, 20);
  await pool.query(`update players set name = 'Zoë "🏇" \\ O''Neill' where id = $1`, [players[3]]);
  const now = Date.now();
  race = await createRace(
    context,
    {
      title: "Race",
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
      prizes: ["10.00", "5.00", "1.00"],
    },
    "test",
  );
  // Pairs of players tie.
  const entries = players.map((player, at) => ({ source, player, delta: BigInt(at >> 1) * 10_000n + 10_000n }));
  await addEntries(
    pool,
    entries.map((entry) => ({ ...entry, at: new Date(now - 1_000) })),
  );
  boards = await startLiveBoards(context, {}, stop.signal);
  const book = startNameBook(context, database.url);
  names = book;
  views = createViews(context, boards, book);
});
afterAll(async () => {
  stop.abort();
  await names[Symbol.asyncDispose]();
  await boards[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const keys = (): BoardKey[] => [`race:${race}`, "board:all-time"];
const queries = (): PageQuery[] => [
  { limit: 50 },
  { limit: 3 },
  ...players.map((player) => ({ player, span: 2 })),
  { player: players[4]!, span: 0 },
];

async function asked(key: BoardKey, query: PageQuery): Promise<string> {
  const page = await ("player" in query
    ? views.around(key, query.player, query.span)
    : views.standings(key, query.limit));
  return JSON.stringify(standings.parse(page));
}

/** For a busy machine; nothing waits for it. */
const LIMIT = { timeout: 30_000 };

/** The board stands still, but goes on saying that it is up to date. */
const withoutInstant = (text: string): string => text.replace(/"asOf":"[^"]+"/, "");

async function ready(key: BoardKey, query: PageQuery): Promise<ReadyPage> {
  return vi.waitFor(async () => {
    await asked(key, query);
    const page = views.ready(key, query);
    if (page === undefined) throw new Error("not at hand yet");
    return page;
  }, LIMIT);
}

describe("pages made from memory", () => {
  it("are the text of what the views say, in the form of the schema", async () => {
    for (const key of keys()) {
      for (const query of queries()) {
        const page = await ready(key, query);
        expect(withoutInstant(page.text)).toBe(withoutInstant(await asked(key, query)));
        expect(JSON.parse(page.text)).toMatchObject({ epoch: page.epoch, version: page.version });
      }
    }
  });

  it("follow names, and a race that is not live has none", async () => {
    const key: BoardKey = `race:${race}`;
    await ready(key, { limit: 50 });
    await database.pool.query("update players set name = 'other_name' where id = $1", [players[0]]);
    await vi.waitFor(async () => expect((await ready(key, { limit: 50 })).text).toContain('"name":"ot'), LIMIT);
    await database.pool.query("update races set status = 'void', void_reason = 'test' where id = $1", [race]);
    await views.race(race);
    expect(views.ready(key, { limit: 50 })).toBeUndefined();
  });
});
