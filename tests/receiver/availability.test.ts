import { connect as connectSocket } from "node:net";
import { Agent, request as httpRequest } from "node:http";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { createSource } from "../../core/sources/create-source.js";
import { startReceiver, type Receiver } from "../../webhooks/start.js";
import { createTestDatabase } from "../_database.js";
import { openDoor, type DatabaseDoor } from "../_door.js";
import { contextOn, send, settled, sign, startTestReceiver, TestClock, type Answer } from "./_receiver.js";

interface Behind extends AsyncDisposable {
  receiver: Receiver;
  proxy: DatabaseDoor;
  post(content: unknown, id?: string): Promise<Answer>;
  count(): Promise<number>;
}

/** A receiver whose way to the database leads through a proxy; what it checks with has a way of its own. */
async function startBehindProxy(queue: object = {}): Promise<Behind> {
  const database = await createTestDatabase();
  const proxy = await openDoor(database.url);
  const context = contextOn(database.pool, new TestClock());
  const { secret } = await createSource(context, { slug: "casino", name: "Casino", mode: "events" });
  const config = { host: "127.0.0.1", port: 0, trustProxy: 0, queue };
  const receiver = await startReceiver({ context, databaseUrl: proxy.url, config }, new AbortController().signal);
  let posts = 0;
  return {
    receiver,
    proxy,
    post(content, id = `msg_${++posts}`) {
      const body = Buffer.from(JSON.stringify(content));
      const timestamp = String(Math.floor(Date.now() / 1_000));
      return send(receiver.port, {
        path: "/hooks/v1/casino",
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": timestamp,
          "webhook-signature": sign(secret, id, timestamp, body),
        },
        body,
      });
    },
    async count() {
      const { rows } = await database.pool.query<{ count: string }>("select count(*) from ledger");
      return Number(rows[0]?.count);
    },
    async [Symbol.asyncDispose]() {
      await receiver[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

const within = async <Result>(ms: number, promise: Promise<Result>): Promise<Result> => {
  const started = performance.now();
  const result = await promise;
  expect(performance.now() - started).toBeLessThan(ms);
  return result;
};

describe("without the database", () => {
  test("posts get 503 with an integer Retry-After within 5 s and never 2xx; /livez stays 200; it heals by itself", async () => {
    await using behind = await startBehindProxy();
    expect((await behind.post(settled())).status).toBe(200);
    behind.proxy.cut();
    const events = Array.from({ length: 50 }, () => settled());
    const answers = await within(5_500, Promise.all(events.map((event, index) => behind.post(event, `away_${index}`))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    for (const { headers } of answers) expect(headers["retry-after"]).toMatch(/^[1-5]$/);
    expect((await send(behind.receiver.port, { method: "GET", path: "/livez" })).status).toBe(200);
    behind.proxy.heal();
    await expect.poll(async () => (await behind.post(settled())).status, { timeout: 5_000 }).toBe(200);
    const redelivered = await Promise.all(events.map((event, index) => behind.post(event, `away_${index}`)));
    expect(new Set(redelivered.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test("a network that swallows everything gives 503 within 5 s, and posts pass within 5 s of its healing", async () => {
    await using behind = await startBehindProxy();
    expect((await behind.post(settled())).status).toBe(200);
    behind.proxy.mute();
    const answer = await within(5_500, behind.post(settled()));
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, expect.stringMatching(/^[1-5]$/)]);
    behind.proxy.heal();
    await expect.poll(async () => (await behind.post(settled())).status, { timeout: 7_000 }).toBe(200);
  });

  test("connections that the server terminates are replaced, and nothing is lost", async () => {
    await using under = await startTestReceiver();
    const admin = new Client({ connectionString: under.database.url });
    await admin.connect();
    const refs = Array.from({ length: 200 }, (_, index) => `kill-${index}`);
    const posting = Promise.all(refs.map((ref) => under.post(settled({ wager_id: ref }))));
    for (let round = 0; round < 5; round++) {
      await admin.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'goatedvips-webhooks' and datname = current_database()",
      );
    }
    const answers = await posting;
    await admin.end();
    const answered = refs.filter((_, index) => answers[index]?.status === 200);
    const stored = await under.rows<{ ref: string }>("select ref from ledger where ref like 'kill-%'");
    const storedRefs = new Set(stored.map(({ ref }) => ref));
    expect(answered.filter((ref) => !storedRefs.has(ref))).toEqual([]);
    expect(stored).toHaveLength(storedRefs.size);
    expect((await under.post(settled())).status).toBe(200);
  });
});

describe("a disk that is full", () => {
  test("is 503 with Retry-After for every post, keeps nothing of them, and heals without a restart", async () => {
    await using under = await startTestReceiver();
    const { pool } = under.database;
    await pool.query(`
      create function refuse_space() returns trigger language plpgsql as
        $$ begin raise 'could not extend file' using errcode = 'disk_full'; end $$;
      create trigger full_disk before insert on webhook_inbox for each statement execute function refuse_space()`);
    const events = Array.from({ length: 30 }, () => settled());
    const post = (event: object, index: number): Promise<Answer> => under.post(event, { id: `full_${index}` });
    const answers = await within(5_500, Promise.all(events.map(post)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    for (const { headers } of answers) expect(headers["retry-after"]).toMatch(/^[1-5]$/);
    expect(await under.rows("select from dead_letters")).toHaveLength(0);
    await pool.query("drop trigger full_disk on webhook_inbox");
    const again = await Promise.all(events.map(post));
    expect(new Set(again.map(({ body }) => body["status"]))).toEqual(new Set(["accepted"]));
    expect(await under.rows("select from ledger")).toHaveLength(30);
  });
});

describe("a clock ten minutes off", () => {
  test.each([-10, 10])(
    "by %i minutes refuses every post; once it is right nothing has been counted or moved",
    async (minutes) => {
      await using under = await startTestReceiver();
      const now = Math.floor(Date.now() / 1_000);
      const before = settled();
      expect((await under.post(before, { id: "early" })).body).toEqual({ status: "accepted" });
      under.clock.at = new Date(Date.now() + minutes * 60_000);
      const occurredAt = new Date().toISOString();
      const event = settled({ wager_id: "skewed", occurred_at: occurredAt });
      const refused = await under.post(event, { id: "late", timestamp: now });
      expect(refused.status).toBe(401);
      expect(under.receiver.stats().outcomes).toContainEqual({ outcome: "bad_timestamp", source: "casino", count: 1 });
      // A redelivery of what is known is refused as well: the signature's time comes first.
      expect((await under.post(before, { id: "early", timestamp: now })).status).toBe(401);
      under.clock.at = undefined;
      expect((await under.post(event, { id: "late", timestamp: now })).body).toEqual({ status: "accepted" });
      expect((await under.post(before, { id: "early", timestamp: now })).body).toEqual({ status: "duplicate" });
      const rows = await under.rows<{ at: Date; near: boolean }>(
        `select occurred_at as at, abs(extract(epoch from recorded_at - clock_timestamp())) < 60 as near from ledger
       where ref = 'skewed'`,
      );
      expect(rows).toEqual([{ at: new Date(occurredAt), near: true }]);
    },
  );
});

describe("admission", () => {
  test("a full queue answers the next post 503 at once, and takes posts again when it has drained", async () => {
    await using under = await startTestReceiver({ config: { queue: { maxPosts: 40 } } });
    const blocker = new Client({ connectionString: under.database.url });
    await blocker.connect();
    await blocker.query("begin; lock table webhook_inbox in access exclusive mode");
    const waiting = Array.from({ length: 120 }, () => under.post(settled()));
    await expect.poll(() => under.receiver.stats().queue.posts, { timeout: 5_000 }).toBe(40);
    const answer = await within(250, under.post(settled()));
    expect(answer.status).toBe(503);
    await blocker.query("rollback");
    await blocker.end();
    for (const { status } of await Promise.all(waiting)) expect([200, 503]).toContain(status);
    expect((await under.post(settled())).status).toBe(200);
  });

  test("a source beyond its rate gets 429 while others would have to wait, and only then", async () => {
    await using under = await startTestReceiver({
      config: { queue: { maxPosts: 200 }, sourceRate: { perSecond: 1, burst: 5 } },
    });
    const calm = await Promise.all(Array.from({ length: 15 }, () => under.post(settled())));
    expect(new Set(calm.map(({ status }) => status))).toEqual(new Set([200]));
    const blocker = new Client({ connectionString: under.database.url });
    await blocker.connect();
    await blocker.query("begin; lock table webhook_inbox in access exclusive mode");
    const waiting = Array.from({ length: 120 }, () => under.post(settled()));
    await expect.poll(() => under.receiver.stats().queue.posts, { timeout: 5_000 }).toBe(40);
    const answer = await under.post(settled());
    expect(answer).toMatchObject({ status: 429, headers: { "retry-after": expect.stringMatching(/^[1-9]\d*$/) } });
    await blocker.query("rollback");
    await blocker.end();
    for (const { status } of await Promise.all(waiting)) expect([200, 429]).toContain(status);
  });

  test("the time of a 401 does not tell an unknown source from a wrong secret or signature", async () => {
    await using under = await startTestReceiver({ config: { addressRate: { perSecond: 1e6, burst: 1e6 } } });
    const wrongSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    const causes = [{ path: "/hooks/v1/nobody" }, { secret: wrongSecret }, { signature: "v1,AAAA" }];
    const times: number[][] = [[], [], []];
    const one = async (cause: number): Promise<void> => {
      const started = performance.now();
      const { status } = await under.post(settled(), causes[cause]);
      expect(status).toBe(401);
      times[cause]?.push(performance.now() - started);
    };
    // Causes change places, as the first of those sent together waits for the last.
    for (let round = 0; round < 90; round++) {
      await Promise.all(Array.from({ length: 30 }, (_, index) => one((index + round) % 3)));
    }
    const medians = times.map((list) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0);
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.1);
  });

  test("an address that sends refused posts is refused without a look, others are not", async () => {
    await using under = await startTestReceiver({ config: { trustProxy: 1, addressRate: { perSecond: 1, burst: 5 } } });
    const from = (address: string) => ({ headers: { "x-forwarded-for": `203.0.113.9, ${address}` } });
    const statuses: number[] = [];
    for (let index = 0; index < 7; index++) {
      statuses.push((await under.post(settled(), { ...from("198.51.100.1"), path: "/hooks/v1/nobody" })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const refused = await under.post(settled(), from("198.51.100.1"));
    expect(refused).toMatchObject({ status: 429, headers: { "retry-after": expect.stringMatching(/^\d+$/) } });
    expect((await under.post(settled(), from("198.51.100.2"))).status).toBe(200);
  });
});

describe("slow senders and endings", () => {
  test("sockets that send a byte a second are closed with 408 within 5 s while others are served", async () => {
    await using under = await startTestReceiver();
    const started = performance.now();
    const slow = Array.from({ length: 100 }, () => trickle(under.receiver.port));
    const served = await Promise.all(Array.from({ length: 100 }, () => under.post(settled())));
    expect(new Set(served.map(({ status }) => status))).toEqual(new Set([200]));
    const received = await Promise.all(slow);
    expect(performance.now() - started).toBeLessThan(5_500);
    for (const text of received) expect(text).toContain("408 Request Timeout");
  });

  test("a stop answers everything that was taken, refuses what is new, and leaves no post unrecorded", async () => {
    const under = await startTestReceiver();
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const results: { ref: string; status: number }[] = [];
    let isOver = false;
    const load = Promise.all(
      Array.from({ length: 16 }, async (_, lane) => {
        for (let index = 0; !isOver; index++) {
          const ref = `stop-${lane}-${index}`;
          const status = await postOn(agent, under.receiver.port, under.secret, ref).catch(() => 0);
          results.push({ ref, status });
          isOver ||= status !== 200;
        }
      }),
    );
    await expect.poll(() => results.length).toBeGreaterThan(100);
    await under.receiver[Symbol.asyncDispose]();
    isOver = true;
    await load;
    agent.destroy();
    const stored = new Set((await under.rows<{ ref: string }>("select ref from ledger")).map(({ ref }) => ref));
    // 0: the door was shut already, which a sender sees as a refused connection; its end he does not know.
    const told = new Map([
      [200, true],
      [503, false],
    ]);
    const contradicted = results.filter(({ ref, status }) => stored.has(ref) !== (told.get(status) ?? stored.has(ref)));
    expect(contradicted).toEqual([]);
    expect(
      [...new Set(results.map(({ status }) => status))].filter((status) => ![200, 503, 0].includes(status)),
    ).toEqual([]);
    await under.database[Symbol.asyncDispose]();
  });
});

function trickle(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, "127.0.0.1", () =>
      socket.write("POST /hooks/v1/casino HTTP/1.1\r\nhost: x\r\n"),
    );
    const byte = setInterval(() => socket.write("x"), 1_000);
    let received = "";
    socket.on("data", (data) => (received += data.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(byte);
      resolve(received);
    });
  });
}

function postOn(agent: Agent, port: number, secret: string, ref: string): Promise<number> {
  const body = Buffer.from(JSON.stringify(settled({ wager_id: ref })));
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const headers = {
    "content-type": "application/json",
    "webhook-id": ref,
    "webhook-timestamp": timestamp,
    "webhook-signature": sign(secret, ref, timestamp, body),
  };
  return new Promise((resolve, reject) => {
    const req = httpRequest(
      { host: "127.0.0.1", port, method: "POST", path: "/hooks/v1/casino", headers, agent },
      (res) => {
        res.resume();
        res.on("end", () => resolve(res.statusCode ?? 0));
      },
    );
    req.on("error", reject);
    req.end(body);
  });
}
