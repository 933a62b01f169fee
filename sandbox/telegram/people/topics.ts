import type { Core } from "../core.js";
import { postMessage, removeMessage } from "../posting.js";
import type { ChatRecord, TopicRecord } from "../state/records.js";

/** The six colours Telegram offers. */
export const TOPIC_COLORS = [0x6fb9f0, 0xffd67e, 0xcb86db, 0x8eee98, 0xff93b2, 0xfb6f5f] as const;

/** A topic's thread id is the id of the line "… created the topic". */
export function createTopic(
  core: Core,
  chat: ChatRecord,
  byId: number,
  topic: { name: string; iconColor?: number; iconCustomEmojiId?: string },
): TopicRecord {
  const iconColor = topic.iconColor ?? TOPIC_COLORS[chat.topics.size % TOPIC_COLORS.length] ?? TOPIC_COLORS[0];
  const icon = topic.iconCustomEmojiId === undefined ? {} : { iconCustomEmojiId: topic.iconCustomEmojiId };
  const threadId = core.world.peekMessageId(chat);
  const record: TopicRecord = { threadId, name: topic.name, iconColor, isClosed: false, isDeleted: false, ...icon };
  chat.topics.set(threadId, record);
  postMessage(core, chat, {
    fromId: byId,
    threadId,
    content: { kind: "service", service: { what: "topicCreated", name: topic.name, iconColor, ...icon } },
  });
  return record;
}

export function setTopicClosed(
  core: Core,
  chat: ChatRecord,
  byId: number,
  topic: TopicRecord,
  isClosed: boolean,
): void {
  topic.isClosed = isClosed;
  const what = isClosed ? "topicClosed" : "topicReopened";
  postMessage(core, chat, { fromId: byId, threadId: topic.threadId, content: { kind: "service", service: { what } } });
}

/** General has no thread id; its closing is told in the chat itself. */
export function setGeneralClosed(core: Core, chat: ChatRecord, byId: number, isClosed: boolean): void {
  chat.isGeneralClosed = isClosed;
  const what = isClosed ? "topicClosed" : "topicReopened";
  postMessage(core, chat, { fromId: byId, content: { kind: "service", service: { what } } });
}

export function setGeneralHidden(core: Core, chat: ChatRecord, byId: number, isHidden: boolean): void {
  chat.isGeneralHidden = isHidden;
  const what = isHidden ? "generalHidden" : "generalUnhidden";
  postMessage(core, chat, { fromId: byId, content: { kind: "service", service: { what } } });
}

/** The topic goes with all its messages. */
export function deleteTopic(core: Core, chat: ChatRecord, topic: TopicRecord): void {
  topic.isDeleted = true;
  for (const message of chat.messages.values()) {
    if (message.threadId === topic.threadId) removeMessage(core, message);
  }
  core.world.bus.changed(chat.id);
}
