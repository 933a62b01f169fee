import { setTimeout as delay } from "node:timers/promises";
import express from "express";
import { createHttpServer } from "../../api/http-server.js";
import { readPosition, readTail } from "../../core/boards/read-tail.js";
import { connect } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import { formatPlayerId } from "../../wire/ids.js";
import { RedisClient, type RedisReply } from "./redis-client.js";

/**
 * The control of R10 and R11: what a team writes first. The same Express on the same kind of server as the product, a
 * sorted set behind it that follows the same ledger; no names, no prizes, no limits, no security headers. Arguments: Unix
 * socket of Redis, database URL.
 */
const [path = "", databaseUrl = ""] = process.argv.slice(2);
const redis = await RedisClient.connect(path);
const pool = connect(databaseUrl, { applicationName: "bench", onIdleError: () => undefined });
/** As the product's pause between two looks at the ledger. */
const PAUSE_MS = 25;
const KEY = "race";
const SPAN = 5;

const app = express();
app.disable("x-powered-by");
app.set("etag", false);

app.get("/top", async (_request, response) => {
  const found = await redis.send("ZREVRANGE", KEY, "0", "49", "WITHSCORES");
  response.json({ rows: rowsOf(found, 0) });
});

app.get("/around/:player", async (request, response) => {
  const { player } = request.params;
  const [position, score] = await Promise.all([redis.send("ZREVRANK", KEY, player), redis.send("ZSCORE", KEY, player)]);
  if (typeof position !== "number") {
    response.status(404).json({ player });
    return;
  }
  const from = Math.max(0, position - SPAN);
  const around = await redis.send("ZREVRANGE", KEY, String(from), String(position + SPAN), "WITHSCORES");
  response.json({ player, rank: position + 1, score, rows: rowsOf(around, from) });
});

function rowsOf(reply: RedisReply, from: number) {
  if (!Array.isArray(reply)) return [];
  const rows = [];
  for (let at = 0; at < reply.length; at += 2)
    rows.push({ rank: from + at / 2 + 1, player: reply[at], score: reply[at + 1] });
  return rows;
}

/** Whole cents, as the set was filled: wagers of the load have no part of a cent. */
async function follow(): Promise<void> {
  let position = await inTransaction(pool, "snapshot", readPosition);
  for (;;) {
    const { entries, fence } = await readTail(pool, position);
    position = { ...position, fence };
    await Promise.all(
      entries.map(({ playerId, delta }) =>
        redis.send("ZINCRBY", KEY, (delta / 10_000n).toString(), formatPlayerId(playerId)),
      ),
    );
    await delay(PAUSE_MS);
  }
}
void follow();

const server = createHttpServer(app);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
