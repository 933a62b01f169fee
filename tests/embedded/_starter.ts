/* A process of its own for the tests: starts the server of the given folder, says so, and on demand writes until it is killed. */
import { Client } from "pg";
import { startEmbeddedPostgres } from "../../db/embedded/start.js";

const [dataDir = "", mode = "hold"] = process.argv.slice(2);
const server = await startEmbeddedPostgres({ dataDir });
process.stdout.write(`${JSON.stringify({ pid: server.pid, url: server.url, adopted: server.adopted })}\n`);

if (mode === "write") {
  const client = new Client({ connectionString: server.url });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("create table acknowledged (n int primary key)");
  for (let n = 1; ; n += 1) {
    await client.query("insert into acknowledged values ($1)", [n]);
    process.stdout.write(`${n}\n`);
  }
} else {
  process.stdin.once("data", () => {
    void server.stop().then(() => process.stdin.destroy());
  });
}
