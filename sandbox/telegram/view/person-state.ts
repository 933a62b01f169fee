import type { BotView, ChatView, PersonState, PersonView, WorldView } from "../control.js";
import type { Core } from "../core.js";
import { BotProfile } from "../profile.js";
import { isPresent } from "../state/rights.js";
import type { ChatRecord, UserRecord } from "../state/records.js";
import { viewChat } from "./chat-view.js";

export function viewWorld(core: Core): WorldView {
  return {
    bot: viewBot(core, undefined),
    people: core.world.people().map(viewPerson),
    nowMs: core.clock.now().getTime(),
  };
}

/** Everything one person sees on the screen. */
export function viewState(core: Core, userId: number): PersonState {
  const me = core.world.user(userId);
  core.world.botChat(userId);
  const chats = [...core.world.chats.values()].filter((chat) => isVisibleTo(chat, userId));
  return {
    version: core.world.bus.currentVersion,
    nowMs: core.clock.now().getTime(),
    me: viewPerson(me),
    bot: viewBot(core, me.languageCode),
    people: core.world.people().map(viewPerson),
    chats: chats.map((chat) => viewChat(core, chat, me)).sort(byActivity),
    joinableChats: [...core.world.chats.values()]
      .filter((chat) => isJoinable(chat, userId))
      .map(({ id, title }) => ({ id, title })),
  };
}

function viewPerson(user: UserRecord): PersonView {
  return {
    id: user.id,
    firstName: user.firstName,
    ...(user.lastName === undefined ? {} : { lastName: user.lastName }),
    ...(user.username === undefined ? {} : { username: user.username }),
    ...(user.languageCode === undefined ? {} : { languageCode: user.languageCode }),
    isPremium: user.isPremium,
    isDeleted: user.isDeleted,
    hasStarted: user.hasStarted,
    hasBlockedBot: user.hasBlockedBot,
    allowsWriteToPm: user.allowsWriteToPm,
  };
}

function viewBot(core: Core, language: string | undefined): BotView {
  const { bot } = core.world;
  return {
    id: bot.id,
    firstName: BotProfile.localised(core.profile.names, language) || bot.firstName,
    username: bot.username ?? "",
    description: BotProfile.localised(core.profile.descriptions, language),
    shortDescription: BotProfile.localised(core.profile.shortDescriptions, language),
    supportsInline: core.config.supportsInlineQueries,
    hasMainMiniApp: core.config.mainAppUrl !== undefined,
  };
}

function isVisibleTo(chat: ChatRecord, userId: number): boolean {
  if (chat.kind === "bot") return chat.id === userId;
  if (chat.kind === "people") return chat.peers?.includes(userId) === true;
  if (chat.isDeleted || chat.migratedToId !== undefined) return false;
  return isPresent(chat.members.get(userId)?.status);
}

function isJoinable(chat: ChatRecord, userId: number): boolean {
  if (chat.kind !== "supergroup" && chat.kind !== "group") return false;
  if (chat.isDeleted || chat.migratedToId !== undefined) return false;
  const status = chat.members.get(userId)?.status;
  return !isPresent(status) && status !== "kicked";
}

function byActivity(a: ChatView, b: ChatView): number {
  const last = (chat: ChatView) => chat.messages.at(-1)?.date ?? 0;
  return last(b) - last(a) || b.messages.length - a.messages.length;
}
