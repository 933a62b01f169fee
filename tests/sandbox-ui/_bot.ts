import { Bot, InlineKeyboard, InputFile, Keyboard } from "grammy";
import { gradientPng } from "./_picture.js";

/** https, because Telegram takes nothing else; the sandbox maps it to the local test app. */
export const APP_URL = "https://app.example.test/";

const BOARD = [
  '<b>Weekly race</b> · ends in <tg-time unix="1795609800" format="r">Sunday</tg-time>',
  "",
  "1. <b>Zo***e</b>  $48,210.55 · <i>$500.00</i>",
  "2. <b>lu***y7</b>  $41,003.10 · <i>$250.00</i>",
  "3. <b>дя***ня</b>  $38,776.00 · <i>$100.00</i>",
  "<blockquote expandable>4. high***er  $31,400.20\n5. שח***ר  $29,115.75\n6. mr***w  $28,008.00\n7. ana***9  $22,940.41\n8. tr***b  $19,300.00</blockquote>",
  "As of <code>v18420</code> · numbers can still change",
].join("\n");

const FORMATS = [
  "<b>bold</b>, <i>italic</i>, <u>underline</u>, <s>strike</s>, <b>bold <i>both</i></b>, <code>code</code>",
  'A <tg-spoiler>hidden winner</tg-spoiler>, a <a href="https://example.org/rules">link</a>, a bare one example.org,',
  "a mention @alice_winter, a #hashtag, a /race command and a mail to hello@example.org.",
  "<blockquote>Quoted in one line</blockquote>",
  '<pre><code class="language-json">{ "rank": 1, "wagered": "48210.550000" }</code></pre>',
].join("\n");

function boardKeyboard(username: string, isPrivate: boolean): InlineKeyboard {
  const keyboard = new InlineKeyboard().text("Refresh", "refresh").text("Around me", "around").row();
  if (isPrivate) keyboard.webApp("Open the race", APP_URL);
  else keyboard.url("Open the race", `https://t.me/${username}/race?startapp=v1_race_7`);
  return keyboard.row().switchInline("Share", "race").copyText("Copy code", "GOAT-2026");
}

function addCommands(bot: Bot): void {
  bot.command("start", (ctx) =>
    ctx.reply(`Welcome! You came with “${ctx.match || "nothing"}”.`, {
      reply_markup: new InlineKeyboard().webApp("Open the app", APP_URL).row().text("What can you do?", "about"),
    }),
  );
  bot.command("race", (ctx) =>
    ctx.reply(BOARD, {
      parse_mode: "HTML",
      reply_markup: boardKeyboard(ctx.me.username, ctx.chat.type === "private"),
    }),
  );
  bot.command("formats", (ctx) => ctx.reply(FORMATS, { parse_mode: "HTML" }));
  bot.command("card", (ctx) =>
    ctx.replyWithPhoto(new InputFile(gradientPng(800, 420), "card.png"), {
      caption: "Your card, <b>Alice</b>: place 12 of 340",
      parse_mode: "HTML",
      reply_markup: new InlineKeyboard().text("Share it", "share").primary().text("Delete it", "delete").danger(),
    }),
  );
  bot.command("keys", (ctx) =>
    ctx.reply("Choose a period", {
      reply_markup: new Keyboard().text("Today").text("This week").row().text("This month").resized().oneTime(),
    }),
  );
  bot.command("ask", (ctx) =>
    ctx.reply("What is your name at the casino?", {
      reply_markup: { force_reply: true, input_field_placeholder: "Name at the casino" },
    }),
  );
  bot.command("slow", (ctx) =>
    ctx.reply("Press and wait", { reply_markup: new InlineKeyboard().text("Slow", "slow") }),
  );
  bot.command("links", (ctx) =>
    ctx.reply(`t.me/${ctx.me.username}?start=v1_race_9 t.me/${ctx.me.username}/sdk?startapp=v1_race_9`),
  );
  bot.command("think", (ctx) => ctx.replyWithChatAction("typing"));
}

/**
 * A small bot that says one of everything. It is no part of the product.
 *
 * @param released the button "Slow" is answered when this is over
 */
export function createDemoBot(token: string, apiRoot: string, released: () => Promise<void>): Bot {
  const bot = new Bot(token, { client: { apiRoot } });
  addCommands(bot);
  bot.callbackQuery("slow", async (ctx) => {
    await released();
    await ctx.answerCallbackQuery({ text: "At last" });
  });
  bot.callbackQuery("refresh", (ctx) => ctx.answerCallbackQuery({ text: "The board is up to date" }));
  bot.callbackQuery("around", (ctx) =>
    ctx.answerCallbackQuery({ text: "You are number 12. $140.00 more and you are paid.", show_alert: true }),
  );
  bot.callbackQuery("about", async (ctx) => {
    await ctx.answerCallbackQuery();
    await ctx.editMessageText("I show races. Try /race, /formats, /card, /keys or /ask.");
  });
  bot.on("inline_query", (ctx) =>
    ctx.answerInlineQuery(
      [
        {
          type: "article",
          id: "race",
          title: "Share the race",
          description: "Weekly race, $1,000.00",
          input_message_content: { message_text: "Join the weekly race: /race" },
        },
        {
          type: "article",
          id: "card",
          title: "Share my card",
          description: "Place 12 of 340",
          input_message_content: { message_text: `My card for “${ctx.inlineQuery.query}”` },
        },
      ],
      { cache_time: 0, button: { text: "Link your account", start_parameter: "v1_link" } },
    ),
  );
  bot.on("callback_query", (ctx) => ctx.answerCallbackQuery());
  return bot;
}

/** What a real start-up sends besides: names, commands, the menu button. */
export async function introduce(bot: Bot): Promise<void> {
  await bot.api.setMyDescription(
    "Races for the players of one community.\nSee the board, your own place and every prize, and check each result yourself.",
  );
  await bot.api.setMyShortDescription("Wager races, boards and prizes");
  await bot.api.setMyCommands([
    { command: "race", description: "The running race and its board" },
    { command: "formats", description: "Every kind of formatting" },
    { command: "card", description: "Your place as a picture" },
    { command: "keys", description: "A keyboard instead of letters" },
    { command: "ask", description: "A question that wants an answer" },
    { command: "think", description: "Typing…" },
  ]);
  await bot.api.setChatMenuButton({ menu_button: { type: "web_app", text: "Race", web_app: { url: APP_URL } } });
}
