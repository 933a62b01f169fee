import { InlineKeyboard } from "grammy";
import { expect, it } from "vitest";
import { sendText } from "../../sandbox/telegram/people/chatting.js";
import { startBot } from "../../sandbox/telegram/people/starting.js";
import { waitUntil } from "../../sandbox/telegram/waiting.js";
import { runBot } from "./_harness.js";

it("answers a person through grammY's long polling", async () => {
  await using run = await runBot((bot) => {
    bot.command("start", (ctx) =>
      ctx.reply(`<b>Hello</b> ${ctx.match}`, {
        parse_mode: "HTML",
        reply_markup: new InlineKeyboard().text("Race", "race"),
      }),
    );
    bot.on("message:text", (ctx) => ctx.reply(`you said ${ctx.message.text}`));
  });
  const { core } = run.sandbox;
  startBot(core, 200_001, "v1_race_1");
  const chat = core.world.botChat(200_001);
  await waitUntil(core.world.bus, () => chat.messages.size === 2, 5000);
  sendText(core, 200_001, 200_001, "/race hi");
  await waitUntil(core.world.bus, () => chat.messages.size === 4, 5000);
  expect([...chat.messages.values()].map((m) => m.content)).toMatchInlineSnapshot(`
    [
      {
        "body": {
          "entities": [
            {
              "length": 6,
              "offset": 0,
              "type": "bot_command",
            },
          ],
          "text": "/start v1_race_1",
        },
        "kind": "text",
      },
      {
        "body": {
          "entities": [
            {
              "length": 5,
              "offset": 0,
              "type": "bold",
            },
          ],
          "text": "Hello v1_race_1",
        },
        "kind": "text",
      },
      {
        "body": {
          "entities": [
            {
              "length": 5,
              "offset": 0,
              "type": "bot_command",
            },
          ],
          "text": "/race hi",
        },
        "kind": "text",
      },
      {
        "body": {
          "entities": [
            {
              "length": 5,
              "offset": 9,
              "type": "bot_command",
            },
          ],
          "text": "you said /race hi",
        },
        "kind": "text",
      },
    ]
  `);
});
