import { startBot } from "../../bot/start.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { createViews } from "../../core/views/create-views.js";
import { connect } from "../../db/connect.js";
import { testContext } from "../core/_world.js";
import { fastClock } from "./_fast-clock.js";

/**
 * The bot as a process of its own, so that it can be killed. Arguments: database URL, Bot API root, token, start of the
 * clock in milliseconds and its speed. Writes a line once it runs.
 */
const [databaseUrl = "", apiRoot = "", token = "", startMs = "0", speed = "1"] = process.argv.slice(2);

const pool = connect(databaseUrl, { applicationName: "bot", onIdleError: () => undefined });
const context = testContext(pool, { clock: fastClock(Number(startMs), Number(speed)) });
const { signal } = new AbortController();
const boards = await startLiveBoards(context, { idlePauseMs: 200 }, signal);
await startBot(
  {
    context,
    views: createViews(context, boards),
    token,
    apiRoot,
    mode: "polling",
    publicUrl: "https://goat.test",
    webhookPublicUrl: "https://goat.test",
    miniAppName: null,
    communityName: "Goat Lounge",
  },
  signal,
);
process.stdout.write("running\n");
