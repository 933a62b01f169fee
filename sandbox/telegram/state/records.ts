import type {
  ChatAdministratorRights,
  ChatPermissions,
  InlineKeyboardButton,
  LinkPreviewOptions,
  MessageEntity,
  ReactionType,
} from "@grammyjs/types";
import type { ReplyInterface } from "../text/reply-markup.js";

export type UserRecord = {
  id: number;
  isBot: boolean;
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  isPremium: boolean;
  isDeleted: boolean;
  /** Pressed Start at least once: the bot may write. */
  hasStarted: boolean;
  hasBlockedBot: boolean;
  /** Granted to a Mini App; starting the bot grants it too. */
  allowsWriteToPm: boolean;
};

export type MemberStatus = "creator" | "administrator" | "member" | "restricted" | "left" | "kicked";

export type MemberRecord = {
  userId: number;
  status: MemberStatus;
  isAnonymous: boolean;
  customTitle?: string;
  /** Administrators only. */
  rights?: ChatAdministratorRights;
  /** Restricted members only. */
  permissions?: ChatPermissions;
  /** The bot may change this administrator's rights. */
  canBeEdited: boolean;
};

export type TopicRecord = {
  threadId: number;
  name: string;
  iconColor: number;
  iconCustomEmojiId?: string;
  isClosed: boolean;
  isDeleted: boolean;
};

export type ChatKind = "bot" | "people" | "group" | "supergroup" | "channel";

export type ChatRecord = {
  /** As the bot sees it. Private chats with the bot have the person's id. */
  id: number;
  kind: ChatKind;
  title: string;
  username?: string;
  description?: string;
  isForum: boolean;
  isGeneralClosed: boolean;
  isGeneralHidden: boolean;
  members: Map<number, MemberRecord>;
  permissions: ChatPermissions;
  messages: Map<number, MessageRecord>;
  /** Newest first. */
  pinned: number[];
  topics: Map<number, TopicRecord>;
  /** The two people of a private chat without the bot. */
  peers?: readonly [number, number];
  migratedToId?: number;
  migratedFromId?: number;
  isDeleted: boolean;
  linkedChannelId?: number;
  /** Same value in callback queries and initData of this chat (whether Telegram does so is open). */
  chatInstance: string;
  /** Reply keyboard or forced reply per person (0 = everybody). */
  replyInterfaces: Map<number, { messageId: number; ui: ReplyInterface }>;
  botAction?: { action: string; threadId?: number; untilMs: number };
};

export type FileRecord = {
  fileId: string;
  uniqueId: string;
  path: string;
  bytes: Buffer;
  kind: "photo" | "document";
  fileName?: string;
  mimeType: string;
  width: number;
  height: number;
  /** Local address of a picture that was given by its URL: Telegram fetches such a one when somebody looks at it. */
  remoteUrl?: string;
};

export type FormattedText = { text: string; entities: MessageEntity[] };

export type ServiceContent =
  | { what: "newMembers"; userIds: number[] }
  | { what: "leftMember"; userId: number }
  | { what: "pinned"; messageId: number }
  | { what: "groupCreated" }
  | { what: "supergroupCreated" }
  | { what: "newTitle"; title: string }
  | { what: "migratedTo"; chatId: number }
  | { what: "migratedFrom"; chatId: number }
  | { what: "topicCreated"; name: string; iconColor: number; iconCustomEmojiId?: string }
  | { what: "topicEdited"; name?: string; iconCustomEmojiId?: string }
  | { what: "topicClosed" }
  | { what: "topicReopened" }
  | { what: "generalHidden" }
  | { what: "generalUnhidden" }
  | { what: "writeAccessAllowed"; fromRequest: boolean; webAppName?: string }
  | { what: "webAppData"; data: string; buttonText: string };

export type MessageContent =
  | { kind: "text"; body: FormattedText; linkPreview?: LinkPreviewOptions }
  | { kind: "photo"; file: FileRecord; body: FormattedText; hasSpoiler: boolean; captionAbove: boolean }
  | { kind: "document"; file: FileRecord; body: FormattedText }
  /** Stored and shown as its source text only (HONESTY.md). */
  | { kind: "rich"; source: string; format: "html" | "markdown" | "blocks" }
  | { kind: "service"; service: ServiceContent };

export type MessageRecord = {
  id: number;
  chatId: number;
  /** Seconds since 1970. */
  date: number;
  editDate?: number;
  isEditShown?: boolean;
  /** Person or bot; undefined when a chat speaks. */
  fromId?: number;
  /** Anonymous administrator (the group itself) or linked channel. */
  senderChatId?: number;
  authorSignature?: string;
  viaBot: boolean;
  threadId?: number;
  content: MessageContent;
  replyToId?: number;
  quote?: { text: string; position: number };
  keyboard?: InlineKeyboardButton[][];
  /** Telegram refuses to edit a message that carried a reply keyboard. */
  hadReplyKeyboard: boolean;
  /** Whose words these were before they were forwarded. */
  forwardedFromId?: number;
  forwardedFromPost?: { chatId: number; messageId: number };
  reactions: Map<number, ReactionType[]>;
  inlineMessageId?: string;
  /** Ephemeral: seen by this person only. */
  receiverId?: number;
  ephemeralId?: number;
  isSilent: boolean;
  isProtected: boolean;
  isAutomaticForward: boolean;
  effectId?: string;
};
