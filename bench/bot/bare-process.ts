import { Bot } from "grammy";

/** The control: grammY alone, without database, that answers everything with one sentence. Arguments: Bot API root, token. */
const [apiRoot = "", token = ""] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot } });
bot.on("message", (ctx) => ctx.reply("Hello"));
process.on("disconnect", () => process.exit(0));
void bot.start({
  onStart: () => {
    process.send?.("running");
  },
});
