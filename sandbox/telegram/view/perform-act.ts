import type { KeyObject } from "node:crypto";
import type { Act, ActResult, InlineAnswerView } from "../control.js";
import type { Core } from "../core.js";
import type { InlineQueryRecord } from "../inline-desk.js";
import { parseBotLink } from "../links.js";
import { readReaction } from "../methods/reactions.js";
import { openMiniApp } from "../mini-app.js";
import * as chatting from "../people/chatting.js";
import * as groups from "../people/groups.js";
import { askInline, chooseResult, sharePrepared } from "../people/inline-mode.js";
import { setBlocked } from "../people/membership.js";
import { pinMessage, unpinMessage } from "../people/pinning.js";
import { findButton, pressCallback } from "../people/pressing.js";
import { setReaction } from "../people/reacting.js";
import { PersonRefusal } from "../people/refusal.js";
import { answerWriteAccess, sendWebAppData, startBot } from "../people/starting.js";
import { createTopic, deleteTopic, setTopicClosed } from "../people/topics.js";
import type { ChatRecord, MessageRecord, TopicRecord } from "../state/records.js";
import { hasAdminRight } from "../state/rights.js";
import { waitUntil } from "../waiting.js";
import { viewInlineAnswer } from "./inline-view.js";
import { actionOf } from "./message-view.js";

const INLINE_WAIT_MS = 10_000;
const DONE: ActResult = { kind: "done" };

/**
 * Does what a person does on the chat page.
 *
 * @throws PersonRefusal when the client would not let him
 */
export async function performAct(core: Core, key: KeyObject, userId: number, act: Act): Promise<ActResult> {
  switch (act.do) {
    case "sendText":
      return sent(chatting.sendText(core, userId, act.chatId, act.text, act));
    case "sendPhoto": {
      const photo = { bytes: Buffer.from(act.base64, "base64"), caption: act.caption };
      return sent(chatting.sendPhoto(core, userId, act.chatId, photo, act));
    }
    case "editText":
      chatting.editText(core, userId, act.chatId, act.messageId, act.text);
      return DONE;
    case "deleteMessage":
      chatting.deleteAsPerson(core, userId, act.chatId, act.messageId);
      return DONE;
    case "react": {
      const message = chatting.visibleMessage(core, userId, act.chatId, act.messageId);
      setReaction(core, message, userId, act.emoji === null ? [] : [readReaction(act.emoji)]);
      return DONE;
    }
    case "press":
      return press(core, key, userId, act);
    case "openLink":
      return openLink(core, key, userId, act);
    case "openMiniApp":
      return { kind: "openMiniApp", launch: openMiniApp(core, key, userId, act.origin, act.host) };
    case "inlineQuery":
      return {
        kind: "inlineAnswer",
        answer: await inlineAnswer(core, askInline(core, userId, act.chatId, act.query, act.offset)),
      };
    case "chooseInlineResult":
      return sent(chooseResult(core, userId, act.chatId, act));
    case "sharePrepared":
      return sent(sharePrepared(core, userId, act.preparedId, act.chatId, act.threadId));
    case "startBot":
      return sent(startBot(core, userId, act.payload));
    case "blockBot":
    case "unblockBot":
      setBlocked(core, core.world.user(userId), act.do === "blockBot");
      return DONE;
    case "answerWriteAccess":
      answerWriteAccess(core, userId, act.granted);
      return DONE;
    case "sendWebAppData":
      return sent(sendWebAppData(core, userId, act.buttonText, act.data));
    default:
      return performGroupAct(core, userId, act);
  }
}

type GroupAct = Extract<
  Act,
  {
    do:
      | "createGroup"
      | "join"
      | "leave"
      | "addMember"
      | "removeMember"
      | "promote"
      | "demote"
      | "pin"
      | "unpin"
      | "setForum"
      | "createTopic"
      | "closeTopic"
      | "reopenTopic"
      | "deleteTopic"
      | "migrate";
  }
>;

