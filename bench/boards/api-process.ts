import { setTimeout as delay } from "node:timers/promises";
import { startApi } from "../../api/start.js";
import { LIMITS, type LimitTable } from "../../api/http/rate-limits.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { startNameBook } from "../../core/players/name-book.js";
import { createViews } from "../../core/views/create-views.js";
import { playerId } from "../../wire/ids.js";
import { openContext } from "../open-context.js";

/** The product's API in a process of its own, with every middleware. Arguments: database URL and secrets key (base64). */
const [databaseUrl = "", secretsKey = ""] = process.argv.slice(2);

const context = openContext(databaseUrl, secretsKey);
const signal = new AbortController().signal;
const boards = await startLiveBoards(context, { listenUrl: databaseUrl }, signal);
const names = startNameBook(context, databaseUrl);
await namesAreRead();
const limits: Partial<LimitTable> = { address: { ...LIMITS.address, points: 1_000_000_000 } };
const api = await startApi(
  {
    context,
    views: createViews(context, boards, names),
    boards,
    config: {
      host: "127.0.0.1",
      port: 0,
      publicUrl: "http://localhost",
      botToken: "1:bench",
      trustProxy: 0,
      miniAppDir: "miniapp",
      botUsername: () => null,
      limits,
    },
  },
  signal,
);
process.on("disconnect", () => process.exit(0));
process.send?.({ port: api.port });

/** The book is read in the order of ids; a process that has just begun asks the database for each name. */
async function namesAreRead(): Promise<void> {
  const { rows } = await context.pool.query<{ last: number | null }>("select max(id)::int as last from players");
  const last = rows[0]?.last ?? null;
  const isMissing = () => last !== null && names.remembered(playerId(last)) === undefined;
  while (isMissing()) await delay(50);
}
