import { SignJWT, exportJWK, generateKeyPair, UnsecuredJWT, type JWTPayload } from "jose";
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Access } from "../../api/route.js";
import { ROUTES } from "../../api/routes/table.js";
import { createApiKey } from "../../core/access/api-keys.js";
import { openSigningKeys } from "../../core/access/signing-keys.js";
import type { Role } from "../../wire/scalars.js";
import { until } from "../_until.js";
import { startTestApi, type TestApi } from "./_api.js";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

/** The matrix as people read it. A route that is not in it, or differs from it, fails here. */
const MATRIX: Record<string, string> = {
  "POST /auth/telegram": "init-data",
  "POST /auth/refresh": "public",
  "POST /auth/logout": "session",
  "GET /auth/sessions": "session",
  "DELETE /auth/sessions/:id": "session",
  "GET /races": "public",
  "GET /races/current": "public",
  "GET /races/:id": "public",
  "GET /races/:id/standings": "public",
  "GET /races/:id/standings/around/:player": "public",
  "GET /races/:id/stream": "public",
  "GET /races/:id/results": "public",
  "GET /races/:id/results/:version": "public",
  "GET /leaderboards/:period": "public",
  "GET /me": "session",
  "DELETE /me": "session",
  "PATCH /me/settings": "session",
  "POST /me/break": "session",
  "GET /me/standing": "session",
  "GET /me/receipt": "session",
  "GET /me/stats": "session",
  "GET /me/links": "session",
  "POST /me/links": "session",
  "POST /me/links/:id/evidence": "session",
  "POST /me/links/:id/object": "session",
  "DELETE /me/links/:id": "session",
  "GET /sources": "public",
  "GET /me/prizes": "session",
  "POST /me/prizes/:id/claim": "certain session",
  "POST /me/prizes/:id/confirm": "certain session",
  "GET /rewards": "public",
  "GET /me/rewards": "session",
  "GET /drops": "public",
  "POST /me/drops/:id/claim": "certain session",
  "POST /me/codes": "certain session",
  "GET /challenges": "public",
  "GET /raffles": "public",
  "GET /raffles/:id/document": "public",
  "GET /me/raffles": "session",
  "GET /me/challenges": "session",
  "POST /me/challenges/:id/entry": "session",
  "GET /me/disputes": "session",
  "POST /races/:id/disputes": "session",
  "GET /races/:id/lanes": "public",
  "GET /predictions": "public",
  "GET /races/:id/prediction": "public",
  "GET /me/predictions": "session",
  "POST /races/:id/predictions": "session",
  "GET /races/:id/squads": "public",
  "GET /me/squads": "session",
  "POST /me/squads": "session",
  "POST /me/squads/join": "session",
  "DELETE /me/squads/:id": "session",
  "POST /admin/races/:id/prediction": "owner admin",
  "GET /client-config": "public",
  "GET /hall-of-fame": "public",
  "POST /me/shares": "session",
  "GET /admin/queues": "owner admin finance moderator",
  "GET /admin/wager-days": "owner admin finance moderator",
  "GET /admin/races": "owner admin finance moderator",
  "GET /admin/races/:id": "owner admin finance moderator",
  "POST /admin/races": "owner admin",
  "POST /admin/races/:id/publish": "owner admin",
  "PATCH /admin/races/:id": "owner admin",
  "POST /admin/races/:id/void": "owner admin",
  "POST /admin/races/:id/end-early": "owner admin",
  "POST /admin/races/:id/extend": "owner admin",
  "POST /admin/races/:id/settle": "owner admin",
  "POST /admin/races/:id/finalize": "owner admin",
  "GET /admin/races/:id/explain/:player": "owner admin finance moderator",
  "GET /races/:id/adjustments": "public",
  "GET /admin/races/:id/settlement": "owner admin finance moderator",
  "POST /admin/races/:id/correct": "owner admin",
  "POST /admin/races/:id/newcomers": "owner admin",
  "POST /admin/races/:id/clone": "owner admin",
  "POST /admin/what-if": "owner admin",
  "GET /admin/prize-templates": "owner admin",
  "GET /admin/series": "owner admin",
  "POST /admin/series": "owner admin",
  "POST /admin/series/:id/stop": "owner admin",
  "GET /admin/exclusions": "owner admin moderator",
  "POST /admin/exclusions": "owner admin",
  "DELETE /admin/exclusions/:id": "owner admin",
  "GET /admin/payouts": "owner admin finance",
  "GET /admin/payouts.csv": "owner admin finance",
  "GET /admin/payouts/:id/history": "owner admin finance",
  "POST /admin/payouts/:id/approve": "owner admin finance",
  "POST /admin/payouts/:id/pay": "owner admin finance",
  "POST /admin/payouts/:id/fail": "owner admin finance",
  "POST /admin/payouts/:id/confirm": "owner admin finance",
  "GET /admin/rewards/milestones": "owner admin finance moderator",
  "POST /admin/rewards/milestones": "owner admin",
  "DELETE /admin/rewards/milestones/:id": "owner admin",
  "GET /admin/rewards/tiers": "owner admin finance moderator",
  "POST /admin/rewards/tiers": "owner admin",
  "GET /admin/rewards/drops": "owner admin finance moderator",
  "POST /admin/rewards/drops": "owner admin",
  "POST /admin/rewards/drops/:id/close": "owner admin",
  "GET /admin/rewards/challenges": "owner admin finance moderator",
  "POST /admin/rewards/challenges": "owner admin",
  "POST /admin/rewards/challenges/:id/close": "owner admin",
  "POST /admin/rewards/bet-hosts": "owner admin",
  "POST /admin/rewards/raffles": "owner admin",
  "POST /admin/rewards/raffles/:id/cancel": "owner admin",
  "GET /admin/rewards/entries": "owner admin moderator",
  "POST /admin/rewards/entries/:id/accept": "owner admin moderator",
  "POST /admin/rewards/entries/:id/reject": "owner admin moderator",
  "GET /admin/adjustments": "owner admin finance moderator",
  "POST /admin/adjustments": "owner admin",
  "POST /admin/adjustments/:id/approve": "owner admin",
  "POST /admin/adjustments/:id/refuse": "owner admin",
  "POST /admin/adjustments/:id/revert": "owner admin",
  "GET /admin/disputes": "owner admin moderator",
  "POST /admin/disputes/:id/decide": "owner admin",
  "GET /admin/links": "owner admin moderator",
  "POST /admin/links/:id/approve": "owner admin moderator",
  "POST /admin/links/:id/reject": "owner admin moderator",
  "GET /admin/users": "owner admin moderator",
  "GET /admin/users/:id": "owner admin moderator",
  "POST /admin/users/:id/roles": "owner",
  "DELETE /admin/users/:id/roles/:role": "owner",
  "GET /admin/users/:id/sessions": "owner admin moderator",
  "DELETE /admin/users/:id/sessions": "owner admin moderator",
  "DELETE /admin/users/:id/sessions/:session": "owner admin moderator",
  "POST /admin/users/:id/ban": "owner admin moderator",
  "POST /admin/users/:id/unban": "owner admin",
  "GET /admin/audit": "owner admin",
  "GET /admin/groups": "owner admin moderator",
  "PATCH /admin/groups/:id": "owner admin",
  "GET /admin/broadcasts": "owner admin",
  "POST /admin/broadcasts": "owner admin",
  "GET /admin/broadcasts/recipients": "owner admin",
  "POST /admin/broadcasts/:id/start": "owner admin",
  "POST /admin/broadcasts/:id/pause": "owner admin",
  "POST /admin/broadcasts/:id/resume": "owner admin",
  "POST /admin/broadcasts/:id/cancel": "owner admin",
  "GET /admin/players": "owner admin finance moderator",
  "GET /admin/sources": "owner admin moderator",
  "PATCH /admin/sources/:slug": "owner admin",
  "DELETE /admin/sources/:slug": "owner admin",
  "GET /admin/sources/:slug/dialect": "owner admin",
  "POST /admin/sources/:slug/try": "owner admin",
  "GET /admin/players/:player": "owner admin finance moderator",
  "GET /admin/dead-letters": "owner admin moderator",
  "POST /admin/dead-letters/:id/replay": "owner admin",
  "POST /admin/dead-letters/replay": "owner admin",
  "POST /admin/dead-letters/:id/discard": "owner admin",
  "POST /admin/sources": "owner admin",
  "POST /admin/sources/:slug/rotate": "owner admin",
  "GET /admin/sources/:slug/health": "owner admin moderator",
  "GET /admin/sources/:slug/wagers/:wager": "owner admin finance moderator",
  "POST /admin/sources/polled": "owner admin",
  "GET /admin/sources/:slug/polling": "owner admin moderator",
  "PATCH /admin/sources/:slug/polling": "owner admin",
  "POST /admin/sources/:slug/polling/test": "owner admin",
  "POST /admin/sources/:slug/polling/now": "owner admin",
  "POST /admin/sources/:slug/held/:id/accept": "owner admin",
  "POST /admin/sources/:slug/held/:id/drop": "owner admin",
  "POST /admin/sources/:slug/upload": "owner admin",
  "GET /admin/keys": "owner",
  "POST /admin/keys": "owner",
  "DELETE /admin/keys/:id": "owner",
  "POST /admin/keys/:id/rotate": "owner",
  "POST /client-errors": "public",
  "GET /openapi.json": "public",
  "GET /docs": "public",
};

