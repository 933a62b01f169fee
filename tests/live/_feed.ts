import type { FeedSettings } from "../../api/live/feed-settings.js";
import type { RaceId } from "../../wire/ids.js";
import { parseRaceId } from "../../wire/ids.js";
import { startTestApi, type TestApi, type TestApiOptions } from "../api/_api.js";
import { FeedClient, type ConnectOptions } from "./_client.js";
import { MemoryBoards, MemoryViews } from "./_memory-boards.js";

export const RACE: RaceId = parseRaceId("Race000001")!;
export const CHANNEL = `race:${RACE}` as const;

export interface TestFeed extends AsyncDisposable {
  api: TestApi;
  boards: MemoryBoards;
  views: MemoryViews;
  connect(options?: ConnectOptions): Promise<FeedClient>;
  /** Connects, says hello and waits for the first snapshot of {@link CHANNEL}. */
  join(hello?: Record<string, unknown>, options?: ConnectOptions): Promise<FeedClient>;
}

/** The real API and feed over boards set by hand, with shortened intervals. */
export async function startTestFeed(
  settings: Partial<FeedSettings> = {},
  options: TestApiOptions = {},
): Promise<TestFeed> {
  const boards = new MemoryBoards();
  boards.open(CHANNEL);
  const views = new MemoryViews(boards);
  const feed = { sweepMs: 10, coalesceMs: 20, socketsPerAddress: 1_000, ...settings };
  const { config, ...rest } = options;
  const api = await startTestApi({ boards, views: () => views, config: { feed, ...config }, ...rest });
  const clients = new Set<FeedClient>();
  async function connect(connecting?: ConnectOptions): Promise<FeedClient> {
    const client = await FeedClient.connect(api.port, connecting);
    clients.add(client);
    return client;
  }
  return {
    api,
    boards,
    views,
    connect,
    async join(hello = {}, connecting) {
      const client = await connect(connecting);
      client.hello({ subscribe: [CHANNEL], ...hello });
      await client.next("snap");
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.end();
      await api[Symbol.asyncDispose]();
    },
  };
}

/** Scores of `count` players, the first with the most. */
export function field(count: number, usd = 1_000): Record<number, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [at + 1, usd - at]));
}
