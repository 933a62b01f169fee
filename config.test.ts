import { describe, expect, it } from "vitest";
import { ConfigError, parseConfig } from "./config.js";

const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7)).toString("base64");
const PRODUCTION = {
  NODE_ENV: "production",
  BOT_TOKEN: "123456789:AAabcdefghijklmnopqrstuvwxyz0123456",
  SECRETS_KEY: KEY,
  PUBLIC_URL: "https://races.example",
};

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    parseConfig(variables);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("the environment", () => {
  it("may be empty: sandbox, demo and embedded database on this machine only", () => {
    const config = parseConfig({});
    expect(config).toMatchObject({ sandbox: true, demo: true, databaseUrl: null, host: "127.0.0.1", port: 3000 });
    expect(config.publicUrl).toBe("http://localhost:3000");
    expect([...config.parts]).toEqual(["api", "webhooks", "bot", "worker"]);
  });

  it("is refused with all problems at once, a line for each variable", () => {
    const problems = problemsOf({ PORT: "many", TIME_ZONE: "Mars/Olympus", PARTS: "api,kitchen", BOT_TOKEN: "x" });
    expect(problems.map((line) => line.split(":")[0])).toEqual(["PARTS", "PORT", "BOT_TOKEN", "TIME_ZONE"]);
  });

  it("is refused with what contradicts itself in the same go, and with one line a variable", () => {
    const problems = problemsOf({
      NODE_ENV: "production",
      PARTS: "kitchen,cellar",
      PORT: "many",
      BOT_TOKEN: "x",
      OWNER_TELEGRAM_IDS: "me,you",
      SANDBOX: "on",
    });
    expect(problems.map((line) => line.split(":")[0])).toEqual([
      "PARTS",
      "PORT",
      "BOT_TOKEN",
      "OWNER_TELEGRAM_IDS",
      "SANDBOX",
      "SECRETS_KEY",
    ]);
    expect(problems[2], "what is wrong with it, not that it is missing").toContain("must be a token");
  });

  it("in production must bring its own secrets and no sandbox", () => {
    expect(problemsOf({ NODE_ENV: "production" }).map((line) => line.split(":")[0])).toEqual([
      "BOT_TOKEN",
      "SECRETS_KEY",
      "PUBLIC_URL",
    ]);
    expect(problemsOf({ ...PRODUCTION, SANDBOX: "on" })).toHaveLength(1);
    expect(problemsOf({ ...PRODUCTION, SECRETS_KEY: Buffer.alloc(32).toString("base64") })).toHaveLength(1);
    expect(parseConfig(PRODUCTION)).toMatchObject({ sandbox: false, demo: false, host: "0.0.0.0" });
  });

  it("in webhook mode must say where Telegram posts, by https", () => {
    expect(problemsOf({ BOT_TOKEN: PRODUCTION.BOT_TOKEN, BOT_MODE: "webhook" })).toEqual([
      "WEBHOOK_PUBLIC_URL: must be https with BOT_MODE=webhook, Telegram posts nowhere else",
    ]);
    expect(parseConfig({ BOT_MODE: "webhook" }).bot, "the sandbox maps it").toMatchObject({ id: 7000000042 });
    const hooks = { ...PRODUCTION, BOT_MODE: "webhook", WEBHOOK_PUBLIC_URL: "https://hooks.example" };
    expect(parseConfig(hooks).bot.mode).toBe("webhook");
  });

  it("takes empty variables as absent and trims slashes", () => {
    const config = parseConfig({
      DATABASE_URL: "",
      PUBLIC_URL: "https://races.example//",
      TELEGRAM_API_ROOT: "http://127.0.0.1:9/",
    });
    expect(config).toMatchObject({ databaseUrl: null, publicUrl: "https://races.example" });
    expect(config.bot.apiRoot).toBe("http://127.0.0.1:9");
  });

  it("turns the sandbox off when a real token is given", () => {
    expect(parseConfig({ BOT_TOKEN: PRODUCTION.BOT_TOKEN })).toMatchObject({ sandbox: false, demo: false });
    expect(parseConfig({ BOT_TOKEN: PRODUCTION.BOT_TOKEN, SANDBOX: "on" })).toMatchObject({
      sandbox: true,
      demo: true,
    });
  });
});
