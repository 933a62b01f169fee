import { PassThrough } from "node:stream";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { Log } from "../../core/log.js";
import { webhookSecret } from "../../core/telegram/webhook-secret.js";
import { startReceiver } from "../../webhooks/start.js";
import { freePorts } from "../_product.js";
import { send } from "../receiver/_receiver.js";
import { normal, startStory, type Story } from "./_story.js";
import { until } from "../_until.js";

async function updateRow(story: Story): Promise<{ state: string; attempts: number; last_error: string | null }> {
  const { rows } = await story.database.pool.query<{ state: string; attempts: number; last_error: string | null }>(
    "select state, attempts, last_error from telegram_updates order by update_id desc limit 1",
  );
  return rows[0]!;
}

describe("one update, one effect", () => {
  it("however often Telegram delivers it", async () => {
    await using story = await startStory();
    await story.alice.starts();
    const turn = await story.alice.sends("/race");
    expect(turn.replies).toHaveLength(1);
    const update = story.stage.updates().at(-1)!;
    for (let times = 0; times < 3; times++) expect((await story.stage.redelivers(update)).replies).toEqual([]);
  });

  it("with two bot processes on one database: one polls, both may answer", async () => {
    await using story = await startStory();
    await story.startBot();
    await story.alice.starts();
    await story.bruno.starts();
    const before = story.calls("sendMessage").length;
    for (let times = 0; times < 10; times++) {
      await story.alice.sends("/race");
      await story.bruno.sends("/leaderboard");
    }
    expect(story.calls("sendMessage").length - before).toBe(20);
    expect(story.calls("getUpdates").filter(({ outcome }) => !outcome.ok)).toEqual([]);
  });

  it("also for what came while no bot was running", async () => {
    await using story = await startStory();
    await story.alice.starts();
    await story.stopBots();
    const { core } = story.sandbox;
    await story.sandbox.act(story.alice.id, { do: "sendText", chatId: story.alice.id, text: "/race" });
    const before = core.world.botChat(story.alice.id).messages.size;
    await story.startBot();
    await story.stage.settle();
    expect(core.world.botChat(story.alice.id).messages.size).toBe(before + 1);
  });

  it("keeps the order of one chat", async () => {
    await using story = await startStory();
    await story.alice.starts();
    const texts = ["/race", "/leaderboard day", "/leaderboard week", "/cancel", "/leaderboard all"];
    const turn = await story.stage.turn(async () => {
      for (const text of texts) {
        await story.sandbox.act(story.alice.id, { do: "sendText", chatId: story.alice.id, text });
      }
    });
    expect(turn.replies.map(({ text }) => normal(text).split("\n")[0])).toEqual([
      "There is no race at the moment.",
      "🏆 Today 1/2",
      "🏆 This week 1/2",
      "There is nothing to cancel.",
      "🏆 All time 1/2",
    ]);
  });
});

describe("in webhook mode", () => {
  it("answers what Telegram posts, again and again until it is stored, and hears nobody else", async () => {
    const [port = 0] = await freePorts(1);
    await using story = await startStory({ webhookPort: port });
    const { context, database, sandbox, stage } = story;
    const { botId } = sandbox.core.world;
    await using receiver = await startReceiver(
      {
        context,
        databaseUrl: database.url,
        config: { host: "127.0.0.1", port, trustProxy: 0 },
        telegramBotId: botId,
      },
      new AbortController().signal,
    );
    await story.alice.starts();
    expect((await story.alice.sends("/race")).replies).toHaveLength(1);
    expect(story.calls("getUpdates")).toEqual([]);

    await database.pool.query("alter table telegram_updates rename to updates_away");
    await sandbox.act(story.alice.id, { do: "sendText", chatId: story.alice.id, text: "/race" });
    await until("it was refused", () => sandbox.core.webhook.lastError !== undefined);
    expect(sandbox.core.webhook.lastError?.message).toContain("503");
    const before = stage.sent().length;
    await database.pool.query("alter table updates_away rename to telegram_updates");
    await until("it was sent again and answered", () => stage.sent().length === before + 1);

    const { path, header } = webhookSecret(context.secretsKey, botId);
    const post = async (to: string, token: string | undefined, text: string): Promise<number> => {
      const headers = token === undefined ? {} : { "x-telegram-bot-api-secret-token": token };
      return (await send(receiver.port, { path: to, headers, body: Buffer.from(text) })).status;
    };
    const update = JSON.stringify(stage.updates().at(-1));
    expect(
      await Promise.all([
        post(path, header, update),
        post(path, header, "{"),
        post(path, header, "9".repeat(1_100_000)),
        post(path, undefined, update),
        post(path, `${header}x`, update),
        post("/telegram/somewhere", header, update),
      ]),
    ).toEqual([200, 400, 413, 401, 401, 404]);
    await stage.settle();
    expect(stage.sent(), "a repeat is not answered twice").toHaveLength(before + 1);
  });
});

