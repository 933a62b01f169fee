import { Composer } from "grammy";
import { GROUP_ANNOUNCEMENT_KIND, MAX_ANNOUNCEMENT_LENGTH } from "../../core/announcements/group-announcement.js";
import { readGroupSettings } from "../../core/telegram/group-settings.js";
import { enqueueMessages } from "../../core/telegram/outbox.js";
import { newsMessages } from "../../messages/news-messages.js";
import { mayManageGroup } from "../admins.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { withEffects } from "../inbox/effects.js";
import { tg } from "../render/html.js";
import { whisper } from "../whisper.js";

/** `/announce`: administrators let the bot say something in their group. The announcement itself is the answer. */
export function announceFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "announce", async (ctx, argument) => {
    const { bot, formats, locale } = ctx.language;
    if (ctx.place === "private" || ctx.chat === undefined) return answer(ctx, tg`${bot.board.onlyInGroups}`);
    if (!(await mayManageGroup(ctx, services.admins))) return whisper(ctx, services, tg`${bot.settings.adminsOnly}`);
    const words = newsMessages(locale).announce;
    const text = argument === "" ? (ctx.message?.reply_to_message?.text ?? "").trim() : argument;
    if (text === "") return answer(ctx, tg`${words.usage}`);
    if (Array.from(text).length > MAX_ANNOUNCEMENT_LENGTH) {
      return answer(ctx, tg`${words.tooLong(formats.count(MAX_ANNOUNCEMENT_LENGTH))}`);
    }
    await enqueue(ctx, services, ctx.chat.id, text);
  });
  return feature;
}

/** Written with the mark that the update is done, so a repeated update announces nothing twice. */
async function enqueue(
  ctx: BotContext,
  { core, wakeOutbox }: BotServices,
  chatId: number,
  text: string,
): Promise<void> {
  const { threadId } = await readGroupSettings(core, chatId);
  const dedupeKey = `announce:${ctx.me.id}:${ctx.update.update_id}`;
  const message = { dedupeKey, chatId, threadId, kind: GROUP_ANNOUNCEMENT_KIND, payload: { text }, priority: 1 };
  await withEffects(ctx, core, async (client) => {
    await enqueueMessages(client, core.clock.now(), [message]);
  });
  wakeOutbox();
}
