import { hearingOf } from "../../core/announcements/people-to-tell.js";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { resolveLocale } from "../../messages/locale.js";
import { telegramUserId, type TelegramUserId } from "../../wire/ids.js";
import type { NotificationCategory } from "../../wire/settings.js";
import type { BotServices } from "../context.js";
import { LaterError } from "../outbox/later.js";
import type { Renderer } from "../outbox/renderer.js";
import type { SharedPictures } from "../pictures/shared-pictures.js";
import { type ViewLanguage, viewLanguage } from "../render/view-language.js";
import { type Post, postCall } from "./post.js";

/** A person who is about to be told something, in his language. */
export interface Listener {
  user: TelegramUserId;
  language: ViewLanguage;
  hidesWagerPrompts: boolean;
}

/**
 * A renderer of private messages that keeps to what the person chose: nothing of a category he switched off, nothing in
 * his quiet hours, in his language. Asked at the moment of sending, because he may have changed his mind.
 * @param category null for answers to what he did himself
 */
export function personalRenderer(
  { core, pictures }: { core: BotServices["core"]; pictures: SharedPictures },
  category: NotificationCategory | null,
  compose: (message: ClaimedMessage, listener: Listener) => Promise<Post | undefined>,
): Renderer {
  return async (message) => {
    const user = telegramUserId(message.chatId);
    const hearing = await hearingOf(core, user, category);
    if (hearing === undefined) return undefined;
    if (hearing.from > core.clock.now()) throw new LaterError(hearing.from);
    const language = viewLanguage(resolveLocale(hearing.language));
    const post = await compose(message, { user, language, hidesWagerPrompts: hearing.hidesWagerPrompts });
    return post === undefined ? undefined : postCall({ core, pictures }, message, post);
  };
}
