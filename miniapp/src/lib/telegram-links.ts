import type { ClientConfig } from "../../../wire/client-config.js";

type Bot = Pick<ClientConfig, "botUsername" | "miniAppName"> | undefined;

/** Link that opens the Mini App from anywhere; `undefined` while the bot's name is not known. */
export function appLink(bot: Bot, payload: string): string | undefined {
  if (bot === undefined || bot.botUsername === null) return undefined;
  const app = bot.miniAppName === null ? "" : `/${bot.miniAppName}`;
  return `https://t.me/${bot.botUsername}${app}?startapp=${payload}`;
}

/** Link into the private chat with the bot, which then gets `/start payload`. */
export function chatLink(bot: Bot, payload: string): string | undefined {
  if (bot === undefined || bot.botUsername === null) return undefined;
  return `https://t.me/${bot.botUsername}?start=${payload}`;
}
