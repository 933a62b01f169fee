import { accessChat } from "../access.js";
import { scheduleAt } from "../clock.js";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import type { MessageContent } from "../state/records.js";
import type { MethodTable } from "./handler.js";
import { linkPreviewSchema, readMessageText } from "./read-text.js";
import { sendContent } from "./send.js";

const CHAT_ACTIONS = new Set([
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
]);
const ACTION_SHOWN_MS = 5_000;

/** Text content of sendMessage and editMessageText. */
export function readTextContent(core: Core, call: Call): MessageContent {
  const body = readMessageText(core, call);
  const linkPreview = call.object("link_preview_options", linkPreviewSchema);
  return { kind: "text", body, ...(linkPreview ? { linkPreview } : {}) };
}

export const messageMethods: MethodTable = {
  sendMessage: (core, call) => sendContent(core, call, "text messages", readTextContent(core, call)),

  sendChatAction(core, call) {
    const action = call.text("action") ?? "";
    if (!CHAT_ACTIONS.has(action)) throw badRequest("wrong parameter action in request");
    const chat = accessChat(core, call, "write");
    const threadId = call.number("message_thread_id");
    const untilMs = core.clock.now().getTime() + ACTION_SHOWN_MS;
    chat.botAction = { action, untilMs, ...(threadId === undefined ? {} : { threadId }) };
    core.world.bus.changed(chat.id);
    scheduleAt(core.clock, untilMs, () => core.world.bus.changed(chat.id));
    return true;
  },
};