function performGroupAct(core: Core, userId: number, act: GroupAct): ActResult {
  if (act.do === "createGroup") return { kind: "created", chatId: groups.createGroup(core, userId, act).id };
  if (act.do === "join") {
    groups.joinGroup(core, groupById(core, act.chatId), userId);
    return { kind: "openChat", chatId: act.chatId };
  }
  const chat = chatting.chatOf(core, userId, act.chatId);
  switch (act.do) {
    case "leave":
      groups.removeFromGroup(core, userId, chat, userId);
      return DONE;
    case "addMember":
      groups.addToGroup(core, userId, chat, act.userId, act.startPayload);
      return DONE;
    case "removeMember":
      groups.removeFromGroup(core, userId, chat, act.userId);
      return DONE;
    case "promote":
      groups.promoteInGroup(core, userId, chat, act.userId, act.anonymous);
      return DONE;
    case "demote":
      groups.demoteInGroup(core, userId, chat, act.userId);
      return DONE;
    case "setForum":
      groups.setForum(core, userId, chat, act.isForum);
      return DONE;
    case "migrate":
      return { kind: "openChat", chatId: groups.migrateGroup(core, userId, chat).id };
    case "pin":
    case "unpin":
      return pinOrUnpin(core, userId, chat, act);
    default:
      return performTopicAct(core, userId, chat, act);
  }
}

type TopicAct = Extract<Act, { do: "createTopic" | "closeTopic" | "reopenTopic" | "deleteTopic" }>;

function performTopicAct(core: Core, userId: number, chat: ChatRecord, act: TopicAct): ActResult {
  if (!chat.isForum) throw new PersonRefusal("This group has no topics");
  if (!hasAdminRight(chat, userId, "can_manage_topics")) throw new PersonRefusal("You may not manage topics");
  if (act.do === "createTopic") {
    const topic = createTopic(core, chat, userId, { name: act.name });
    return { kind: "created", chatId: chat.id, threadId: topic.threadId };
  }
  const topic = topicOf(chat, act.threadId);
  if (act.do === "deleteTopic") deleteTopic(core, chat, topic);
  else setTopicClosed(core, chat, userId, topic, act.do === "closeTopic");
  return DONE;
}

function topicOf(chat: ChatRecord, threadId: number): TopicRecord {
  const topic = chat.topics.get(threadId);
  if (!topic || topic.isDeleted) throw new PersonRefusal("There is no such topic");
  return topic;
}

function pinOrUnpin(
  core: Core,
  userId: number,
  chat: ChatRecord,
  act: Extract<Act, { do: "pin" | "unpin" }>,
): ActResult {
  if (!chatting.mayPin(chat, userId)) throw new PersonRefusal("You may not pin here");
  const message = chatting.visibleMessage(core, userId, chat.id, act.messageId);
  if (act.do === "pin") pinMessage(core, message, userId, false);
  else unpinMessage(core, message);
  return DONE;
}

function groupById(core: Core, chatId: number): ChatRecord {
  const chat = core.world.chats.get(chatId);
  if (!chat || chat.kind === "bot" || chat.kind === "people") throw new PersonRefusal("There is no such group");
  return chat;
}

function press(core: Core, key: KeyObject, userId: number, at: Extract<Act, { do: "press" }>): ActResult {
  const { message, button } = findButton(core, userId, at);
  const action = actionOf(button);
  switch (action.kind) {
    case "callback": {
      const data = "callback_data" in button ? button.callback_data : "";
      return { kind: "callback", queryId: pressCallback(core, userId, message, button.text, data).id };
    }
    case "url":
      return openLink(core, key, userId, { do: "openLink", chatId: at.chatId, url: action.url });
    case "webApp":
      return { kind: "openMiniApp", launch: openMiniApp(core, key, userId, { from: "button", ...at }) };
    case "switchInline":
      return { kind: "composeInline", query: action.query, target: action.target };
    case "copy":
      return { kind: "copy", text: action.text };
    case "disabled":
      return DONE;
    default:
      return action satisfies never;
  }
}

function openLink(core: Core, key: KeyObject, userId: number, act: Extract<Act, { do: "openLink" }>): ActResult {
  const link = parseBotLink(act.url, core.world.bot.username ?? "");
  switch (link.kind) {
    case "start":
      return {
        kind: "openChat",
        chatId: userId,
        ...(link.payload === undefined ? {} : { startPayload: link.payload }),
      };
    case "startGroup":
      return { kind: "chooseGroup", startPayload: link.payload };
    case "app": {
      const origin = { from: "link", url: act.url, chatId: act.chatId } as const;
      return { kind: "openMiniApp", launch: openMiniApp(core, key, userId, origin, act.host) };
    }
    case "other":
      return { kind: "openUrl", url: act.url };
    default:
      return link satisfies never;
  }
}

/** Telegram clients give up after a while and show nothing. */
async function inlineAnswer(core: Core, record: InlineQueryRecord): Promise<InlineAnswerView> {
  await waitUntil(core.world.bus, () => record.answer !== undefined, INLINE_WAIT_MS);
  return viewInlineAnswer(record);
}

function sent(message: MessageRecord): ActResult {
  return { kind: "sent", chatId: message.chatId, messageId: message.id };
}
