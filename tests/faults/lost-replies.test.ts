import { expect, test } from "vitest";
import { createSource } from "../../core/sources/create-source.js";
import { startReceiver } from "../../webhooks/start.js";
import { createTestDatabase } from "../_database.js";
import { openProxy } from "../_proxy.js";
import { contextOn, send, settled, sign, TestClock } from "../receiver/_receiver.js";
import { faultRounds } from "./_rounds.js";

const LOSSES = faultRounds({ short: 40, full: 200 });

/** The two statements that commit new wagers, by their names, and the end of a careful transaction. */
const COMMITTING = ["post-unseen", "post-new", "commit"];

/**
 * A proxy that, once armed, waits for a statement that writes (or a COMMIT), gives it to the server, and cuts the
 * connection when the answer comes: it is committed, and nobody was told.
 */
async function openForgetfulProxy(
  url: string,
): Promise<{ url: string; arm(): void; cuts(): number } & AsyncDisposable> {
  let isArmed = false;
  let cuts = 0;
  const proxy = await openProxy(url, (client, server) => {
    let isDoomed = false;
    client.on("data", (data) => {
      if (isArmed && COMMITTING.some((name) => data.includes(name))) {
        isArmed = false;
        isDoomed = true;
      }
      server.write(data);
    });
    server.on("data", (data) => {
      if (!isDoomed) {
        client.write(data);
        return;
      }
      cuts += 1;
      client.destroy();
    });
  });
  return {
    url: proxy.url,
    arm: () => void (isArmed = true),
    cuts: () => cuts,
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

test(`${LOSSES} commits whose reply is lost take effect once and are never answered as new twice`, async () => {
  await using database = await createTestDatabase();
  await using proxy = await openForgetfulProxy(database.url);
  const context = contextOn(database.pool, new TestClock());
  const { secret } = await createSource(context, { slug: "casino", name: "Casino", mode: "events" });
  await using receiver = await startReceiver(
    { context, databaseUrl: proxy.url, config: { host: "127.0.0.1", port: 0, trustProxy: 0 } },
    new AbortController().signal,
  );
  const post = (ref: string): ReturnType<typeof send> => {
    const body = Buffer.from(JSON.stringify(settled({ wager_id: ref, amount: "1" })));
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const headers = {
      "content-type": "application/json",
      "webhook-id": ref,
      "webhook-timestamp": timestamp,
      "webhook-signature": sign(secret, ref, timestamp, body),
    };
    return send(receiver.port, { path: "/hooks/v1/casino", headers, body });
  };
  await post("warm-up");
  for (let loss = 0; loss < LOSSES; loss++) {
    proxy.arm();
    const first = await post(`lost-${loss}`);
    // The receiver asks again by itself and finds its own commit; "accepted" would claim that this one was new.
    expect([first.status, first.body["status"]]).toEqual([200, "duplicate"]);
    expect((await post(`lost-${loss}`)).body).toEqual({ status: "duplicate" });
  }
  expect(proxy.cuts()).toBe(LOSSES);
  const { rows } = await database.pool.query<{ entries: string; wagers: string }>(
    "select count(*) as entries, count(distinct ref) as wagers from ledger where ref like 'lost-%'",
  );
  expect(rows).toEqual([{ entries: String(LOSSES), wagers: String(LOSSES) }]);
});
