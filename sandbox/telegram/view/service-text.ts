import type { Core } from "../core.js";
import { fullName } from "../render/people-and-chats.js";
import type { ChatRecord, MessageRecord, ServiceContent } from "../state/records.js";
import { shortText } from "./short-text.js";

/** The line in the middle of the chat, as the English client words it. */
export function serviceText(core: Core, chat: ChatRecord, message: MessageRecord, service: ServiceContent): string {
  const who =
    message.senderChatId === undefined ? nameOf(core, message.fromId) : core.world.chat(message.senderChatId).title;
  switch (service.what) {
    case "newMembers": {
      const names = service.userIds.map((id) => nameOf(core, id)).join(", ");
      return service.userIds.length === 1 && service.userIds[0] === message.fromId
        ? `${who} joined the group`
        : `${who} added ${names}`;
    }
    case "leftMember":
      return service.userId === message.fromId
        ? `${who} left the group`
        : `${who} removed ${nameOf(core, service.userId)}`;
    case "pinned": {
      const pinned = chat.messages.get(service.messageId);
      const text = pinned ? shortText(pinned.content) : "";
      return text === "" ? `${who} pinned a message` : `${who} pinned "${text.slice(0, 40)}"`;
    }
    case "groupCreated":
    case "supergroupCreated":
      return `${who} created the group "${chat.title}"`;
    case "newTitle":
      return `${who} changed the group name to "${service.title}"`;
    case "migratedTo":
    case "migratedFrom":
      return "This group was upgraded to a supergroup";
    case "writeAccessAllowed":
      return "You allowed this bot to message you";
    case "webAppData":
      return `Data from the "${service.buttonText}" button was transferred to the bot`;
    default:
      return topicText(who, service);
  }
}

function topicText(
  who: string,
  service: Extract<ServiceContent, { what: `topic${string}` | `general${string}` }>,
): string {
  switch (service.what) {
    case "topicCreated":
      return `${who} created the topic "${service.name}"`;
    case "topicEdited":
      return `${who} renamed the topic to "${service.name ?? ""}"`;
    case "topicClosed":
      return `${who} closed the topic`;
    case "topicReopened":
      return `${who} reopened the topic`;
    case "generalHidden":
      return `${who} hid the General topic`;
    case "generalUnhidden":
      return `${who} showed the General topic`;
    default:
      return service satisfies never;
  }
}

function nameOf(core: Core, userId: number | undefined): string {
  return userId === undefined ? "" : fullName(core.world.user(userId));
}
