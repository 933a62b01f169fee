import type { ChatRightsView, ChatView, MemberView, MenuButtonView, ReplyKeyboardView, TopicView } from "../control.js";
import type { Core } from "../core.js";
import { checkCanPost, mayPin } from "../people/chatting.js";
import { PersonRefusal } from "../people/refusal.js";
import { resolveCommands } from "../profile.js";
import { fullName } from "../render/people-and-chats.js";
import { hasAdminRight, hasSharedRight, isAdministrator, isPresent } from "../state/rights.js";
import type { ChatRecord, UserRecord } from "../state/records.js";
import { viewMessage } from "./message-view.js";

const SHOWN_MESSAGES = 200;
/** Telegram's colour of the General topic's icon. */
const GENERAL_COLOR = 0x8e8e93;

/** One chat with its messages, as `me` sees it. */
export function viewChat(core: Core, chat: ChatRecord, me: UserRecord): ChatView {
  const isGroup = chat.kind === "group" || chat.kind === "supergroup" || chat.kind === "channel";
  const peerId = chat.peers?.find((id) => id !== me.id);
  const messages = [...chat.messages.values()].filter(
    (message) => message.receiverId === undefined || message.receiverId === me.id,
  );
  const member = chat.members.get(me.id);
  return {
    id: chat.id,
    kind: chat.kind === "people" ? "person" : chat.kind,
    title: titleOf(core, chat, peerId),
    ...(chat.username === undefined ? {} : { username: chat.username }),
    isForum: chat.isForum,
    ...(peerId === undefined ? {} : { peerUserId: peerId }),
    members: isGroup ? viewMembers(core, chat) : [],
    myStatus: member?.status ?? "member",
    rights: viewRights(core, chat, me),
    messages: messages.slice(-SHOWN_MESSAGES).map((message) => viewMessage(core, chat, message, me.id)),
    pinnedMessageIds: chat.pinned,
    topics: viewTopics(chat),
    commands: viewCommands(core, chat, me),
    ...viewInterfaces(chat, me.id),
    ...viewAction(core, chat),
    ...(chat.kind === "bot" ? { menuButton: viewMenuButton(core, me.id) } : {}),
    needsStart: chat.kind === "bot" && !me.hasStarted,
    isBlocked: chat.kind === "bot" && me.hasBlockedBot,
  };
}

function titleOf(core: Core, chat: ChatRecord, peerId: number | undefined): string {
  if (peerId !== undefined) return fullName(core.world.user(peerId));
  return chat.kind === "bot" ? core.world.bot.firstName : chat.title;
}

function viewMembers(core: Core, chat: ChatRecord): MemberView[] {
  return [...chat.members.values()]
    .filter((member) => isPresent(member.status))
    .map((member) => {
      const user = core.world.user(member.userId);
      return {
        userId: user.id,
        isBot: user.isBot,
        name: fullName(user),
        ...(user.username === undefined ? {} : { username: user.username }),
        status: member.status,
        ...(member.customTitle === undefined ? {} : { customTitle: member.customTitle }),
        isAnonymous: member.isAnonymous,
      };
    });
}

function viewRights(core: Core, chat: ChatRecord, me: UserRecord): ChatRightsView {
  return {
    canSend: canSend(core, chat, me),
    canPin: mayPin(chat, me.id),
    canAddMembers: hasSharedRight(chat, me.id, "can_invite_users"),
    canRemoveMembers: hasAdminRight(chat, me.id, "can_restrict_members"),
    canPromote: hasAdminRight(chat, me.id, "can_promote_members"),
    canManageTopics: chat.isForum && hasAdminRight(chat, me.id, "can_manage_topics"),
    canMigrate: chat.kind === "group" && chat.members.get(me.id)?.status === "creator",
  };
}

function canSend(core: Core, chat: ChatRecord, me: UserRecord): boolean {
  try {
    checkCanPost(core, chat, me.id, {});
    return true;
  } catch (error) {
    if (error instanceof PersonRefusal) return false;
    throw error;
  }
}

function viewTopics(chat: ChatRecord): TopicView[] {
  if (!chat.isForum) return [];
  const general: TopicView = {
    threadId: null,
    name: "General",
    iconColor: GENERAL_COLOR,
    isClosed: chat.isGeneralClosed,
    isHidden: chat.isGeneralHidden,
  };
  const others = [...chat.topics.values()].filter((topic) => !topic.isDeleted);
  return [
    general,
    ...others.map(({ threadId, name, iconColor, isClosed }) => ({
      threadId,
      name,
      iconColor,
      isClosed,
      isHidden: false,
    })),
  ];
}

function viewCommands(core: Core, chat: ChatRecord, me: UserRecord) {
  if (chat.kind === "people" || chat.kind === "channel") return [];
  if (chat.kind !== "bot" && !isPresent(chat.members.get(core.world.botId)?.status)) return [];
  const list = resolveCommands(core.profile, {
    chatId: chat.id,
    isPrivate: chat.kind === "bot",
    userId: me.id,
    isAdmin: isAdministrator(chat.members.get(me.id)),
    language: me.languageCode,
  });
  return list.map(({ command, description }) => ({ command, description }));
}

function viewInterfaces(chat: ChatRecord, userId: number): Pick<ChatView, "replyKeyboard" | "forceReplyTo"> {
  const shown = chat.replyInterfaces.get(userId) ?? chat.replyInterfaces.get(0);
  if (!shown || shown.ui.kind === "remove") return {};
  const placeholder = shown.ui.placeholder === undefined ? {} : { placeholder: shown.ui.placeholder };
  if (shown.ui.kind === "forceReply") return { forceReplyTo: { messageId: shown.messageId, ...placeholder } };
  const replyKeyboard: ReplyKeyboardView = {
    messageId: shown.messageId,
    rows: shown.ui.rows,
    isOneTime: shown.ui.isOneTime,
    isPersistent: shown.ui.isPersistent,
    resize: shown.ui.resize,
    ...placeholder,
  };
  return { replyKeyboard };
}

function viewAction(core: Core, chat: ChatRecord): Pick<ChatView, "botAction"> {
  const { botAction } = chat;
  if (!botAction || botAction.untilMs <= core.clock.now().getTime()) return {};
  const thread = botAction.threadId === undefined ? {} : { threadId: botAction.threadId };
  return { botAction: { action: botAction.action, ...thread } };
}

function viewMenuButton(core: Core, userId: number): MenuButtonView {
  const own = core.profile.menuButtons.get(userId);
  const button = own && own.type !== "default" ? own : core.profile.menuButtons.get(0);
  return button?.type === "web_app"
    ? { kind: "webApp", text: button.text, url: button.web_app.url }
    : { kind: "commands" };
}
