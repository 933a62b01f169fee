import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { webhookSecret } from "../../core/telegram/webhook-secret.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { TOKEN, visit } from "./_doctor.js";
import { FakeBotApi } from "./_fake-bot-api.js";

const ME = {
  id: 7_000_000_009,
  is_bot: true,
  first_name: "Goat",
  username: "goat_bot",
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: true,
  has_main_web_app: true,
};
const NO_WEBHOOK = { url: "", has_custom_certificate: false, pending_update_count: 0 };
const HOOKS = "https://hooks.example.com";
const secretsKey = Buffer.alloc(32, 7);
const { path } = webhookSecret(secretsKey, ME.id);

describe("doctor, about the bot", () => {
  let database: TestDatabase;
  let api: FakeBotApi;
  let root: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    api = new FakeBotApi(TOKEN);
    root = await api.listen();
    api.results["getMe"] = ME;
    api.results["getWebhookInfo"] = NO_WEBHOOK;
  });
  afterEach(async () => {
    await api[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const look = (environment: Record<string, string> = {}) =>
    visit(database.pool, {
      only: "bot",
      environment: { TELEGRAM_API_ROOT: root, ...environment },
      context: { secretsKey },
    });
  const lookAtWebhook = (info: object) => {
    api.results["getWebhookInfo"] = { ...NO_WEBHOOK, url: HOOKS + path, ...info };
    return look({ BOT_MODE: "webhook", WEBHOOK_PUBLIC_URL: HOOKS });
  };

  it("finds nothing wrong with a bot that is set up as the guide says", async () => {
    const { isGood, find } = await look();
    expect(isGood).toBe(true);
    expect(find("bot token").detail).toContain("@goat_bot");
    expect(find("webhook").ok).toBe(true);
  });

  it.each([
    ["groups", { can_join_groups: false }, "/setjoingroups"],
    ["privacy mode", { can_read_all_group_messages: true }, "/setprivacy"],
    ["inline mode", { supports_inline_queries: false }, "/setinline"],
    ["main Mini App", { has_main_web_app: false }, "Configure Mini App"],
  ])("names what to say to @BotFather about %s, and that alone", async (check, change, words) => {
    api.results["getMe"] = { ...ME, ...change };
    const { isGood, findings } = await look();
    expect(isGood).toBe(false);
    const faults = findings.filter(({ ok }) => !ok);
    expect(faults.map((fault) => fault.check)).toEqual([check]);
    expect(faults[0]!.mend).toContain(words);
  });

  it("says where to copy the token when Telegram does not know it, and does not show it", async () => {
    const wrong = "7000000009:AAF-another_token_for_tests_only_0000";
    const { find, text } = await look({ BOT_TOKEN: wrong });
    expect(find("bot token").mend).toContain("@BotFather");
    expect(text).not.toContain(wrong.split(":")[1]);
  });

  it("tells a network that is shut from a server that is another one", async () => {
    const page = createServer((_request, response) => response.end("<html>"));
    page.listen(0, "127.0.0.1");
    await once(page, "listening");
    const other = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    expect((await look({ TELEGRAM_API_ROOT: other })).find("bot").mend).toContain("TELEGRAM_API_ROOT");
    page.close();
    await once(page, "close");
    const { find, text } = await look({ TELEGRAM_API_ROOT: other });
    expect(find("bot").detail).toContain("cannot be reached");
    expect(text).not.toContain(TOKEN);
  });

  it("wants no webhook while the bot polls: Telegram would answer polls with 409", async () => {
    api.results["getWebhookInfo"] = { ...NO_WEBHOOK, url: "https://another.example/x" };
    const { find } = await look();
    expect(find("webhook").ok).toBe(false);
    expect(find("webhook").mend).toContain("revoke the token");
  });

  it("is content with a webhook that is ours and quiet, and never shows its secret path", async () => {
    const { find, text } = await lookAtWebhook({ pending_update_count: 3 });
    expect(find("webhook")).toMatchObject({ ok: true, detail: "set, 3 updates wait" });
    expect(text).not.toContain(path);
  });

  it.each([
    ["none set", { url: "" }, "none is set"],
    ["one made with another SECRETS_KEY", { url: `${HOOKS}/telegram/other` }, "points elsewhere"],
    [
      "a recent failure to deliver",
      {
        last_error_date: Math.floor(Date.now() / 1_000) - 60,
        last_error_message: "SSL error {certificate verify failed}",
      },
      "SSL error {certificate verify failed}",
    ],
    ["updates that pile up", { pending_update_count: 500 }, "500 updates wait"],
  ])("finds a webhook with %s", async (_name, info, words) => {
    const { find, text } = await lookAtWebhook(info);
    expect(find("webhook").ok).toBe(false);
    expect(find("webhook").detail).toContain(words);
    expect(text).not.toContain(path);
  });

  it("forgives a failure of yesterday", async () => {
    const yesterday = Math.floor(Date.now() / 1_000) - 86_400;
    expect((await lookAtWebhook({ last_error_date: yesterday, last_error_message: "Timeout" })).isGood).toBe(true);
  });
});
