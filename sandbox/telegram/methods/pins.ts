import { accessChat, findMessage } from "../access.js";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import { pinMessage, unpinMessage } from "../people/pinning.js";
import { hasAdminRight, hasSharedRight } from "../state/rights.js";
import type { ChatRecord } from "../state/records.js";
import type { MethodTable } from "./handler.js";

function pinnableChat(core: Core, call: Call): ChatRecord {
  const chat = accessChat(core, call, "write");
  const isAllowed =
    chat.kind === "bot" ||
    (chat.kind === "channel"
      ? hasAdminRight(chat, core.world.botId, "can_edit_messages")
      : hasSharedRight(chat, core.world.botId, "can_pin_messages"));
  if (!isAllowed) throw badRequest("not enough rights to manage pinned messages in the chat");
  return chat;
}

export const pinMethods: MethodTable = {
  pinChatMessage(core, call) {
    const chat = pinnableChat(core, call);
    const message = findMessage(chat, call.number("message_id"), "message to pin");
    if (message.content.kind === "service") throw badRequest("message can't be pinned");
    pinMessage(core, message, core.world.botId, call.flag("disable_notification"));
    return true;
  },

  unpinChatMessage(core, call) {
    const chat = pinnableChat(core, call);
    const id = call.number("message_id") ?? chat.pinned[0];
    const message = id === undefined ? undefined : chat.messages.get(id);
    if (!message) throw badRequest("message to unpin not found");
    unpinMessage(core, message);
    return true;
  },

  unpinAllChatMessages(core, call) {
    const chat = pinnableChat(core, call);
    for (const id of chat.pinned) {
      const message = chat.messages.get(id);
      if (message) unpinMessage(core, message);
    }
    return true;
  },
};
