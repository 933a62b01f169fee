import { isDeepStrictEqual } from "node:util";
import { accessChat } from "../access.js";
import type { Core } from "../core.js";
import { badRequest, emulatorRefusal } from "../errors.js";
import type { Call } from "../http/call.js";
import { editMessage, removeMessage } from "../posting.js";
import type { MessageContent, MessageRecord } from "../state/records.js";
import { parseReplyMarkup } from "../text/reply-markup.js";
import type { MethodTable } from "./handler.js";
import { readTextContent } from "./messages.js";

function findEphemeral(core: Core, call: Call): MessageRecord {
  const chat = accessChat(core, call, "edit");
  const message = chat.messages.get(-(call.number("ephemeral_message_id") ?? 0));
  if (!message || message.receiverId !== call.number("receiver_user_id")) throw badRequest("message to edit not found");
  return message;
}

function applyEdit(core: Core, call: Call, readContent: (message: MessageRecord) => MessageContent): true {
  const message = findEphemeral(core, call);
  const content = readContent(message);
  const markup = parseReplyMarkup(call.raw("reply_markup"), { isPrivate: false });
  const keyboard = markup.kind === "inline" && markup.rows.length > 0 ? markup.rows : null;
  const isSame =
    isDeepStrictEqual(content, message.content) && isDeepStrictEqual(keyboard ?? undefined, message.keyboard);
  if (isSame) throw badRequest("MESSAGE_NOT_MODIFIED");
  editMessage(core, message, { content, keyboard });
  return true;
}

export const ephemeralMethods: MethodTable = {
  editEphemeralMessageText: (core, call) =>
    applyEdit(core, call, () => {
      if (call.has("rich_message")) throw emulatorRefusal("ephemeral rich messages are not implemented", 501);
      return readTextContent(core, call);
    }),

  editEphemeralMessageReplyMarkup: (core, call) => applyEdit(core, call, (message) => message.content),

  deleteEphemeralMessage(core, call) {
    removeMessage(core, findEphemeral(core, call));
    return true;
  },
};
