import type { SandboxClock } from "../clock.js";
import { unixSeconds } from "../clock.js";
import { Bus } from "./bus.js";
import type { IdSource } from "./ids.js";
import { defaultPermissions } from "./rights.js";
import type { ChatKind, ChatRecord, MemberRecord, MessageRecord, UserRecord } from "./records.js";

/** Fixed accounts of Telegram itself. */
export const ANONYMOUS_ADMIN_ID = 1087968824;
export const LINKED_CHANNEL_SENDER_ID = 777000;
/** Supergroups and channels have ids below this one. */
const SUPERGROUP_BASE = -1_000_000_000_000;

export type NewUser = Pick<UserRecord, "firstName"> & Partial<Omit<UserRecord, "isBot">>;

export type NewMessage = Pick<MessageRecord, "content"> &
  Partial<Omit<MessageRecord, "id" | "chatId" | "date" | "content">> & { date?: number };

/** Everything that exists: people, chats, messages. It knows no rules; those stand in methods/ and people/. */
export class World {
  readonly users = new Map<number, UserRecord>();
  readonly chats = new Map<number, ChatRecord>();
  readonly inlineMessages = new Map<string, { chatId: number; messageId: number }>();
  readonly bus = new Bus();
  readonly ids: IdSource;
  readonly botId: number;
  private readonly clock: SandboxClock;

  constructor(botId: number, clock: SandboxClock, ids: IdSource) {
    this.botId = botId;
    this.clock = clock;
    this.ids = ids;
  }

  addUser(user: NewUser, isBot = false): UserRecord {
    const record: UserRecord = {
      isPremium: false,
      isDeleted: false,
      hasStarted: false,
      hasBlockedBot: false,
      allowsWriteToPm: false,
      ...user,
      id: user.id ?? this.ids.next("user", 200_001),
      isBot,
    };
    if (this.users.has(record.id)) throw new Error(`there already is a user ${record.id}`);
    this.users.set(record.id, record);
    return record;
  }

  /** @throws Error when there is none: only for ids the sandbox itself wrote down */
  user(id: number): UserRecord {
    const user = this.users.get(id);
    if (!user) throw new Error(`the sandbox has no user ${id}`);
    return user;
  }

  get bot(): UserRecord {
    return this.user(this.botId);
  }

  people(): UserRecord[] {
    const service = new Set([ANONYMOUS_ADMIN_ID, LINKED_CHANNEL_SENDER_ID]);
    return [...this.users.values()].filter((user) => !user.isBot && !service.has(user.id));
  }

  /** @throws Error when there is none: only for ids the sandbox itself wrote down */
  chat(id: number): ChatRecord {
    const chat = this.chats.get(id);
    if (!chat) throw new Error(`the sandbox has no chat ${id}`);
    return chat;
  }

  addChat(kind: ChatKind, title: string, fields: Partial<ChatRecord> = {}): ChatRecord {
    const chat: ChatRecord = {
      id: fields.id ?? this.nextChatId(kind),
      kind,
      title,
      isForum: false,
      isGeneralClosed: false,
      isGeneralHidden: false,
      members: new Map(),
      permissions: defaultPermissions(),
      messages: new Map(),
      pinned: [],
      topics: new Map(),
      isDeleted: false,
      chatInstance: this.ids.bigNumber("chatInstance"),
      replyInterfaces: new Map(),
      ...fields,
    };
    this.chats.set(chat.id, chat);
    return chat;
  }

  private nextChatId(kind: ChatKind): number {
    if (kind === "group") return -this.ids.next("group", 4_000_001);
    // Private chats between people are unknown to the bot; their ids never leave the sandbox.
    if (kind === "people") return -this.ids.next("people", 5_000_000_000_001);
    return SUPERGROUP_BASE - this.ids.next("supergroup", 1_900_000_001);
  }

  /** The private chat of a person with the bot; it exists as soon as somebody looks. */
  botChat(userId: number): ChatRecord {
    const user = this.user(userId);
    return this.chats.get(userId) ?? this.addChat("bot", this.bot.firstName, { id: user.id });
  }

  peopleChat(a: number, b: number): ChatRecord {
    const known = [...this.chats.values()].find((chat) => chat.peers?.includes(a) === true && chat.peers.includes(b));
    return known ?? this.addChat("people", "", { peers: [a, b] });
  }

  setMember(chat: ChatRecord, userId: number, member: Partial<MemberRecord>): MemberRecord {
    const record: MemberRecord = { status: "member", isAnonymous: false, canBeEdited: false, ...member, userId };
    chat.members.set(userId, record);
    return record;
  }

  addMessage(chat: ChatRecord, message: NewMessage): MessageRecord {
    const record: MessageRecord = {
      viaBot: false,
      hadReplyKeyboard: false,
      reactions: new Map(),
      isSilent: false,
      isProtected: false,
      isAutomaticForward: false,
      date: unixSeconds(this.clock),
      ...message,
      // Ephemeral messages have numbers of their own; Telegram shows 0 as their message id.
      id:
        message.ephemeralId === undefined
          ? this.ids.next(messageRow(chat), this.ids.firstMessage)
          : -message.ephemeralId,
      chatId: chat.id,
    };
    chat.messages.set(record.id, record);
    return record;
  }

  /** The id the next message of this chat will get: a topic is named by the message that creates it. */
  peekMessageId(chat: ChatRecord): number {
    return this.ids.peek(messageRow(chat), this.ids.firstMessage);
  }
}

/** One row of ids for all private chats and basic groups, one per supergroup, as Telegram counts. */
function messageRow(chat: ChatRecord): string {
  const hasOwnRow = chat.kind === "supergroup" || chat.kind === "channel" || chat.kind === "people";
  return hasOwnRow ? `message/${chat.id}` : "message";
}
