import * as z from "zod";
import type { CoreContext } from "../../core/context.js";
import { chatLanguage } from "../../core/telegram/chats.js";
import { botMessages } from "../../messages/bot-messages.js";
import { resolveLocale } from "../../messages/locale.js";
import { messageOptions } from "../answers.js";
import { tg } from "../render/html.js";
import type { Renderer } from "./renderer.js";

/** Short remarks to a chat's administrators that nobody asked for; each is a text of the catalogue. */
export const NOTICE_KIND = "notice";
const payload = z.object({ notice: z.enum(["topicGone"]) });
export type Notice = z.infer<typeof payload>["notice"];

/** Sends a remark to General in the chat's language. */
export function noticeRenderer(core: CoreContext): Renderer {
  return async (message) => {
    const { notice } = payload.parse(message.payload);
    const { notices } = botMessages(resolveLocale(await chatLanguage(core, message.chatId)));
    return {
      isRepeatable: false,
      async send(api) {
        const sent = await api.sendMessage(message.chatId, tg`${notices[notice]}`.html, {
          ...messageOptions([]),
          disable_notification: true,
        });
        return sent.message_id;
      },
    };
  };
}
