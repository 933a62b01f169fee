import * as z from "zod";
import { hearingOf } from "../../core/announcements/people-to-tell.js";
import { openCode } from "../../core/rewards/claim-drop.js";
import { type Drop, findDrop } from "../../core/rewards/drops.js";
import { resolveLocale } from "../../messages/locale.js";
import { telegramUserId } from "../../wire/ids.js";
import { groupLanguage } from "../announcements/group-language.js";
import { type Keyboard, messageOptions } from "../answers.js";
import type { BotServices } from "../context.js";
import type { Renderer } from "../outbox/renderer.js";
import { lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { type ViewLanguage, viewLanguage } from "../render/view-language.js";
import { dropBlock } from "./drop-block.js";
import { encodeDropPress } from "./drop-codec.js";

const postPayload = z.object({ drop: z.string() });
const codePayload = z.object({ drop: z.string(), number: z.number() });

/** Shows a drop in a group, and edits that message as it is taken and when it is over. */
export function dropPostRenderer({ core, links }: BotServices): Renderer {
  return async (message) => {
    const drop = await findDrop(core, postPayload.parse(message.payload).drop);
    const { rows } = await core.pool.query<{ message_id: string | null }>(
      "select message_id::text from telegram_outbox where id = $1",
      [message.id],
    );
    const posted = rows[0]?.message_id ?? null;
    // Nobody wants to hear of a drop that was over before it could be shown.
    if (drop === undefined || (posted === null && drop.state !== "open")) return undefined;
    const language = await groupLanguage(core, message.chatId);
    const block = dropBlock(drop, core.timeZone, language);
    const { link_preview_options: preview, ...options } = messageOptions(dropKeyboard(drop, language, links));
    if (posted !== null) {
      return {
        isRepeatable: true,
        async send(api) {
          await api.editMessageText(message.chatId, Number(posted), block.html, options);
          return undefined;
        },
      };
    }
    return {
      isRepeatable: false,
      async send(api) {
        const thread = message.threadId === null ? {} : { message_thread_id: message.threadId };
        const sent = await api.sendMessage(message.chatId, block.html, {
          ...options,
          ...thread,
          link_preview_options: preview,
        });
        return sent.message_id;
      },
    };
  };
}

function dropKeyboard(drop: Drop, { bot }: ViewLanguage, links: BotServices["links"]): Keyboard {
  const texts = bot.rewards.drops;
  if (drop.state !== "open") return [];
  return [
    [{ text: `⚡ ${texts.claim}`, callback_data: encodeDropPress(drop.id) }],
    [{ text: `💬 ${texts.openPrivate}`, url: links.privateChat({ kind: "rewards", value: "drop" }) }],
  ];
}

/**
 * Tells a code to its claimer, once: a send whose outcome is unknown is not repeated, and it cannot be forwarded. It comes
 * in quiet hours too, because he has just pressed the button.
 */
export function dropCodeRenderer({ core }: BotServices): Renderer {
  return async (message) => {
    const user = telegramUserId(message.chatId);
    const [hearing, found] = [
      await hearingOf(core, user, null),
      await openCode(core, { ...codePayload.parse(message.payload) }, user),
    ];
    if (hearing === undefined || found === undefined) return undefined;
    const language = viewLanguage(resolveLocale(hearing.language));
    const texts = language.bot.rewards.drops;
    const block = paragraphs(
      lines(tg`⚡ <b>${texts.codeTitle(displayName(found.title, 60))}</b>`, tg`<code>${found.code}</code>`),
      tg`<i>${texts.codeNote}</i>`,
    );
    return {
      isRepeatable: false,
      async send(api) {
        const sent = await api.sendMessage(message.chatId, block.html, {
          ...messageOptions([]),
          protect_content: true,
        });
        return sent.message_id;
      },
    };
  };
}
