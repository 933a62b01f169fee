import type { NextFunction } from "grammy";
import type { BotContext } from "../context.js";

/** Telegram's number for administrators who speak in the group's name. */
export const ANONYMOUS_ADMIN_ID = 1_087_968_824;
/** Telegram's number for people who speak in a channel's name. */
const CHANNEL_SPEAKER_ID = 136_817_688;
/** Telegram's own account, which brings the posts of a linked channel into its group. */
const TELEGRAM_ID = 777_000;

/** Stops what no person said to us: channel posts, other bots, posts of a linked channel. */
export async function ignoreNoise(ctx: BotContext, next: NextFunction): Promise<void> {
  const { from } = ctx;
  if (from?.id === TELEGRAM_ID || ctx.message?.is_automatic_forward === true) return;
  if (from?.is_bot === true && from.id !== ANONYMOUS_ADMIN_ID && from.id !== CHANNEL_SPEAKER_ID) return;
  await next();
}
