import { connect as connectSocket } from "node:net";
import { gzipSync } from "node:zlib";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rotateSecret } from "../../core/sources/rotate-secret.js";
import { send, settled, sign, startTestReceiver, type PostOptions, type ReceiverUnderTest } from "./_receiver.js";

const SECRET_A = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SECRET_B = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const BODY_W =
  '{"type":"wager.settled","timestamp":"2025-03-01T12:00:00.000Z","data":{"wager_id":"w_1","user_id":"u_42","amount":"12.34","currency":"USD"}}';
const V1_BODY = '{"test": 2432232314}';
const V1 = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330 };
const V1_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const EVT = { id: "evt_0001", timestamp: 1_740_830_400 };
const V2_SIGNATURE = "v1,SO3p/btyh7xuYbSkrr+WKGXPTqrnUkHRKqiqiTz8zmQ=";
const V3_SIGNATURE = "v1,ywXYQI1UiPqU3HINjX/srnyCFCZpaA8Jii2zbgE+QRA=";

describe("the vectors, posted with the clock at their timestamp", () => {
  const at = (seconds: number): Date => new Date(seconds * 1_000);

  describe("with secret A", () => {
    let under: ReceiverUnderTest;
    beforeAll(async () => {
      under = await startTestReceiver({ secret: SECRET_A, at: at(EVT.timestamp) });
    });
    afterAll(async () => under[Symbol.asyncDispose]());

    test.each<[string, number, string | Buffer, PostOptions]>([
      ["V1", 202, V1_BODY, { ...V1, signature: V1_SIGNATURE }],
      ["V2", 202, BODY_W, { ...EVT, signature: V2_SIGNATURE }],
      [
        "V5",
        202,
        '{"name":"Zoë 🏇","amount":"0.01"}',
        { ...EVT, id: "evt_utf8", signature: "v1,u09peEwI6XKIGRe88LtEmlrc/WMtqhfIZRucJa5nQnw=" },
      ],
      ["V6", 202, "", { ...EVT, id: "evt_empty", signature: "v1,J5lfmIhmf7jrsvOdaZrj0vJcLV45KsZIT0K5FzREl8k=" }],
      [
        "V7",
        202,
        Buffer.from("7bff7d", "hex"),
        { ...EVT, id: "evt_bin", signature: "v1,EJ+AJC+M1GrD3aB/BN333LKBJF4NKfdxjUzniSmL3iE=" },
      ],
      [
        "F1",
        401,
        Buffer.from("7bff7d", "hex"),
        { ...EVT, id: "evt_bin", signature: "v1,tYdjlzwLZ0jI5pIqybLLVBT7QUQ/M9GKDtPH5cHiJzc=" },
      ],
      ["F2", 401, '{"test":2432232314}', { ...V1, signature: V1_SIGNATURE }],
      ["F3", 401, V1_BODY, { ...V1, signature: "v1,ELhqG0Ku1gwOc1f4jyKdp3SFGFLAOdJ9bvpWLciCakI=" }],
      ["F4", 401, V1_BODY, { ...V1, signature: "v1,VEn5gt33qn0nD2gVZvk+6IK0A3QWt+9DsT9h7wYjQ4M=" }],
      [
        "F5",
        400,
        V1_BODY,
        { ...V1, timestamp: "1614265330000", signature: "v1,rTuMKFUiBNE7gJ41LZxwvD1dtGO0rPk1IamJN9BSq2w=" },
      ],
      ["F6 with junk", 400, V1_BODY, { ...V1, timestamp: "1614265330junk", signature: V1_SIGNATURE }],
      ["F6 with a sign", 400, V1_BODY, { ...V1, timestamp: " +1614265330", signature: V1_SIGNATURE }],
      ["F6 with a fraction", 400, V1_BODY, { ...V1, timestamp: "1614265330.5", signature: V1_SIGNATURE }],
      ["F9", 400, "{}", { ...EVT, id: "msg.with.dot", signature: "v1,4lzKVa4HdI3VVnl1dwgf8r7TS5qep45QjvqAkznXeGY=" }],
      ["F10", 400, BODY_W, { ...EVT, signature: `${"v1,A ".repeat(2_000)}${V2_SIGNATURE}` }],
    ])("%s is answered with %i", async (_, status, body, options) => {
      under.clock.at = at(Number.parseInt(String(options.timestamp).trim().slice(0, 10), 10) || EVT.timestamp);
      expect((await under.post(typeof body === "string" ? Buffer.from(body) : body, options)).status).toBe(status);
    });

    test("F7: 301 s off is 401 in both directions, 300 s passes", async () => {
      const statuses: number[] = [];
      for (const offset of [-301, -300, 300, 301]) {
        under.clock.at = at(EVT.timestamp + offset);
        statuses.push((await under.post(BODY_W, { ...EVT, signature: V2_SIGNATURE })).status);
      }
      expect(statuses).toEqual([401, 200, 200, 401]);
    });

    test("F11: the same id with another body is 409", async () => {
      under.clock.at = at(EVT.timestamp);
      const event = settled({ amount: "12.34", occurred_at: "2025-03-01T11:59:59Z" });
      const first = await under.post(event, { id: "evt_f11" });
      const other = await under.post({ ...event, data: { ...event.data, amount: "12.35" } }, { id: "evt_f11" });
      expect([first.status, other.status]).toEqual([200, 409]);
    });
  });

  test("V3 and V4: during a rotation both secrets sign, and junk entries are skipped", async () => {
    await using under = await startTestReceiver({ secret: SECRET_A, at: at(EVT.timestamp) });
    await rotateSecret(under.context, under.slug, { secret: SECRET_B });
    expect((await under.post(BODY_W, { ...EVT, id: "evt_0001", signature: V3_SIGNATURE })).status).toBe(202);
    const both = `v1,AAAA v1a,AAAA ${V3_SIGNATURE} ${V2_SIGNATURE}`;
    expect((await under.post(BODY_W, { ...EVT, signature: both })).body).toEqual({ status: "duplicate" });
  });
});

