import type { Core } from "../core.js";
import { postMessage } from "../posting.js";
import type { ChatRecord, MessageRecord } from "../state/records.js";
import { personText } from "./chatting.js";

/** A channel post, and its automatic copy in the linked group: from 777000, pinned without a line about it. */
export function postChannelPost(core: Core, channel: ChatRecord, group: ChatRecord, text: string): MessageRecord {
  const content = { kind: "text" as const, body: personText(core, text) };
  const post = postMessage(core, channel, { senderChatId: channel.id, content });
  const copy = postMessage(core, group, {
    senderChatId: channel.id,
    content,
    isAutomaticForward: true,
    forwardedFromPost: { chatId: channel.id, messageId: post.id },
  });
  group.pinned = [copy.id, ...group.pinned];
  core.world.bus.changed(group.id);
  return copy;
}