function whoMay(access: Access): string {
  if (access.kind === "admin") return access.roles.join(" ");
  return access.kind === "session" && access.isCertain === true ? "certain session" : access.kind;
}

describe("route × role matrix", () => {
  test("the table of routes is the matrix", () => {
    const actual = Object.fromEntries(
      ROUTES.map(({ method, path, access }) => [`${method.toUpperCase()} ${path}`, whoMay(access)]),
    );
    expect(actual).toEqual(MATRIX);
  });

  test("every path below /admin is guarded by roles, and every act there is audited", () => {
    for (const { path, access, method, audit } of ROUTES) {
      expect([path, access.kind === "admin"]).toEqual([path, path.startsWith("/admin")]);
      expect([path, audit !== undefined]).toEqual([path, path.startsWith("/admin") && method !== "get"]);
    }
  });

  test("every guarded route answers every kind of caller as the matrix says", async () => {
    const roles: Role[] = ["owner", "admin", "finance", "moderator"];
    const people = new Map<string, string>();
    for (const [at, role] of roles.entries()) {
      await api.grant(1000 + at, role);
      people.set(role, (await api.signIn({ id: 1000 + at })).accessToken);
    }
    people.set("nobody", (await api.signIn({ id: 1010 })).accessToken);
    const admin = await createApiKey(api.context, { name: "a", scopes: ["admin"] }, { actor: "cli" });
    const read = await createApiKey(api.context, { name: "r", scopes: ["read"] }, { actor: "cli" });
    for (const [name, who] of Object.entries(MATRIX)) {
      // The two that end the caller's session have tests of their own.
      if (who === "public" || who === "init-data" || ["POST /auth/logout", "DELETE /me"].includes(name)) continue;
      const [method = "", path = ""] = name.split(" ");
      const isForPeople = who.endsWith("session");
      const url = path
        .replace(":slug", "nowhere")
        .replace(":id", method === "DELETE" && isForPeople ? randomUUID() : "zzzzzzzz");
      const call = async (token?: string) =>
        (await api.call(url, { method, token, ...(["POST", "PATCH"].includes(method) ? { body: {} } : {}) })).status;
      expect([name, await call()]).toEqual([name, 401]);
      expect([name, await call("garbage")]).toEqual([name, 401]);
      for (const [role, token] of people) {
        const status = await call(token);
        const isAllowed = isForPeople || who.split(" ").includes(role);
        expect([name, role, isAllowed ? [200, 204, 400, 404].includes(status) : status]).toEqual([
          name,
          role,
          isAllowed || 403,
        ]);
      }
      const keyStatus = await call(admin.key);
      expect([name, "key", isForPeople ? keyStatus : [200, 400, 404].includes(keyStatus)]).toEqual([
        name,
        "key",
        isForPeople ? 403 : true,
      ]);
      expect([name, "read key", await call(read.key)]).toEqual([name, "read key", 403]);
    }
  });

  test("a role that was taken away stops counting at once, whatever the token says", async () => {
    await api.grant(1020, "owner");
    const { accessToken } = await api.signIn({ id: 1020 });
    expect((await api.call("/admin/keys", { token: accessToken })).status).toBe(200);
    await api.grant(1020);
    expect((await api.call("/admin/keys", { token: accessToken })).status).toBe(403);
  });

  test("an ended session loses its rights at once, and moves no money, before this process has heard of its end", async () => {
    await api.grant(1021, "owner");
    const { accessToken: token } = await api.signIn({ id: 1021 });
    const status = async (name: string) => {
      const [method = "", path = ""] = name.split(" ");
      return (
        await api.call(path.replace(":id", "zzzzzzzz"), { method, token, ...(method === "POST" && { body: {} }) })
      ).status;
    };
    const certain = Object.keys(MATRIX).filter((name) => MATRIX[name] === "certain session");
    for (const name of certain) expect([name, [400, 404].includes(await status(name))]).toEqual([name, true]);
    await api.database.pool.query("update sessions set revoked_at = now() where user_id = 1021");
    for (const name of ["GET /admin/keys", ...certain]) expect([name, await status(name)]).toEqual([name, 401]);
  });
});

