import { conversations, createConversation } from "@grammyjs/conversations";
import type { Conversation, ConversationFlavor } from "@grammyjs/conversations";
import { Menu } from "@grammyjs/menu";
import { Bot } from "grammy";
import type { Context } from "grammy";
import { describe, expect, it } from "vitest";
import { Stage } from "../../sandbox/telegram/actors/stage.js";
import { createManualClock } from "../../sandbox/telegram/clock.js";
import { startSandboxTelegram } from "../../sandbox/telegram/sandbox.js";
import { MINI_APP, play, START } from "./_harness.js";

type WizardContext = ConversationFlavor<Context>;

async function wizard(conversation: Conversation<WizardContext>, ctx: Context) {
  await ctx.reply("What is the race called?");
  const title = await conversation.form.text();
  await ctx.reply(`<b>${title}</b> it is. Prize?`, { parse_mode: "HTML" });
  const prize = await conversation.form.text();
  await ctx.reply(`Done: ${title} for ${prize}`);
}

async function wizardBot() {
  const sandbox = await startSandboxTelegram({ clock: createManualClock(START), mainAppUrl: MINI_APP });
  const bot = new Bot<WizardContext>(sandbox.token, { client: { apiRoot: sandbox.apiRoot } });
  const menu = new Menu("set")
    .text("Quiet", (ctx) => ctx.editMessageText("Quiet now"))
    .row()
    .back("Back");
  bot.use(conversations());
  bot.use(createConversation(wizard));
  bot.use(menu);
  bot.command("newrace", (ctx) => ctx.conversation.enter("wizard"));
  bot.command("settings", (ctx) => ctx.reply("Settings", { reply_markup: menu }));
  await bot.init();
  const running = bot.start({ timeout: 20 });
  return {
    sandbox,
    stage: new Stage(sandbox),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await running;
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

describe("stories with the real plugins", () => {
  it("walk through a conversation and a menu, and read as a transcript", async () => {
    await using p = await wizardBot();
    const alice = p.stage.person({ firstName: "Alice", hasStarted: true });
    await alice.sends("/newrace");
    await alice.sends("Winter");
    await alice.sends("$100");
    await alice.sends("/settings");
    const turn = await alice.taps("Quiet");
    expect(turn.edits.map((one) => one.text)).toEqual(["Quiet now"]);
    expect(p.stage.transcript()).toMatchInlineSnapshot(`
      "# private chat with Alice
      Alice: /newrace
      bot: What is the race called?
      Alice: Winter
      bot: *Winter* it is. Prize?
      Alice: $100
      bot: Done: Winter for $100
      Alice: /settings
      bot: Settings
        [Quiet]
        [Back]
      Alice taps [Quiet]
      bot edits:
        - Settings
        + Quiet now"
    `);
    p.sandbox.assertClean();
  });
});

describe("the transcript", () => {
  it("shows groups, answers, edits as differences, toasts, pins and reactions without ids and times", async () => {
    await using p = await play((bot) => {
      bot.command("board", async (ctx) => {
        const board = await ctx.reply("1. Ann\n2. Ben", {
          reply_parameters: { message_id: ctx.msg.message_id },
          reply_markup: {
            inline_keyboard: [
              [
                { text: "Refresh", callback_data: "r" },
                { text: "Site", url: "https://a.example/" },
              ],
            ],
          },
        });
        await ctx.api.pinChatMessage(ctx.chat.id, board.message_id, { disable_notification: true });
      });
      bot.callbackQuery("r", async (ctx) => {
        await ctx.answerCallbackQuery("Updated");
        await ctx.editMessageText("1. Ben\n2. Ann");
      });
    });
    const alice = p.stage.person({ firstName: "Alice" });
    const ben = p.stage.person({ firstName: "Ben" });
    const group = p.stage.group({ title: "Lounge", owner: alice, members: [ben] });
    await alice.in(group).sends("/board");
    await ben.in(group).taps("Refresh");
    await ben.in(group).reacts("🔥", group.newest);
    expect(p.stage.transcript()).toMatchInlineSnapshot(`
      "# Lounge
      (Alice created the group "Lounge")
      (Alice makes Ben member, was left)
      (Alice added Ben)
      Alice: /board
      bot (answering "/board"): 1. Ann
        2. Ben
        [Refresh] [Site → https://a.example/]
      (pinned: 1. Ben)
      (GoatedVIPs pinned "1. Ben 2. Ann")
      Ben taps [Refresh]

      # screen of Ben
      toast: Updated

      # Lounge
      bot edits:
        - 1. Ann
        - 2. Ben
        - [Refresh] [Site → https://a.example/]
        + 1. Ben
        + 2. Ann
      Ben reacts 🔥 to: 1. Ben"
    `);
  });
});

describe("a stage", () => {
  it("waits for a bot that confirms first and works later, when told how to ask it", async () => {
    const sandbox = await startSandboxTelegram({ clock: createManualClock(START) });
    await using _ = sandbox;
    let work: Promise<unknown> = Promise.resolve();
    const bot = new Bot(sandbox.token, { client: { apiRoot: sandbox.apiRoot } });
    bot.on("message", (ctx) => {
      work = new Promise((resolve) => {
        setTimeout(() => resolve(ctx.reply("at last")), 50);
      });
    });
    await bot.init();
    const running = bot.start({ timeout: 20 });
    const stage = new Stage(sandbox, { untilBotIdle: () => work.then(() => undefined) });
    const turn = await stage.person({ firstName: "Alice", hasStarted: true }).sends("hello");
    expect(turn.text).toBe("at last");
    await bot.stop();
    await running;
  });

  it("gives up with the transcript when nobody answers", async () => {
    await using sandbox = await startSandboxTelegram({ clock: createManualClock(START) });
    const stage = new Stage(sandbox, { deadlineMs: 20 });
    const alice = stage.person({ firstName: "Alice" });
    await expect(alice.starts()).rejects.toThrow(
      /neither polling nor has a webhook[^]*message 310000001[^]*Alice: \/start/,
    );
  });

  it("delivers an update again", async () => {
    const seen: number[] = [];
    await using p = await play((bot) => {
      bot.on("message", (ctx) => void seen.push(ctx.update.update_id));
    });
    await p.stage.person({ firstName: "Alice" }).starts();
    const [update] = p.stage.updates();
    if (update) await p.stage.redelivers(update);
    expect(seen).toEqual([310_000_001, 310_000_001]);
  });

  it("names a button that is not there", async () => {
    await using p = await play((bot) => {
      bot.on("message", (ctx) => ctx.reply("no buttons"));
    });
    const alice = p.stage.person({ firstName: "Alice" });
    await alice.starts();
    await expect(alice.taps("Go")).rejects.toThrow(/There is no button Go[^]*bot: no buttons/);
  });
});
