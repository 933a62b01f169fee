import { accessChat } from "../access.js";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import {
  createTopic,
  deleteTopic,
  setGeneralClosed,
  setGeneralHidden,
  setTopicClosed,
  TOPIC_COLORS,
} from "../people/topics.js";
import { postMessage } from "../posting.js";
import { unpinMessage } from "../people/pinning.js";
import { hasAdminRight, hasSharedRight } from "../state/rights.js";
import type { ChatRecord, TopicRecord } from "../state/records.js";
import { codePoints } from "../text/marks.js";
import type { MethodTable } from "./handler.js";

function forum(core: Core, call: Call): ChatRecord {
  const chat = accessChat(core, call, "write");
  if (!chat.isForum) throw badRequest("the chat is not a forum");
  return chat;
}

/** @throws ApiError without the right; members may have it by the chat's permissions */
function managedForum(core: Core, call: Call): ChatRecord {
  const chat = forum(core, call);
  if (!hasAdminRight(chat, core.world.botId, "can_manage_topics"))
    throw badRequest("not enough rights to manage topics in the chat");
  return chat;
}

function findTopic(chat: ChatRecord, call: Call): TopicRecord {
  const topic = chat.topics.get(call.number("message_thread_id") ?? 0);
  if (!topic || topic.isDeleted) throw badRequest("message thread not found");
  return topic;
}

function readName(call: Call): string {
  const name = (call.text("name") ?? "").trim();
  if (name === "") throw badRequest("TOPIC_NAME_EMPTY");
  if (codePoints(name) > 128) throw badRequest("topic name is too long");
  return name;
}

function unpinWhere(core: Core, chat: ChatRecord, threadId: number | undefined): true {
  if (!hasSharedRight(chat, core.world.botId, "can_pin_messages")) {
    throw badRequest("not enough rights to manage pinned messages in the chat");
  }
  for (const id of chat.pinned) {
    const message = chat.messages.get(id);
    if (message && message.threadId === threadId) unpinMessage(core, message);
  }
  return true;
}

function setClosed(core: Core, call: Call, isClosed: boolean): true {
  const chat = managedForum(core, call);
  const topic = findTopic(chat, call);
  if (topic.isClosed === isClosed) throw badRequest("TOPIC_NOT_MODIFIED");
  setTopicClosed(core, chat, core.world.botId, topic, isClosed);
  return true;
}

function setGeneral(core: Core, call: Call, change: "closed" | "hidden", value: boolean): true {
  const chat = managedForum(core, call);
  const current = change === "closed" ? chat.isGeneralClosed : chat.isGeneralHidden;
  if (current === value) throw badRequest("TOPIC_NOT_MODIFIED");
  if (change === "closed") setGeneralClosed(core, chat, core.world.botId, value);
  else setGeneralHidden(core, chat, core.world.botId, value);
  return true;
}

function renderTopic(topic: TopicRecord) {
  return {
    message_thread_id: topic.threadId,
    name: topic.name,
    icon_color: topic.iconColor,
    ...(topic.iconCustomEmojiId === undefined ? {} : { icon_custom_emoji_id: topic.iconCustomEmojiId }),
  };
}

export const topicMethods: MethodTable = {
  createForumTopic(core, call) {
    const chat = forum(core, call);
    if (!hasSharedRight(chat, core.world.botId, "can_manage_topics"))
      throw badRequest("not enough rights to create a topic");
    const iconColor = call.number("icon_color");
    if (iconColor !== undefined && !TOPIC_COLORS.some((color) => color === iconColor)) {
      throw badRequest("invalid icon color specified");
    }
    const iconCustomEmojiId = call.text("icon_custom_emoji_id");
    const topic = createTopic(core, chat, core.world.botId, {
      name: readName(call),
      ...(iconColor === undefined ? {} : { iconColor }),
      ...(iconCustomEmojiId === undefined ? {} : { iconCustomEmojiId }),
    });
    return renderTopic(topic);
  },

  editForumTopic(core, call) {
    const chat = managedForum(core, call);
    const topic = findTopic(chat, call);
    const name = call.has("name") ? readName(call) : undefined;
    if (name === undefined || name === topic.name) throw badRequest("TOPIC_NOT_MODIFIED");
    topic.name = name;
    postMessage(core, chat, {
      fromId: core.world.botId,
      threadId: topic.threadId,
      content: { kind: "service", service: { what: "topicEdited", name } },
    });
    return true;
  },

  closeForumTopic: (core, call) => setClosed(core, call, true),
  reopenForumTopic: (core, call) => setClosed(core, call, false),

  deleteForumTopic(core, call) {
    const chat = forum(core, call);
    if (!hasAdminRight(chat, core.world.botId, "can_delete_messages"))
      throw badRequest("not enough rights to delete the topic");
    deleteTopic(core, chat, findTopic(chat, call));
    return true;
  },

  unpinAllForumTopicMessages(core, call) {
    const chat = forum(core, call);
    return unpinWhere(core, chat, findTopic(chat, call).threadId);
  },

  unpinAllGeneralForumTopicMessages: (core, call) => unpinWhere(core, forum(core, call), undefined),

  closeGeneralForumTopic: (core, call) => setGeneral(core, call, "closed", true),
  reopenGeneralForumTopic: (core, call) => setGeneral(core, call, "closed", false),
  hideGeneralForumTopic: (core, call) => setGeneral(core, call, "hidden", true),
  unhideGeneralForumTopic: (core, call) => setGeneral(core, call, "hidden", false),
};
