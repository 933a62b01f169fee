import { GrammyError } from "grammy";
import { readGroupSettings } from "../core/telegram/group-settings.js";
import { answer, type Keyboard, messageOptions } from "./answers.js";
import type { BotContext, BotServices } from "./context.js";
import type { HtmlBlock } from "./render/html.js";

/** Telegram takes messages for one person's eyes within 15 s of what they answer (Bot API 10.2). */
const FRESH_MS = 10_000;

/**
 * Answers a command so that nobody but the person sees it, where his group wants that and Telegram can; else as
 * {@link answer} does. Such a message keeps only its links: presses could not edit it.
 */
export async function whisper(
  ctx: BotContext,
  { core }: Pick<BotServices, "core">,
  block: HtmlBlock,
  keyboard: Keyboard = [],
): Promise<void> {
  const { person } = ctx;
  if (person === undefined || !(await isWanted(ctx, core))) return answer(ctx, block, keyboard);
  const links = keyboard.map((row) => row.filter((button) => "url" in button));
  try {
    await ctx.reply(block.html, {
      ...messageOptions(links),
      ephemeral_message_parameters: { receiver_user_id: person },
    });
  } catch (error) {
    // Older servers and groups that cannot: everybody sees the answer, as everywhere else.
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    await answer(ctx, block, keyboard);
  }
}

async function isWanted(ctx: BotContext, core: BotServices["core"]): Promise<boolean> {
  if (ctx.place !== "shared" || ctx.chat === undefined || ctx.message === undefined) return false;
  if (core.clock.now().getTime() - ctx.message.date * 1000 > FRESH_MS) return false;
  return (await readGroupSettings(core, ctx.chat.id)).whispers;
}