describe("the rules of the door", () => {
  let under: ReceiverUnderTest;
  beforeAll(async () => {
    under = await startTestReceiver();
  });
  afterAll(async () => under[Symbol.asyncDispose]());

  test("what the published library signs is accepted", async () => {
    const body = JSON.stringify(settled({ player_name: "Zoë 🏇" }));
    const signature = new Webhook(under.secret).sign("msg_lib", new Date(), body);
    expect((await under.post(body, { id: "msg_lib", signature })).body).toEqual({ status: "accepted" });
  });

  test.each(["GET", "PUT", "DELETE", "PATCH"])("%s is 405 and names POST", async (method) => {
    const answer = await send(under.receiver.port, { method, path: "/hooks/v1/casino" });
    expect(answer).toMatchObject({ status: 405, headers: { allow: "POST" } });
  });

  test.each(["/hooks/v1/", "/hooks/v1/casino/other", "/hooks/v1/CASINO", "/hooks/v2/casino", "/nothing"])(
    "%s is 404",
    async (path) => {
      expect((await under.post(settled(), { path })).status).toBe(404);
    },
  );

  test("an answer that refuses is a problem with the sender's request id", async () => {
    const answer = await under.post(settled(), { path: "/hooks/v1/x/y", headers: { "x-request-id": "sender-0001" } });
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.body).toMatchObject({ status: 404, title: "Not Found", requestId: "sender-0001" });
  });

  test.each([
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
    ["application/json; charset=latin1", 415],
    ["application/json; charset=utf-8", 200],
    ["Application/JSON", 200],
  ])("content type %s is answered with %i", async (type, status) => {
    expect((await under.post(settled(), { headers: { "content-type": type } })).status).toBe(status);
  });

  test("a gzip bomb is 415 without being unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 2 ** 20));
    const before = process.cpuUsage();
    const answer = await under.post(bomb.subarray(0, 30_000), { headers: { "content-encoding": "gzip" } });
    expect(answer.status).toBe(415);
    expect(process.cpuUsage(before).user).toBeLessThan(100_000);
  });

  test("64 KiB are taken and one byte more is 413", async () => {
    const padded = (bytes: number): string => {
      const event = JSON.stringify(settled());
      return event.slice(0, -1) + " ".repeat(bytes - Buffer.byteLength(event)) + "}";
    };
    expect((await under.post(padded(65_536))).status).toBe(200);
    expect((await under.post(padded(65_537))).status).toBe(413);
  });

  test("a chunked body without a length is cut at 64 KiB", async () => {
    const answer = await chunked(under.receiver.port, under, 10 * 2 ** 20);
    expect(answer.head).toContain("413 Payload Too Large");
    expect(answer.written).toBeLessThan(10 * 2 ** 20);
  });

  test("a chunked body within the limit is taken", async () => {
    const body = Buffer.from(JSON.stringify(settled()));
    const answer = await under.post(body, { headers: { "transfer-encoding": "chunked" } });
    expect(answer.status).toBe(200);
  });

  test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])(
    "%s sent twice or not at all is 400",
    async (name) => {
      const body = Buffer.from(JSON.stringify(settled()));
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const headers: Record<string, string | string[]> = {
        "content-type": "application/json",
        "webhook-id": "evt_twice",
        "webhook-timestamp": timestamp,
        "webhook-signature": sign(under.secret, "evt_twice", timestamp, body),
      };
      const value = headers[name];
      if (typeof value !== "string") throw new Error("no such header");
      const path = "/hooks/v1/casino";
      const twice = await send(under.receiver.port, { path, body, headers: { ...headers, [name]: [value, value] } });
      const { [name]: _, ...without } = headers;
      const missing = await send(under.receiver.port, { path, body, headers: without });
      expect([twice.status, missing.status]).toEqual([400, 400]);
    },
  );

  test("an unknown source, a wrong secret and a bad signature have one answer", async () => {
    const wrong = { secret: SECRET_B };
    const answers = [
      await under.post(settled(), { path: "/hooks/v1/nobody" }),
      await under.post(settled(), wrong),
      await under.post(settled(), { signature: V2_SIGNATURE }),
      await under.post(settled(), { timestamp: 1_740_830_400 }),
    ];
    const shown = answers.map(({ status, headers, body }) => ({
      status,
      type: headers["content-type"],
      body: { ...body, requestId: "" },
    }));
    expect(new Set(shown.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(shown[0]?.status).toBe(401);
  });

  test("a source that was created a moment ago is known at once", async () => {
    const { createSource } = await import("../../core/sources/create-source.js");
    const fresh = await createSource(under.context, { slug: "fresh", name: "Fresh", mode: "events" });
    const answer = await under.post(settled(), { path: "/hooks/v1/fresh", secret: fresh.secret });
    expect(answer.body).toEqual({ status: "accepted" });
  });

  test("a removed source is told so, and only when its signature is right", async () => {
    const { createSource } = await import("../../core/sources/create-source.js");
    const gone = await createSource(under.context, { slug: "gone", name: "Gone", mode: "events" });
    await under.database.pool.query("update sources set removed_at = now() where slug = 'gone'");
    expect((await under.post(settled(), { path: "/hooks/v1/gone", secret: gone.secret })).status).toBe(410);
    expect((await under.post(settled(), { path: "/hooks/v1/gone", secret: SECRET_B })).status).toBe(401);
  });

  test("a source of totals takes no wagers", async () => {
    const { createSource } = await import("../../core/sources/create-source.js");
    const totals = await createSource(under.context, { slug: "totals", name: "Totals", mode: "totals" });
    const answer = await under.post(settled(), { path: "/hooks/v1/totals", secret: totals.secret });
    expect(answer).toMatchObject({ status: 202, body: { reason: "wrong_mode" } });
  });

  test("/livez is 200", async () => {
    expect((await send(under.receiver.port, { method: "GET", path: "/livez" })).status).toBe(200);
  });

  test("a request that is not HTTP gets a problem and an end", async () => {
    const answer = await rawExchange(under.receiver.port, "NONSENSE\r\n\r\n");
    expect(answer).toContain("400 Bad Request");
    expect(answer).toContain("application/problem+json");
  });
});

function rawExchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.on("data", (data) => (received += data.toString()));
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });
}

/** Posts a chunked body of the given size until the receiver ends it. */
function chunked(port: number, under: ReceiverUnderTest, size: number): Promise<{ head: string; written: number }> {
  return new Promise((resolve) => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = sign(under.secret, "evt_chunked", timestamp, Buffer.alloc(0));
    const chunk = Buffer.concat([Buffer.from("4000\r\n"), Buffer.alloc(0x4000, " "), Buffer.from("\r\n")]);
    let written = 0;
    let head = "";
    const socket = connectSocket(port, "127.0.0.1", () => {
      socket.write(
        `POST /hooks/v1/casino HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n` +
          `webhook-id: evt_chunked\r\nwebhook-timestamp: ${timestamp}\r\nwebhook-signature: ${signature}\r\n\r\n`,
      );
      const more = (): void => {
        let isTaken = true;
        while (isTaken && written < size && !socket.destroyed) {
          written += 0x4000;
          isTaken = socket.write(chunk);
        }
      };
      socket.on("drain", more);
      more();
    });
    socket.on("data", (data) => (head += data.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve({ head, written }));
  });
}
