import { startBot } from "../../bot/start.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { systemClock } from "../../core/clock.js";
import { createViews } from "../../core/views/create-views.js";
import { connect, drizzleOn } from "../../db/connect.js";

/** The product's bot as a process of its own. Arguments: database URL, Bot API root, token. */
const [databaseUrl = "", apiRoot = "", token = ""] = process.argv.slice(2);
const silent = { debug: noop, info: noop, warn: noop, error: noop, child: () => silent };
function noop(): void {
  // The parent measures; a log would be measured with it.
}

const pool = connect(databaseUrl, { applicationName: "bench-bot", onIdleError: noop });
const context = {
  db: drizzleOn(pool),
  pool,
  clock: systemClock,
  log: silent,
  secretsKey: Buffer.alloc(32, 1),
  timeZone: "UTC",
};
const stop = new AbortController();
const boards = await startLiveBoards(context, { listenUrl: databaseUrl }, stop.signal);
const bot = await startBot(
  {
    context,
    views: createViews(context, boards),
    token,
    apiRoot,
    mode: "polling",
    publicUrl: "https://bench.test",
    webhookPublicUrl: "https://bench.test",
    miniAppName: null,
    communityName: "Bench",
  },
  stop.signal,
);
process.on("disconnect", () => {
  void Promise.resolve(bot[Symbol.asyncDispose]()).then(() => process.exit(0));
});
process.send?.("running");
