import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
import { createSource } from "../../core/sources/create-source.js";
import { projectRoot } from "../../project-root.js";
import { session } from "../../wire/auth.js";
import { signInitData } from "../api/_api.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { freePorts, startProcess, type RunningProduct } from "../_product.js";
import { contextOn, secretsKey, settled, sign, TestClock } from "../receiver/_receiver.js";

const TOKEN = "7000000012:AAF-secrets_token_for_tests_only_000000000";
const USER = { id: 200_001, first_name: "Alice" };

/** Names of the secrets that a text holds, in any of the forms in which they travel. */
function found(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
    return forms.some((form) => text.includes(form)) ? [name] : [];
  });
}

describe("a run from end to end, logged as loudly as can be", () => {
  let database: TestDatabase;
  const secrets: Record<string, string> = { "bot token": TOKEN, "secrets key": secretsKey.toString("base64") };
  /** Everything that came out: logs, metrics, answers to whoever did something wrong. */
  const outputs: Record<string, string> = {};

  beforeAll(async () => {
    const built = spawnSync("node", ["scripts/build.mjs"], { cwd: projectRoot, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr}`);
    database = await createTestDatabase();
    secrets["database password"] = new URL(database.url).password;
    const [metricsPort] = (await freePorts(1)) as [number];
    const product = await startProcess({
      DATABASE_URL: database.url,
      LOG_LEVEL: "trace",
      BOT_TOKEN: TOKEN,
      SANDBOX: "on",
      DEMO: "off",
      SECRETS_KEY: secretsKey.toString("base64"),
      METRICS_PORT: String(metricsPort),
    });
    outputs["answers"] = await useEverything(product);
    outputs["metrics"] = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    // A fault deep inside: the database goes away under a request.
    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'goatedvips%'",
    );
    await fetch(`${product.api}/api/v1/races`);
    await product.end("SIGTERM");
    outputs["log"] = product.output();
    outputs["log of a bot that reaches nobody"] = await startWithoutTelegram(database.url);
  }, 120_000);
  afterAll(() => database[Symbol.asyncDispose]());

  async function useEverything(product: RunningProduct): Promise<string> {
    const context = contextOn(database.pool, new TestClock());
    const { slug, secret } = await createSource(context, { slug: "casino", name: "Casino", mode: "events" });
    const { key } = await createApiKey(context, { name: "test", scopes: ["admin"] }, { actor: "test" });
    const initData = signInitData(
      { user: JSON.stringify(USER), query_id: "AAHdF6IQAAAAAN0XohDhrOrc" },
      new Date(),
      TOKEN,
    );
    Object.assign(secrets, { "source secret": secret, "API key": key, initData });
    const answers: string[] = [];
    const call = async (path: string, init: RequestInit = {}): Promise<string> => {
      const response = await fetch(`${product.api}/api/v1${path}`, init);
      const text = await response.text();
      if (!response.ok) answers.push(text);
      return text;
    };
    const opened = await call("/auth/telegram", { method: "POST", headers: { authorization: `tma ${initData}` } });
    const { accessToken, refreshToken } = session.parse(JSON.parse(opened));
    Object.assign(secrets, { "access token": accessToken, "refresh token": refreshToken });
    await call("/me", { headers: { authorization: `Bearer ${accessToken}` } });
    await call("/admin/sources/casino/health", { headers: { authorization: `Bearer ${key}` } });
    // And everything that goes wrong with them in hand.
    await call("/auth/telegram", { method: "POST", headers: { authorization: `tma ${initData}x` } });
    await call(`/me?token=${accessToken}`, { headers: { authorization: `Bearer ${accessToken}x` } });
    await call("/admin/keys", { headers: { authorization: `Bearer ${key}x` } });
    await call(`/races/${key}`, { headers: { cookie: `session=${refreshToken}` } });
    await call("/auth/refresh", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"refreshToken":"${refreshToken}"`,
    });
    for (const signedWith of [secret, "whsec_bm90IHRoZSByaWdodCBzZWNyZXQgYXQgYWxs"]) {
      const body = Buffer.from(JSON.stringify(settled()));
      const id = `msg_${randomBytes(6).toString("hex")}`;
      const at = String(Math.floor(Date.now() / 1_000));
      const signature = sign(signedWith, id, at, body);
      const headers = {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": at,
        "webhook-signature": signature,
      };
      const response = await fetch(`${product.receiver}/hooks/v1/${slug}`, {
        method: "POST",
        headers,
        body: new Uint8Array(body),
      });
      answers.push(await response.text());
    }
    return answers.join("\n");
  }

  /** Telegram's client puts the token into the URLs of its errors. */
  async function startWithoutTelegram(url: string): Promise<string> {
    const [port] = (await freePorts(1)) as [number];
    const environment = { PARTS: "bot", SANDBOX: "off", DATABASE_URL: url, BOT_TOKEN: TOKEN, LOG_LEVEL: "trace" };
    try {
      const product = await startProcess({ ...environment, TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` });
      await product.end("SIGTERM");
      return product.output();
    } catch (error) {
      return String(error);
    }
  }

  it("leaves none of the secrets in use in logs, metrics and errors", () => {
    expect(Object.keys(secrets)).toHaveLength(8);
    const hits = Object.entries(outputs).flatMap(([where, text]) =>
      found(text, secrets).map((name) => `${name} in ${where}`),
    );
    expect(hits).toEqual([]);
    for (const [where, text] of Object.entries(outputs)) expect(text.length, where).toBeGreaterThan(100);
    expect(outputs["log"]).toContain("signed in");
  });

  it("names the request that a line comes of, deep inside as well", () => {
    expect(outputs["log"]).toMatch(/"req_id":"[0-9a-f-]{36}".*"signed in"/);
  });

  it("would be found out with any of them planted (control)", () => {
    for (const [name, secret] of Object.entries(secrets)) {
      expect(found(`${outputs["log"]}{"message":"planted ${secret}"}`, secrets)).toContain(name);
    }
  });
});
