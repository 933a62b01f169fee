import { startBot } from "../../bot/start.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { createViews } from "../../core/views/create-views.js";
import { openContext } from "../open-context.js";

/** The product's bot as a process of its own. Arguments: database URL, Bot API root, token. */
const [databaseUrl = "", apiRoot = "", token = ""] = process.argv.slice(2);
const context = openContext(databaseUrl, Buffer.alloc(32, 1).toString("base64"));
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
