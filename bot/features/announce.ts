import { Composer } from "grammy";
import { appendAudit } from "../../core/access/audit.js";
import { GROUP_ANNOUNCEMENT_KIND, MAX_ANNOUNCEMENT_LENGTH } from "../../core/announcements/group-announcement.js";
import { InvalidInputError } from "../../core/errors.js";
import { readGroupSettings } from "../../core/telegram/group-settings.js";
import { enqueueMessages } from "../../core/telegram/outbox.js";
import { drizzleOn } from "../../db/connect.js";
import { newsMessages } from "../../messages/news-messages.js";
import { mayManageGroup } from "../may-manage-group.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import { askWhoActs, type GroupActor, onConfirmed } from "../confirmed-actor.js";
import type { BotContext, BotServices } from "../context.js";
import { withEffects } from "../inbox/effects.js";
import { quote, tg } from "../render/html.js";
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
    if (ctx.person === undefined) return askWhoActs(ctx, services, "announce", quote(tg`${text}`));
    await enqueue(ctx, services, { chatId: ctx.chat.id, person: ctx.person }, text);
  });
  onConfirmed(feature, services, "announce", async (ctx, actor) => {
    await enqueue(ctx, services, actor, quotedText(ctx));
    return undefined;
  });
  return feature;
}

/** The announcement that the pressed question shows. */
function quotedText({ msg }: BotContext): string {
  const at = msg?.entities?.find(({ type }) => type === "blockquote");
  if (msg?.text === undefined || at === undefined) throw new InvalidInputError("The message quotes no announcement.");
  return msg.text.slice(at.offset, at.offset + at.length);
}

/**
 * Written with the mark that the update is done, so a repeated update announces nothing twice; nor does a second press,
 * which is an update of its own on the same message.
 */
async function enqueue(
  ctx: BotContext,
  { core, wakeOutbox }: BotServices,
  { chatId, person }: GroupActor,
  text: string,
): Promise<void> {
  const { threadId } = await readGroupSettings(core, chatId);
  const occasion = ctx.callbackQuery === undefined ? ctx.update.update_id : `${chatId}:${ctx.msg?.message_id}`;
  const dedupeKey = `announce:${ctx.me.id}:${occasion}`;
  const message = { dedupeKey, chatId, threadId, kind: GROUP_ANNOUNCEMENT_KIND, payload: { text }, priority: 1 };
  await withEffects(ctx, core, async (client) => {
    const now = core.clock.now();
    if ((await enqueueMessages(client, now, [message])) === 0) return;
    const act = { actor: `user:${person}`, action: "group.announce", subject: `chat:${chatId}` };
    await appendAudit(drizzleOn(client), now, act);
  });
  wakeOutbox();
}
