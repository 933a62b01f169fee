import { createHmac, createSecretKey, createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool, type PoolClient } from "pg";
import * as z from "zod";

/**
 * The control of R2: bare node:http, the same tables, and one transaction for each post.
 * Arguments: database URL, source id, key (base64).
 */
const [url = "", sourceId = "0", keyText = ""] = process.argv.slice(2);
const key = createSecretKey(Buffer.from(keyText, "base64"));
const pool = new Pool({ connectionString: url, max: 10 });
const players = new Map<string, string>();

const event = z.object({
  data: z.object({ wager_id: z.string(), player_id: z.string(), amount: z.string(), occurred_at: z.string() }),
});

async function insert(client: PoolClient, id: string, body: Buffer): Promise<void> {
  const { data } = event.parse(JSON.parse(body.toString("utf8")));
  const micro = BigInt(Math.round(Number(data.amount) * 1e6));
  await client.query("begin");
  await client.query({
    name: "inbox",
    text: "insert into webhook_inbox (source_id, delivery_id, body_sha256, body, outcome) values ($1, $2, $3, $4, 'accepted') on conflict do nothing",
    values: [sourceId, id, createHash("sha256").update(body).digest(), body],
  });
  await client.query({
    name: "entry",
    text: `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
      values ($1, 'wager', $2, 1, $3, 1, $4, $4, $5, (select max(id) from ledger_eras)) on conflict do nothing`,
    values: [sourceId, data.wager_id, players.get(data.player_id), micro, data.occurred_at],
  });
  await client.query("commit");
}

async function record(req: IncomingMessage, res: ServerResponse, body: Buffer): Promise<void> {
  const id = String(req.headers["webhook-id"]);
  const signed = `${id}.${String(req.headers["webhook-timestamp"])}.`;
  const expected = createHmac("sha256", key).update(signed).update(body).digest();
  const given = Buffer.from(String(req.headers["webhook-signature"]).slice(3), "base64");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return void res.writeHead(401).end();
  const client = await pool.connect();
  try {
    await insert(client, id, body);
    res.writeHead(200).end();
  } catch {
    await client.query("rollback");
    res.writeHead(503).end();
  } finally {
    client.release();
  }
}

const known = await pool.query<{ id: string; external_id: string }>(
  "select id, external_id from players where source_id = $1",
  [sourceId],
);
for (const row of known.rows) players.set(row.external_id, row.id);
const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => void record(req, res, Buffer.concat(chunks)));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
