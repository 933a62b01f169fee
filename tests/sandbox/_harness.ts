import { Bot } from "grammy";
import { startSandboxTelegram } from "../../sandbox/telegram/sandbox.js";
import type { SandboxOptions, SandboxTelegram } from "../../sandbox/telegram/sandbox.js";

export type BotRun = AsyncDisposable & { sandbox: SandboxTelegram; bot: Bot };

/** A sandbox and a grammY bot that polls it, both gone when the test ends. */
export async function runBot(set: (bot: Bot) => void, options: SandboxOptions = {}): Promise<BotRun> {
  const sandbox = await startSandboxTelegram({ seedDemo: true, ...options });
  const bot = new Bot(sandbox.token, { client: { apiRoot: sandbox.apiRoot } });
  set(bot);
  await bot.init();
  const running = bot.start({
    timeout: 5,
    allowed_updates: [
      "message",
      "callback_query",
      "my_chat_member",
      "chat_member",
      "inline_query",
      "chosen_inline_result",
      "edited_message",
      "message_reaction",
    ],
  });
  return {
    sandbox,
    bot,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await running;
      await sandbox[Symbol.asyncDispose]();
    },
  };
}
