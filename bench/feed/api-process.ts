import { monitorEventLoopDelay } from "node:perf_hooks";
import { LIMITS, type LimitTable } from "../../api/http/rate-limits.js";
import type { FeedSettings } from "../../api/live/feed-settings.js";
import { startApi } from "../../api/start.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { startNameBook } from "../../core/players/name-book.js";
import { createViews } from "../../core/views/create-views.js";
import { openContext } from "../open-context.js";
import { answerUsage } from "./usage.js";

/**
 * The product's API with its feed in a process of its own. Arguments: database URL, secrets key (base64), bot token, and
 * `unpaced` for a control that answers handshakes as they come.
 */
const [databaseUrl = "", secretsKey = "", botToken = "", pace = ""] = process.argv.slice(2);

/** The load comes from one address and one person. */
const ONE_CLIENT: Partial<FeedSettings> = {
  socketsPerAddress: 100_000,
  socketsPerUser: 100_000,
  ...(pace === "unpaced" && { handshakesPerSecond: 1_000_000 }),
};
const unlimited = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, { points: 1_000_000_000, seconds: 60 }]));

const context = openContext(databaseUrl, secretsKey);
let queries = 0;
context.pool.on("acquire", () => (queries += 1));
const { signal } = new AbortController();
const boards = await startLiveBoards(context, { listenUrl: databaseUrl }, signal);
const limits: Partial<LimitTable> = unlimited;
const api = await startApi(
  {
    context,
    views: createViews(context, boards, startNameBook(context, databaseUrl)),
    boards,
    config: {
      host: "127.0.0.1",
      port: 0,
      publicUrl: "http://localhost",
      botToken,
      trustProxy: 0,
      miniAppDir: "miniapp",
      botUsername: () => null,
      limits,
      feed: ONE_CLIENT,
    },
  },
  signal,
);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
answerUsage(delay, () => queries);
process.send?.({ port: api.port });
