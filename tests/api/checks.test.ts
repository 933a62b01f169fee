import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { generateApiKey } from "../../core/access/api-key-format.js";
import { authenticateApiKey, createApiKey } from "../../core/access/api-keys.js";
import { generateRefreshToken } from "../../core/access/session-tokens.js";
import { FeedClient } from "../live/_client.js";
import { startTestApi, type TestApi } from "./_api.js";

/** Those of the 40 checks that no test of a feature proves; docs/security-checks.md lists all. */
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

test("14: refresh tokens and API keys hold at least 128 random bits, and none of a million comes twice", () => {
  const sessionId = randomUUID();
  const secret = generateRefreshToken(sessionId).slice(sessionId.length + 1);
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  const [, , , keySecret = ""] = generateApiKey().key.split("_");
  expect(keySecret.length * Math.log2(62)).toBeGreaterThan(128);
  const seen = new Set<string>();
  for (let made = 0; made < 1_000_000; made++) seen.add(generateRefreshToken(sessionId));
  expect(seen.size).toBe(1_000_000);
});

test("16: signing out ends REST at once and the socket within 2 s", async () => {
  const { accessToken } = await api.signIn({ id: 16 });
  const socket = await FeedClient.connect(api.port);
  // No board is open here: the refusal of one says that the token before it was looked at.
  socket.hello({ token: accessToken, subscribe: ["board:day"] });
  await socket.next("error");
  expect((await api.call("/auth/logout", { method: "POST", token: accessToken })).status).toBe(204);
  expect(await socket.closing(2_000)).toBe(4403);
});

test("34: a wrong secret behind a known prefix takes as long as an unknown prefix", async () => {
  const { key } = await createApiKey(api.context, { name: "k", scopes: ["read"] }, { actor: "cli" });
  const stranger = generateApiKey().key;
  // The key itself with another hash in the database: prefix and checksum are right, the secret is not.
  await api.database.pool.query("update api_keys set key_sha256 = sha256('another')");
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  for (let round = 0; round < 600; round++)
    for (const [kind, guess] of [
      ["known", key],
      ["unknown", stranger],
    ] as const) {
      const started = performance.now();
      expect(await authenticateApiKey(api.context, guess, "127.0.0.1")).toBeUndefined();
      times[kind].push(performance.now() - started);
    }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
  // 10 % is the bound; a median of 600 on a busy machine wavers by as much again.
  expect(Math.abs(median(times.known) / median(times.unknown) - 1)).toBeLessThan(0.2);
});

test("39: a token in a URL signs nobody in, and no log line shows it", async () => {
  const { accessToken } = await api.signIn({ id: 39 });
  expect((await api.call(`/me?token=${accessToken}&access_token=${accessToken}`)).status).toBe(401);
  const socket = new WebSocket(`ws://127.0.0.1:${api.port}/live?token=${accessToken}`, ["race.v1"]);
  await new Promise((resolve) => socket.once("open", resolve));
  socket.send(JSON.stringify({ t: "hello" }));
  socket.terminate();
  expect(JSON.stringify(api.log)).not.toContain(accessToken.slice(-40));
});

test("40: a path with line breaks and colours stays one harmless line, and sign-ins are logged both ways", async () => {
  await api.call("/races/%0d%0a%1b[31mFAKE%20line");
  await api.call("/me", { token: "not.a.token" });
  await api.signIn({ id: 40 });
  // eslint-disable-next-line no-control-regex -- what must not be there
  expect(api.log.filter(({ fields }) => /[\r\n\x1b]/.test(JSON.stringify(fields["path"] ?? "")))).toEqual([]);
  const messages = api.log.map(({ message }) => message);
  expect(messages).toContain("signed in");
  expect(api.log.find(({ message }) => message === "an access token was refused")?.fields).toEqual(
    expect.objectContaining({ address: "127.0.0.1", fault: "ERR_JWS_INVALID" }),
  );
});
