import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMITS } from "../../api/http/rate-limits.js";
import { createApiKey } from "../../core/access/api-keys.js";
import { problem } from "../../wire/problem.js";
import { until } from "../_until.js";
import { problemOf, startTestApi, type TestApi } from "./_api.js";

let api: TestApi;
let key: string;
let folder: string;
const SANDBOX = "http://localhost:3002";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "goatedvips-built-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>App</title>");
  await writeFile(join(folder, "favicon.svg"), "<svg/>");
  await writeFile(join(folder, "assets", "app-abc123.js"), `console.log("${"x".repeat(3_000)}")`);
  api = await startTestApi({
    config: { publicUrl: "https://race.example", sandboxOrigin: SANDBOX, miniAppDir: folder },
  });
  key = (await createApiKey(api.context, { name: "script", scopes: ["admin"] }, { actor: "cli" })).key;
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A request as written, for what fetch would not send. */
async function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(api.port, "127.0.0.1", () => socket.end(text));
    let answer = "";
    socket.setEncoding("utf8").on("data", (piece: string) => (answer += piece));
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

describe("headers", () => {
  const frameAncestors = (policy: string | null) => /frame-ancestors ([^;]*)/.exec(policy ?? "")?.[1];

  test("the Mini App may be framed by Telegram Web and the sandbox, and by nobody else", async () => {
    const answer = await api.call("//races/abc");
    const policy = answer.headers.get("content-security-policy");
    expect(frameAncestors(policy)).toBe(
      "https://web.telegram.org https://*.telegram.org http://localhost:3002 http://127.0.0.1:3002",
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' https://telegram.org;");
    expect(policy).toContain("connect-src 'self' wss://race.example;");
    expect(answer.headers.get("x-frame-options")).toBeNull();
  });

  test("without a sandbox only Telegram may frame it", async () => {
    await using plain = await startTestApi();
    const policy = (await plain.call("//")).headers.get("content-security-policy");
    expect(frameAncestors(policy)).toBe("https://web.telegram.org https://*.telegram.org");
  });

  test.each(["/races", "/nothing", "/me", "/docs", "/openapi.json", "//livez", "//readyz", "//.well-known/jwks.json"])(
    "%s may be framed by nobody and sniffed as nothing else",
    async (path) => {
      const { headers } = await api.call(path);
      expect(frameAncestors(headers.get("content-security-policy"))).toBe("'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
      expect(headers.get("x-powered-by")).toBeNull();
    },
  );

  test("HSTS is not sent where people reach us without TLS", async () => {
    await using plain = await startTestApi();
    expect((await plain.call("/races")).headers.get("strict-transport-security")).toBeNull();
  });

  test("large JSON is compressed, small JSON and 304 are not", async () => {
    const size = async (path: string) =>
      new Promise<{ encoding: string | undefined; bytes: number }>((resolve, reject) => {
        request(`${api.url}${path}`, { headers: { "accept-encoding": "gzip" } }, (response) => {
          let bytes = 0;
          response.on("data", (piece: Buffer) => (bytes += piece.length));
          response.on("end", () => resolve({ encoding: response.headers["content-encoding"], bytes }));
        })
          .on("error", reject)
          .end();
      });
    const document = await size("/api/v1/openapi.json");
    expect(document.encoding).toBe("gzip");
    expect(document.bytes).toBeLessThan((await api.call("/openapi.json")).text.length / 3);
    expect((await size("/api/v1/client-config")).encoding).toBeUndefined();
  });
});

describe("CORS", () => {
  const preflight = { "access-control-request-method": "POST", "access-control-request-headers": "authorization" };

  test.each(["https://race.example", SANDBOX])("%s may call", async (origin) => {
    const answer = await api.call("/races", { headers: { origin } });
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(answer.headers.get("vary")).toMatch(/Origin/);
    const asked = await api.call("/auth/refresh", { method: "OPTIONS", headers: { origin, ...preflight } });
    expect([asked.status, asked.headers.get("access-control-max-age")]).toEqual([204, "600"]);
    expect(asked.headers.get("access-control-allow-headers")).toContain("Authorization");
  });

  test.each(["https://evil.example", "null", "https://race.example.evil.example", "http://race.example"])(
    "%s gets no permission",
    async (origin) => {
      for (const method of ["GET", "OPTIONS"]) {
        const answer = await api.call("/races", {
          method,
          headers: { origin, ...(method === "OPTIONS" ? preflight : {}) },
        });
        expect(answer.headers.get("access-control-allow-origin")).toBeNull();
        expect(answer.headers.get("access-control-allow-methods")).toBeNull();
        expect(answer.headers.get("vary")).toMatch(/Origin/);
      }
    },
  );
});

describe("input", () => {
  const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api.url}/api/v1/admin/keys`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : new Uint8Array(body),
    });
    const text = await response.text();
    problem.parse(JSON.parse(text));
    expect(text).not.toMatch(/node_modules|\.ts:|SyntaxError|select /);
    return response.status;
  };

  test.each<[string, string, Record<string, string>, number]>([
    ["no JSON", "{", {}, 400],
    ["a bare text", '"x"', {}, 400],
    ["nothing", "", {}, 400],
    ["a deep bomb", "[".repeat(50_000), {}, 400],
    ["a deep array", "[".repeat(40_000) + "]".repeat(40_000), {}, 400],
    ["a __proto__ key", '{"name":"x","scopes":["admin"],"__proto__":{"a":1}}', {}, 400],
    ["an unknown field", '{"name":"x","scopes":["admin"],"role":"owner"}', {}, 400],
    ["NUL in a text", '{"name":"a\\u0000b","scopes":["admin"]}', {}, 400],
    ["half a character", '{"name":"a\\ud800b","scopes":["admin"]}', {}, 400],
    ["another type", "name=x", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["plain text", "{}", { "content-type": "text/plain" }, 415],
    ["another charset", "{}", { "content-type": "application/json; charset=iso-8859-1" }, 415],
    ["more than 100 KB", JSON.stringify({ name: "x".repeat(110_000) }), {}, 413],
  ])("%s is refused", async (_, body, headers, status) => {
    expect(await post(body, headers)).toBe(status);
  });

  test("a compressed body is refused unread", async () => {
    expect(await post(gzipSync("0".repeat(1_000_000)), { "content-encoding": "gzip" })).toBe(415);
  });

  test.each([
    ["PUT", "/races", "GET, HEAD"],
    ["DELETE", "/races/current", "GET, HEAD"],
    ["GET", "/auth/refresh", "POST"],
    ["PATCH", "/admin/keys", "GET, POST, HEAD"],
  ])("%s %s is 405 and names what is allowed", async (method, path, allow) => {
    const answer = await api.call(path, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
  });

  test("no body is an empty one, and ids that cannot be are not there", async () => {
    const headers = { authorization: `Bearer ${key}` };
    const bare = await fetch(`${api.url}/api/v1/admin/keys`, { method: "POST", headers });
    expect(bare.status).toBe(400);
    expect(problem.parse(await bare.json()).errors?.map(({ path }) => path)).toEqual(["name", "scopes"]);
    for (const path of ["/admin/keys/nope", "/admin/keys/%00%00%00%00%00%00%00%00"])
      expect((await fetch(`${api.url}/api/v1${path}`, { method: "DELETE", headers })).status).toBe(404);
    for (const path of ["/api", "/api/v2/races"]) {
      const elsewhere = await fetch(`${api.url}${path}`);
      expect([elsewhere.status, elsewhere.headers.get("content-type")]).toEqual([
        404,
        "application/problem+json; charset=utf-8",
      ]);
    }
  });

  test("HEAD answers like GET without a body", async () => {
    const answer = await api.call("/client-config", { method: "HEAD" });
    expect([answer.status, answer.text]).toEqual([200, ""]);
  });

  test("a badly encoded path is 400", async () => {
    const answer = await api.call("/races/%E0%A4%A");
    expect([answer.status, problemOf(answer).title]).toEqual([400, "Invalid input"]);
  });

  test("a request id that could deceive a reader of the log is replaced by ours", async () => {
    const forged = await api.call("/client-config", { headers: { "x-request-id": "id=1 status=200" } });
    expect(forged.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    const escaped = await raw("GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\u001b[31mred-1234\r\n\r\n");
    expect(escaped).toMatch(/^HTTP\/1\.1 400/);
    expect(JSON.stringify(api.log)).not.toMatch(/status=200|red-1234/);
  });
});

describe("limits", () => {
  test("are told in the headers of the draft, and refuse with Retry-After", async () => {
    await using strict = await startTestApi({ config: { limits: { address: { points: 3, seconds: 60 } } } });
    const first = await strict.call("/races");
    expect(first.headers.get("ratelimit-policy")).toBe('"address";q=3;w=60');
    expect(first.headers.get("ratelimit")).toBe('"address";r=2;t=60');
    await strict.call("/races");
    await strict.call("/races");
    const refused = await strict.call("/races");
    expect([refused.status, refused.headers.get("content-type")]).toEqual([
      429,
      "application/problem+json; charset=utf-8",
    ]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await strict.call("//livez")).status).toBe(200);
  });

  test("a forged X-Forwarded-For does not dodge them, without a proxy or behind one", async () => {
    for (const trustProxy of [0, 1]) {
      await using strict = await startTestApi({
        config: { trustProxy, limits: { address: { points: 3, seconds: 60 } } },
      });
      const statuses = [];
      for (let round = 0; round < 5; round++) {
        const forged = `10.9.8.${round}${trustProxy === 1 ? ", 203.0.113.7" : ""}`;
        statuses.push((await strict.call("/races", { headers: { "x-forwarded-for": forged } })).status);
      }
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
    }
  });

  test("two clients behind one proxy are two", async () => {
    await using strict = await startTestApi({
      config: { trustProxy: 1, limits: { address: { points: 1, seconds: 60 } } },
    });
    const from = async (address: string) =>
      (await strict.call("/races", { headers: { "x-forwarded-for": address } })).status;
    expect([await from("203.0.113.1"), await from("203.0.113.2"), await from("203.0.113.1")]).toEqual([200, 200, 429]);
  });

  test("initData is exchanged ten times a minute by an address and five by a person", async () => {
    await using strict = await startTestApi({ config: { limits: {} } });
    for (let round = 0; round < 5; round++) await strict.signIn({ id: 1 });
    await expect(strict.signIn({ id: 1 })).rejects.toThrow("429");
    for (let round = 0; round < 4; round++) await strict.signIn({ id: 2 });
    await expect(strict.signIn({ id: 3 })).rejects.toThrow("429");
  });

  test("a session refreshes ten times a minute", async () => {
    await using strict = await startTestApi({ config: { limits: {} } });
    let held = await strict.signIn({ id: 1 });
    const statuses = [];
    for (let round = 0; round < 11; round++) {
      const answer = await strict.call<typeof held>("/auth/refresh", {
        method: "POST",
        body: { refreshToken: held.refreshToken },
      });
      statuses.push(answer.status);
      if (answer.status === 200) held = answer.body;
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  });

  test("a person, an admin and an API key have limits of their own", async () => {
    await using strict = await startTestApi({
      config: {
        limits: {
          user: { points: 2, seconds: 60 },
          admin: { points: 1, seconds: 60 },
          adminRead: { points: 3, seconds: 60 },
          apiKey: { points: 4, seconds: 60 },
        },
      },
    });
    const opened = await strict.signIn({ id: 1 });
    const statuses = async (path: string, token: string, count: number, method = "GET") => {
      const seen = [];
      for (let round = 0; round < count; round++) seen.push((await strict.call(path, { token, method })).status);
      return seen;
    };
    expect(await statuses("/me", opened.accessToken, 3)).toEqual([200, 200, 429]);
    expect(await statuses("/admin/keys", opened.accessToken, 4)).toEqual([403, 403, 403, 429]);
    expect(await statuses("/admin/keys/zzzzzzzz", opened.accessToken, 2, "DELETE")).toEqual([403, 429]);
    const made = await createApiKey(strict.context, { name: "k", scopes: ["admin"] }, { actor: "cli" });
    expect(await statuses("/races", made.key, 5)).toEqual([200, 200, 200, 200, 429]);
  });
});

describe("faults on people's devices", () => {
  const fault = {
    message: "Error: no board at https://race.example/races/1?tgWebAppData=query_id%3DAA#hash",
    stack: "Error: no board\n    at f (https://race.example/assets/index.js?v=1:2:3)",
    page: "/races/1",
  };

  test("are in the log, without what stands behind a path, and ten a minute are enough", async () => {
    await using own = await startTestApi({ config: { limits: { clientErrors: LIMITS.clientErrors } } });
    const tell = async (body: unknown) => (await own.call("/client-errors", { method: "POST", body })).status;
    const statuses: number[] = [];
    for (let sent = 0; sent < 11; sent++) statuses.push(await tell(fault));
    expect(statuses).toEqual([...Array<number>(10).fill(204), 429]);
    const text = JSON.stringify(own.log);
    expect(text).toContain("no board at https://race.example/races/1");
    expect(text).not.toMatch(/tgWebAppData|v=1/);
  });

  test.each([
    { ...fault, page: "/races/1?startapp=x" },
    { ...fault, message: "x".repeat(501) },
    { ...fault, user: 1 },
  ])("%j is refused", async (body) => {
    expect((await api.call("/client-errors", { method: "POST", body })).status).toBe(400);
  });
});

describe("Mini App", () => {
  test("index.html answers every route of the app and is asked for again each time", async () => {
    for (const path of ["//", "//races", "//races/abc/verify", "//admin/keys"]) {
      const answer = await api.call(path);
      expect([answer.status, answer.text, answer.headers.get("cache-control")]).toEqual([
        200,
        "<!doctype html><title>App</title>",
        "no-cache",
      ]);
    }
  });

  test("hashed assets are kept for ever, other files are asked for again", async () => {
    const asset = await api.call("//assets/app-abc123.js");
    expect([asset.status, asset.headers.get("cache-control")]).toEqual([200, "public, max-age=31536000, immutable"]);
    expect(asset.headers.get("content-type")).toContain("javascript");
    expect((await api.call("//favicon.svg")).headers.get("cache-control")).toBe("no-cache");
  });

  test.each([
    "//assets/app-gone.js",
    "//missing.js",
    "//assets/../../secret.txt",
    "//assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "//.env",
  ])("%s is 404, never the page in its place", async (path) => {
    expect((await api.call(path)).status).toBe(404);
  });

  test("posting to a page is 405", async () => {
    expect((await api.call("//races", { method: "POST", body: {} })).status).toBe(405);
  });

  test("when it is not built, a page says how to build it", async () => {
    await using bare = await startTestApi();
    const answer = await bare.call("//");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([503, "text/html; charset=utf-8"]);
    expect(answer.text).toContain("npm start");
  });
});

describe("health", () => {
  test("all is well with a migrated database", async () => {
    expect((await api.call("//livez")).body).toEqual({ status: "ok" });
    expect((await api.call("//readyz")).body).toEqual({ status: "ready", reasons: [] });
    expect((await api.call("//startupz")).body).toEqual({ status: "started" });
  });

  test("a database outage flips readiness after three looks with the reason, answers 503 with Retry-After, and never touches /livez", async () => {
    const sick = await startTestApi();
    expect((await sick.call("//readyz")).status).toBe(200);
    const { pool } = sick.context;
    const query = pool.query.bind(pool);
    Object.assign(pool, {
      query: () =>
        Promise.reject(Object.assign(new Error("connect ECONNREFUSED 10.1.2.3:5432"), { code: "ECONNREFUSED" })),
    });
    const answer = await sick.call("/races");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(answer.text).not.toContain("10.1.2.3");
    expect((await sick.call("//readyz")).status).toBe(200);
    let body: unknown;
    await until("not ready", async () => {
      const report = await sick.call("//readyz");
      body = report.body;
      return report.status === 503;
    });
    expect(body).toEqual({ status: "not ready", reasons: ["database: failed", "migrations: failed"] });
    expect((await sick.call("//livez")).status).toBe(200);
    Object.assign(pool, { query });
    await until("ready again", async () => (await sick.call("//readyz")).status === 200);
    await sick[Symbol.asyncDispose]();
  });

  test("a schema older than the program is not ready", async () => {
    await using old = await startTestApi();
    await old.database.pool.query(
      "delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)",
    );
    await until("not ready", async () => (await old.call("//readyz")).status === 503);
    expect((await old.call("//readyz")).body["reasons"]).toEqual([
      "migrations: the schema is older than this program: run `cli migrate`",
    ]);
    expect((await old.call("//startupz")).status).toBe(503);
  });

  test("a clock two seconds off the database's is not ready", async () => {
    await using wrong = await startTestApi();
    wrong.clock.advance(600_000);
    await until("not ready", async () => (await wrong.call("//readyz")).status === 503);
    expect((await wrong.call("//readyz")).body["reasons"]).toEqual(["database: its clock is 600 s off ours"]);
  });
});

describe("server", () => {
  test("requests born with Express's prototypes behave like those of a plain server", async () => {
    const shape = async (version: string) => {
      const { createHttpServer } = await import("../../api/http-server.js");
      const { default: express } = await import("express");
      const app = express();
      app.use(express.json());
      app.all("/echo/:id", (incoming, response) => {
        response
          .cookie("a", "b")
          .vary("X")
          .set("X-Seen", String(incoming.get("x-sent")));
        response.status(207).json({
          params: incoming.params,
          query: incoming.query,
          body: incoming.body as unknown,
          protocol: incoming.protocol,
          path: incoming.path,
          fresh: incoming.fresh,
          accepts: incoming.accepts("json"),
          isRequest:
            incoming.constructor.name.includes("IncomingMessage") || incoming.constructor.name === "AppRequest",
          app: incoming.app === app && response.app === app && response.req === incoming && incoming.res === response,
        });
      });
      const server = createHttpServer(app, version).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      const answers = [];
      for (const [method, path] of [
        ["POST", "/echo/1?a=1&a=2"],
        ["HEAD", "/echo/2"],
        ["GET", "/missing"],
      ] as const) {
        const response = await fetch(`http://127.0.0.1:${port}${path}`, {
          method,
          headers: { "x-sent": "1", "content-type": "application/json" },
          ...(method === "POST" ? { body: '{"x":1}' } : {}),
        });
        const { date: _date, ...headers } = Object.fromEntries(response.headers);
        answers.push({ status: response.status, headers, text: await response.text() });
      }
      await new Promise((resolve) => server.close(resolve));
      return answers;
    };
    const born = await shape("20.19.0");
    expect(born).toEqual(await shape("24.0.0"));
    expect(born[0]).toMatchObject({ status: 207, text: expect.stringContaining('"body":{"x":1}') as string });
    expect(born[0]!.text).toContain('"app":true');
  });

  test("a head that never ends is cut after five seconds", async () => {
    const socket = connect(api.port, "127.0.0.1", () => socket.write("GET /live HTTP/1.1\r\nHost: x\r\n"));
    const started = performance.now();
    await new Promise<void>((resolve) => socket.on("close", () => resolve()).resume());
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  test("stopping lets a running request finish and refuses new ones", async () => {
    const stopping = await startTestApi();
    const { pool } = stopping.context;
    const query = pool.query.bind(pool);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let isHeld = false;
    Object.assign(pool, {
      query: async (...args: unknown[]) => {
        if (JSON.stringify(args[0]).includes("operator_settings")) {
          isHeld = true;
          await held;
        }
        return Reflect.apply(query, pool, args) as unknown;
      },
    });
    const running = stopping.call("/client-config");
    await until("the request is under way", () => isHeld);
    const stopped = stopping[Symbol.asyncDispose]();
    await until("no new connections", () =>
      fetch(`${stopping.url}/livez`).then(
        () => false,
        () => true,
      ),
    );
    release();
    expect((await running).status).toBe(200);
    const answeredMs = performance.now();
    await stopped;
    // Not after the keep-alive time of the connection, nor by the limit that cuts whatever is left.
    expect(performance.now() - answeredMs).toBeLessThan(3_000);
  });
});