describe("when Telegram does not do what was asked", () => {
  it("waits a short flood out and then answers once", async () => {
    await using story = await startStory();
    await story.alice.starts();
    story.sandbox.fails({
      method: "sendMessage",
      fault: { kind: "error", code: 429, description: "Too Many Requests: retry after 1", retryAfterS: 1 },
    });
    const startMs = performance.now();
    const turn = await story.alice.sends("/race");
    expect(turn.replies).toHaveLength(1);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(1000);
  });

  it("does not repeat an answer of which nobody knows whether it arrived", async () => {
    await using story = await startStory();
    await story.alice.starts();
    story.sandbox.fails({ method: "sendMessage", fault: { kind: "lost" } });
    const turn = await story.alice.sends("/race");
    expect(turn.replies).toHaveLength(1);
    expect(await updateRow(story)).toMatchObject({ state: "done", attempts: 1 });
  });

  it.each(["badGateway", "reset"] as const)("stays calm after a %s and answers the next question", async (kind) => {
    await using story = await startStory();
    await story.alice.starts();
    story.sandbox.fails({ method: "sendMessage", fault: { kind } });
    expect((await story.alice.sends("/race")).replies).toEqual([]);
    expect((await story.alice.sends("/race")).replies).toHaveLength(1);
  });

  it("remembers a person who cannot be reached any more", async () => {
    await using story = await startStory();
    await story.alice.starts();
    story.sandbox.fails({
      method: "sendMessage",
      fault: { kind: "error", code: 403, description: "Forbidden: bot was blocked by the user" },
    });
    await story.alice.sends("/race");
    const { rows } = await story.database.pool.query("select can_be_messaged from telegram_users where id = $1", [
      story.alice.id,
    ]);
    expect(rows).toEqual([{ can_be_messaged: false }]);
    expect(await updateRow(story)).toMatchObject({ state: "done" });
  });

  it("gives up at once what Telegram will refuse again, and says so to the operator", async () => {
    await using story = await startStory();
    await story.alice.starts();
    story.deadUpdates = 1;
    story.sandbox.fails({
      method: "sendMessage",
      fault: { kind: "error", code: 400, description: "Bad Request: can't parse entities" },
    });
    await story.alice.sends("/race");
    expect(await updateRow(story)).toEqual({
      state: "dead",
      attempts: 1,
      last_error: "GrammyError sendMessage 400 Bad Request: can't parse entities",
    });
  });

  it("goes on polling after a refused and a lost poll", async () => {
    await using story = await startStory();
    await story.alice.starts();
    story.sandbox.fails({ method: "getUpdates", times: 2, fault: { kind: "badGateway" } });
    const turn = await story.alice.sends("/race");
    await story.bruno.starts();
    expect(turn.replies).toHaveLength(1);
    await until("the faults were met", () => story.sandbox.core.faults.unused().length === 0);
    expect((await story.alice.sends("/race")).replies).toHaveLength(1);
  });
});

describe("when our own side fails", () => {
  it("tries again with growing pauses, then answers", async () => {
    await using story = await startStory();
    const { pool } = story.database;
    await story.alice.starts();
    // The rename makes every read of links fail, until it is undone in the middle of the retries.
    await story.link(story.alice, 1);
    await story.race();
    await pool.query("alter table links rename to links_away");
    const asked = story.alice.sends("/me");
    await until("two attempts have failed", async () => (await updateRow(story)).attempts >= 2);
    await pool.query("alter table links_away rename to links");
    const turn = await asked;
    expect(turn.replies).toHaveLength(1);
    expect(turn.text).toContain("My place");
  });

  it("apologises once when an update has to be given up", async () => {
    await using story = await startStory();
    const { pool } = story.database;
    await story.alice.starts();
    await story.race();
    story.deadUpdates = 1;
    await pool.query("alter table links rename to links_away");
    // The last attempt, without sitting through the pauses before it.
    const asked = story.alice.sends("/me");
    await until("it was tried", async () => (await updateRow(story)).attempts >= 1);
    await pool.query("update telegram_updates set attempts = 4, next_attempt_at = now() where state = 'ready'");
    const turn = await asked;
    await pool.query("alter table links_away rename to links");
    expect(turn.replies.map(({ text }) => text)).toEqual([
      "Something went wrong on our side. Please try again in a moment.",
    ]);
    expect(await updateRow(story)).toMatchObject({ state: "dead" });
  });
});

describe("the log", () => {
  it("never holds the token, a name or a text, whatever fails", async () => {
    const stream = new PassThrough();
    let output = "";
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const log: Log = pino({ level: "trace" }, stream);
    {
      await using story = await startStory({ context: { log } });
      await story.alice.starts();
      for (const kind of ["reset", "badGateway", "lost"] as const) {
        story.sandbox.fails({ method: "sendMessage", fault: { kind } });
        await story.alice.sends("/race secret words");
      }
      story.sandbox.fails({ method: "getUpdates", fault: { kind: "reset" } });
      await story.bruno.starts();
      await until("the fault was met", () => story.sandbox.core.faults.unused().length === 0);
      const [, secret = ""] = story.sandbox.token.split(":");
      expect(secret.length).toBeGreaterThan(20);
      expect(output).not.toContain(secret);
    }
    expect(output).toContain("update handled");
    expect(output).toContain("update failed");
    expect(output).not.toMatch(/secret words|Alice|Winter/);
  });
});