describe("access tokens", () => {
  const issuer = "http://race.example";
  const audience = `${issuer}/api/v1`;

  function claims(overrides: JWTPayload = {}, now = Math.floor(api.clock.now().getTime() / 1000)): JWTPayload {
    const all: JWTPayload = {
      iss: issuer,
      aud: audience,
      sub: "42",
      sid: randomUUID(),
      jti: "1",
      roles: [],
      players: [],
      iat: now,
      exp: now + 600,
      ...overrides,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }
  async function sign(payload: JWTPayload, header: Record<string, unknown> = {}): Promise<string> {
    const keys = await openSigningKeys(api.context);
    const { kid, key } = keys.current();
    return new SignJWT(payload).setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid, ...header }).sign(key);
  }
  async function status(token: string): Promise<number> {
    return (await api.call("/auth/sessions", { token })).status;
  }

  test("a token made of our key and claims counts: the control of all below", async () => {
    expect(await status(await sign(claims()))).toBe(200);
  });

  test("alg none is refused", async () => {
    expect(await status(new UnsecuredJWT(claims()).encode())).toBe(401);
  });

  test("HS256 over the public key is refused", async () => {
    const jwks = await api.call<{ keys: { kid: string }[] }>("//.well-known/jwks.json");
    const secret = Buffer.from(JSON.stringify(jwks.body.keys[0]));
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: jwks.body.keys[0]!.kid })
      .sign(secret);
    expect(await status(token)).toBe(401);
  });

  test.each(["exp", "iat", "sub", "sid", "iss", "aud"])("a token without %s is refused", async (name) => {
    expect(await status(await sign(claims({ [name]: undefined })))).toBe(401);
  });

  test("expired for 4 s is within the tolerance, 6 s is not", async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await status(await sign(claims({ iat: now - 604, exp: now - 4 })))).toBe(200);
    expect(await status(await sign(claims({ iat: now - 606, exp: now - 6 })))).toBe(401);
  });

  test.each<[string, JWTPayload]>([
    ["not yet valid", { nbf: Math.floor(Date.now() / 1000) + 60 }],
    ["for another audience", { aud: "http://race.example" }],
    ["of another issuer", { iss: "http://evil.example" }],
    ["that lives for a day", { iat: Math.floor(Date.now() / 1000) - 700, exp: Math.floor(Date.now() / 1000) + 86_400 }],
    ["whose subject is no number", { sub: "1 or 1=1" }],
    ["whose session is no uuid", { sid: "x" }],
  ])("a token %s is refused", async (_, overrides) => {
    expect(await status(await sign(claims(overrides)))).toBe(401);
  });

  test.each(["JWT", "dpop+jwt", undefined])("a token of type %s is refused", async (typ) => {
    expect(await status(await sign(claims(), { typ }))).toBe(401);
  });

  test.each(["unknown", "../../etc/passwd", "' or 1=1 --"])("an unknown kid is refused: %s", async (kid) => {
    expect(await status(await sign(claims(), { kid }))).toBe(401);
  });

  test("keys named by the token itself are never fetched or believed", async () => {
    let fetched = 0;
    const server = createServer((_request, response) => {
      fetched++;
      response.end();
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/jwks`;
    const own = await generateKeyPair("ES256", { extractable: true });
    for (const header of [
      { jku: url, kid: "evil" },
      { x5u: url, kid: "evil" },
      { jwk: await exportJWK(own.publicKey) },
    ]) {
      const token = await new SignJWT(claims())
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", ...header })
        .sign(own.privateKey);
      expect(await status(token)).toBe(401);
    }
    expect(fetched).toBe(0);
    server.close();
  });

  test("the JWKS shows public halves only, cacheable for five minutes", async () => {
    const answer = await api.call<{ keys: Record<string, unknown>[] }>("//.well-known/jwks.json");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    const tag = answer.headers.get("etag") ?? "";
    expect((await api.call("//.well-known/jwks.json", { headers: { "if-none-match": tag } })).status).toBe(304);
    expect((await api.call("//.well-known/jwks.json", { headers: { "if-none-match": '"old"' } })).status).toBe(200);
    expect(answer.body.keys.length).toBeGreaterThan(0);
    for (const key of answer.body.keys)
      expect(Object.keys(key).sort((a, b) => a.localeCompare(b))).toEqual([
        "alg",
        "crv",
        "kid",
        "kty",
        "use",
        "x",
        "y",
      ]);
  });
});

test("two processes start with one signing key, and it is encrypted at rest", async () => {
  await using own = await startTestApi();
  const rings = await Promise.all([1, 2, 3].map(() => openSigningKeys(own.context)));
  expect(new Set(rings.map((ring) => ring.current().kid)).size).toBe(1);
  const { rows } = await own.database.pool.query<{ ciphertext: Buffer }>("select ciphertext from signing_keys");
  expect(rows).toHaveLength(1);
  expect(rows[0]!.ciphertext.toString("latin1")).not.toContain('"d"');
});

test("keys rotate without a refused token over 30 minutes of two processes, and the old one is dropped after", async () => {
  await using first = await startTestApi();
  await using second = await startTestApi({ beside: first });
  const rings = [await openSigningKeys(first.context), await openSigningKeys(first.context)] as const;
  const before = rings[0].current().kid;
  first.clock.advance(30 * 86_400_000 + 60_000);
  const used = new Set<string>();
  for (let minute = 0; minute < 40; minute++) {
    // The processes look once a minute, one half a minute after the other.
    await rings[0].refresh();
    const { kid } = rings[0].current();
    used.add(kid);
    expect(rings[1].verifier(kid), `minute ${minute}`).toBeDefined();
    expect(minute > 10 || rings[0].verifier(before) !== undefined).toBe(true);
    first.clock.advance(30_000);
    await rings[1].refresh();
    expect(rings[0].verifier(rings[1].current().kid), `minute ${minute}`).toBeDefined();
    first.clock.advance(30_000);
  }
  expect(used.size).toBe(2);
  await rings[0].refresh();
  expect(rings[0].verifier(before)).toBeUndefined();
  expect(rings[0].published()).toHaveLength(1);
  expect(second.port).not.toBe(first.port);
});

describe("API keys", () => {
  async function make(scopes = ["admin"]) {
    return createApiKey(api.context, { name: "script", scopes }, { actor: "cli" });
  }
  async function status(key: string): Promise<number> {
    return (await api.call("/admin/keys", { token: key })).status;
  }

  test("are shown once, stored as a hash, listed without the secret", async () => {
    const made = await make();
    expect(await status(made.key)).toBe(200);
    const list = await api.call("/admin/keys", { token: made.key });
    expect(list.text).not.toContain(made.key);
    expect(list.text).toContain(made.id);
    const { rows } = await api.database.pool.query("select * from api_keys where id = $1", [made.id]);
    expect(JSON.stringify(rows)).not.toContain(made.key.split("_")[3]);
  });

  test.each([
    ["a wrong secret", (key: string) => `${key.slice(0, 20)}${key[20] === "a" ? "b" : "a"}${key.slice(21)}`],
    ["a wrong checksum", (key: string) => `${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}`],
    ["only its beginning", (key: string) => key.slice(0, 30)],
    ["something after it", (key: string) => `${key}x`],
  ])("%s is 401", async (_, change) => {
    const { key } = await make();
    expect(await status(change(key))).toBe(401);
  });

  test("a revoked one is 401, an expired one too", async () => {
    const owner = await make();
    const made = await api.call<{ id: string; key: string }>("/admin/keys", {
      method: "POST",
      token: owner.key,
      body: { name: "short", scopes: ["admin"], expiresAt: new Date(api.clock.now().getTime() + 60_000).toISOString() },
    });
    expect(made.status).toBe(201);
    expect(await status(made.body.key)).toBe(200);
    api.clock.advance(61_000);
    expect(await status(made.body.key)).toBe(401);
    const doomed = await make();
    expect((await api.call(`/admin/keys/${doomed.id}`, { method: "DELETE", token: owner.key })).status).toBe(204);
    expect(await status(doomed.key)).toBe(401);
    expect((await api.call(`/admin/keys/${doomed.id}`, { method: "DELETE", token: owner.key })).status).toBe(404);
  });

  test("keys of an owner end with his role, also those that were made with them; others live on", async () => {
    await api.grant(1030, "owner");
    await api.grant(1031, "owner");
    const [leaving, staying] = [await api.signIn({ id: 1030 }), await api.signIn({ id: 1031 })];
    const makeWith = async (token: string) =>
      (
        await api.call<{ id: string; key: string }>("/admin/keys", {
          method: "POST",
          token,
          body: { name: "script", scopes: ["admin"] },
        })
      ).body;
    const own = await makeWith(leaving.accessToken);
    const child = await makeWith(own.key);
    const other = await makeWith(staying.accessToken);
    const left = await api.call("/admin/users/1030/roles/owner", { method: "DELETE", token: staying.accessToken });
    expect(left.status).toBe(204);
    expect([await status(own.key), await status(child.key), await status(other.key)]).toEqual([401, 401, 200]);
    const { rows } = await api.database.pool.query<{ detail: { endedKeys: string[] } }>(
      "select detail from audit_log where action = 'role.revoke' and subject = 'user:1030'",
    );
    expect(new Set(rows[0]!.detail.endedKeys)).toEqual(new Set([own.id, child.id]));
  });

  test("rotation lets both count for 24 hours, and never three", async () => {
    const owner = await make();
    const old = await make();
    const rotated = await api.call<{ id: string; key: string; previousExpiresAt: string }>(
      `/admin/keys/${old.id}/rotate`,
      { method: "POST", token: owner.key },
    );
    expect(rotated.status).toBe(200);
    expect([await status(old.key), await status(rotated.body.key)]).toEqual([200, 200]);
    for (const id of [old.id, rotated.body.id]) {
      const third = await api.call(`/admin/keys/${id}/rotate`, { method: "POST", token: owner.key });
      expect([third.status, third.body["allowed"]]).toEqual([409, ["revoke"]]);
    }
    api.clock.advance(24 * 3_600_000 + 1_000);
    expect([await status(old.key), await status(rotated.body.key)]).toEqual([401, 200]);
    expect((await api.call(`/admin/keys/${rotated.body.id}/rotate`, { method: "POST", token: owner.key })).status).toBe(
      200,
    );
  });

  test("a key with addresses counts from there only, and so does its successor, no longer than the old one lived", async () => {
    await using behind = await startTestApi({ config: { trustProxy: 1 } });
    const { context } = behind;
    const owner = await createApiKey(context, { name: "o", scopes: ["admin"] }, { actor: "cli" });
    const dayMs = 86_400_000;
    const made = await behind.call<{ id: string; key: string }>("/admin/keys", {
      method: "POST",
      token: owner.key,
      body: {
        name: "partner",
        scopes: ["admin"],
        addresses: ["203.0.113.0/24", "2001:db8::7"],
        expiresAt: new Date(context.clock.now().getTime() + 30 * dayMs).toISOString(),
      },
    });
    const from = async (address: string, token: string) =>
      (await behind.call("/admin/keys", { token, headers: { "x-forwarded-for": address } })).status;
    const there = async (token: string) => [
      await from("203.0.113.9", token),
      await from("2001:db8::7", token),
      await from("198.51.100.1", token),
    ];
    expect(await there(made.body.key)).toEqual([200, 200, 401]);
    const rotated = await behind.call<{ key: string; id: string }>(`/admin/keys/${made.body.id}/rotate`, {
      method: "POST",
      token: owner.key,
    });
    expect(await there(rotated.body.key)).toEqual([200, 200, 401]);
    const { body } = await behind.call<{ keys: { id: string; addresses: unknown; expiresAt: string }[] }>(
      "/admin/keys",
      { token: owner.key },
    );
    const successor = body.keys.find(({ id }) => id === rotated.body.id)!;
    expect(successor.addresses).toEqual(["203.0.113.0/24", "2001:db8::7"]);
    expect(Date.parse(successor.expiresAt)).toBeLessThanOrEqual(context.clock.now().getTime() + 30 * dayMs);
    expect(body.keys.find(({ id }) => id === owner.id)?.addresses).toBeNull();
  });

  test.each([
    [{ name: "x", scopes: ["admin"], addresses: ["my office"] }],
    [{ name: "x", scopes: ["admin"], addresses: [] }],
    [{ name: "x", scopes: [] }],
    [{ name: "x", scopes: ["root"] }],
    [{ name: "", scopes: ["admin"] }],
    [{ name: "x".repeat(101), scopes: ["admin"] }],
    [{ name: "x", scopes: ["admin"], expiresAt: "2020-01-01T00:00:00.000Z" }],
    [{ name: "x", scopes: ["admin"], id: "mine" }],
  ])("%j is refused with 400 and the path at fault", async (body) => {
    const answer = await api.call<{ errors: unknown[] }>("/admin/keys", {
      method: "POST",
      token: (await make()).key,
      body,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.length).toBeGreaterThan(0);
  });

  test("the last use is written, at most once a minute", async () => {
    const { id, key } = await make();
    const lastUse = async () =>
      (await api.database.pool.query<{ last_used_at: Date }>("select last_used_at from api_keys where id = $1", [id]))
        .rows[0]!.last_used_at;
    await status(key);
    const first = await lastUse();
    await status(key);
    expect(await lastUse()).toEqual(first);
    api.clock.advance(61_000);
    await status(key);
    expect((await lastUse()).getTime()).toBeGreaterThan(first.getTime());
  });

  test("guessing is slowed down per address, while right keys go on", async () => {
    await using strict = await startTestApi({ config: { limits: { wrongKey: { points: 3, seconds: 60 } } } });
    const good = await createApiKey(strict.context, { name: "g", scopes: ["admin"] }, { actor: "cli" });
    const call = async (token: string) => (await strict.call("/admin/keys", { token })).status;
    expect(await call(good.key)).toBe(200);
    const wrong = good.key.replace(/_[^_]*_[^_]*$/, `_${"a".repeat(32)}_000000`);
    expect([await call(wrong), await call(wrong), await call(wrong), await call(wrong)]).toEqual([401, 401, 401, 429]);
  });
});

test("a signed-out session is refused on REST within 5 s even when the LISTEN connection is dead", async () => {
  const opened = await api.signIn({ id: 1030 });
  await api.database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'goatedvips-sessions' and datname = current_database()",
  );
  await api.database.pool.query("update sessions set revoked_at = $1 where user_id = 1030", [api.clock.now()]);
  await until(
    "the token is refused",
    async () => (await api.call("/me", { token: opened.accessToken })).status === 401,
    5_000,
  );
  expect((await api.call("/me", { token: opened.accessToken })).status).toBe(401);
});
