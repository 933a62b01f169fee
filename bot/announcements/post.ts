import { InputFile } from "grammy";
import type { CoreContext } from "../../core/context.js";
import { type ClaimedMessage, sendWithoutPicture } from "../../core/telegram/outbox.js";
import { isNightIn } from "../../core/telegram/quiet-nights.js";
import { type Keyboard, messageOptions } from "../answers.js";
import { mendTopic } from "../outbox/mend-topic.js";
import type { PreparedCall } from "../outbox/renderer.js";
import type { SendablePicture, SharedPictures } from "../pictures/shared-pictures.js";
import type { HtmlBlock } from "../render/html.js";
import { isPictureRefused } from "../telegram-errors.js";

/** A new message, as it will stand in the chat. */
export interface Post {
  block: HtmlBlock;
  keyboard: Keyboard;
  /** Comes without a sound. */
  isSilent?: boolean;
  /** With it the text becomes a caption, of at most 1,024 letters. */
  picture?: SendablePicture | undefined;
}

export interface PostDeps {
  core: Pick<CoreContext, "pool" | "clock" | "timeZone">;
  pictures: SharedPictures;
}

/**
 * A call that posts a new message: into the topic of the row, else in General. It must not be repeated when its outcome
 * is unknown. Where pictures are not allowed, or Telegram has forgotten one, the row is sent again without it.
 */
export function postCall({ core, pictures }: PostDeps, message: ClaimedMessage, post: Post): PreparedCall {
  const { chatId, threadId } = message;
  const { picture, block } = post;
  const { link_preview_options: preview, ...html } = messageOptions(post.keyboard);
  const place = {
    ...html,
    ...(threadId === null ? {} : { message_thread_id: threadId }),
  };
  return {
    isRepeatable: false,
    async send(api) {
      const isSilent = post.isSilent === true || (chatId < 0 && (await isNightIn(core, chatId)));
      const options = { ...place, ...(isSilent ? { disable_notification: true } : {}) };
      if (picture === undefined) {
        const sent = await api.sendMessage(chatId, block.html, { ...options, link_preview_options: preview });
        return sent.message_id;
      }
      const file = typeof picture.file === "string" ? picture.file : new InputFile(picture.file, "picture.jpg");
      const sent = await api.sendPhoto(chatId, file, { ...options, caption: block.html });
      const fileId = sent.photo.at(-1)?.file_id;
      if (fileId !== undefined) pictures.remember(picture.key, fileId);
      return sent.message_id;
    },
    async mend(error) {
      if (picture === undefined || !isPictureRefused(error)) return mendTopic(core, { chatId, threadId }, error);
      if (typeof picture.file === "string") pictures.forget(picture.key);
      await sendWithoutPicture(core.pool, message.id);
      return true;
    },
  };
}
