/**
 * The control API: what the chat page may see and do. It lives on the port of the Bot API server.
 *
 * | request | answer |
 * |---|---|
 * | `GET  /sandbox/api/world` | {@link WorldView} |
 * | `GET  /sandbox/api/state?as=<userId>` | {@link PersonState} |
 * | `GET  /sandbox/api/events?as=<userId>` | server-sent events, each `data:` line one {@link SandboxEvent} |
 * | `POST /sandbox/api/act` with {@link ActRequest} | {@link ActResponse} (200 also for refusals: `ok` tells) |
 * | `GET  /sandbox/api/file/<fileId>` | the bytes of a photo or document |
 * | `GET  /` and everything else | files of the chat page (`uiDir`) |
 *
 * This file holds types only, so that the browser bundle may import it with `import type`.
 */

/** Telegram's own shape of an entity; offsets and lengths are UTF-16 code units, as JavaScript strings count. */
export type EntityView = {
  type:
    | "mention"
    | "hashtag"
    | "cashtag"
    | "bot_command"
    | "url"
    | "email"
    | "phone_number"
    | "bold"
    | "italic"
    | "underline"
    | "strikethrough"
    | "spoiler"
    | "blockquote"
    | "expandable_blockquote"
    | "code"
    | "pre"
    | "text_link"
    | "text_mention"
    | "custom_emoji"
    | "date_time";
  offset: number;
  length: number;
  /** `text_link` */
  url?: string;
  /** `text_mention` */
  user?: { id: number; first_name: string };
  /** `pre` */
  language?: string;
  /** `custom_emoji` */
  custom_emoji_id?: string;
  /** `date_time`, seconds since 1970 */
  unix_time?: number;
  /** `date_time`: `r` or `w?[dD]?[tT]?`; empty shows the text as it is */
  date_time_format?: string;
};

/** A person of the invented population; every person can be acted as. */
export type PersonView = {
  id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  isPremium: boolean;
  /** The account was deleted: it can only be looked at. */
  isDeleted: boolean;
  /** This person pressed Start at least once. */
  hasStarted: boolean;
  hasBlockedBot: boolean;
  /** What initData says in `allows_write_to_pm`. */
  allowsWriteToPm: boolean;
};

export type BotView = {
  id: number;
  firstName: string;
  username: string;
  /** Shown in the empty private chat above the Start button. */
  description: string;
  shortDescription: string;
  supportsInline: boolean;
  hasMainMiniApp: boolean;
};

/** `GET /sandbox/api/world` */
export type WorldView = {
  bot: BotView;
  people: PersonView[];
  /** The sandbox clock, milliseconds since 1970. */
  nowMs: number;
};

export type ChatKind = "bot" | "person" | "group" | "supergroup" | "channel";

export type MemberStatus = "creator" | "administrator" | "member" | "restricted" | "left" | "kicked";

export type MemberView = {
  userId: number;
  isBot: boolean;
  name: string;
  username?: string;
  status: MemberStatus;
  customTitle?: string;
  isAnonymous: boolean;
};

export type TopicView = {
  /** null is General, which has no thread id on the wire. */
  threadId: number | null;
  name: string;
  /** 0xRRGGBB */
  iconColor: number;
  isClosed: boolean;
  isHidden: boolean;
};

/** What pressing the button does. `callback`, `webApp` and the inline switches go through {@link Act}. */
export type ButtonAction =
  | { kind: "callback" }
  | { kind: "url"; url: string }
  | { kind: "webApp"; url: string }
  | { kind: "switchInline"; query: string; target: "current" | "chosen" }
  | { kind: "copy"; text: string }
  | { kind: "disabled" };

export type ButtonView = {
  row: number;
  column: number;
  text: string;
  style?: "primary" | "success" | "danger";
  action: ButtonAction;
};

export type SenderView = {
  kind: "person" | "bot" | "chat";
  /** User id, or chat id when a chat speaks (anonymous administrator, linked channel). */
  id: number;
  name: string;
  /** Custom title or member tag, shown beside the name. */
  tag?: string;
};

export type FileView = {
  fileId: string;
  /** Path on this origin. */
  url: string;
  fileName?: string;
  mimeType?: string;
  sizeBytes: number;
  /** Pixels; photos only. */
  width?: number;
  height?: number;
};

export type ReplyView = { messageId: number; senderName: string; text: string; quote?: string };

export type ReactionView = { emoji: string; count: number; isMine: boolean; byBot: boolean };

export type MessageView = {
  id: number;
  /** Seconds since 1970, as Telegram dates are. */
  date: number;
  editDate?: number;
  threadId?: number;
  sender: SenderView;
  /** Sent by the person who looks. */
  isOutgoing: boolean;
  /** Sent by this person through the bot in inline mode. */
  viaBot?: string;
  forwardedFrom?: string;
  /** A line in the middle of the chat ("Alice pinned a message"); then nothing else is set. */
  service?: string;
  /** Text of a message, or caption under a picture or file. */
  text?: string;
  entities?: EntityView[];
  photo?: FileView;
  document?: FileView;
  hasSpoiler?: boolean;
  showCaptionAboveMedia?: boolean;
  /** Rows of buttons under the bubble. */
  keyboard?: ButtonView[][];
  replyTo?: ReplyView;
  reactions: ReactionView[];
  isPinned: boolean;
  /** Seen by one person only (ephemeral message of Bot API 10.2). */
  isEphemeral: boolean;
  isSilent: boolean;
  /** What this person may do with it. */
  canEdit: boolean;
  canDelete: boolean;
};

/** The keyboard that replaces the person's letters, if the bot sent one. */
export type ReplyKeyboardView = {
  messageId: number;
  rows: ReplyKeyView[][];
  placeholder?: string;
  isOneTime: boolean;
  isPersistent: boolean;
  resize: boolean;
};

/** `text` sends the label as a message; `webApp` opens without initData. */
export type ReplyKeyView = { text: string; style?: string; action: "text" | "webApp" | "unsupported"; url?: string };

export type BotCommandView = { command: string; description: string };

export type MenuButtonView = { kind: "commands" } | { kind: "webApp"; text: string; url: string };

/** What the person who looks may do in the chat. */
export type ChatRightsView = {
  canSend: boolean;
  canPin: boolean;
  canAddMembers: boolean;
  canRemoveMembers: boolean;
  canPromote: boolean;
  canManageTopics: boolean;
  canMigrate: boolean;
};

export type ChatView = {
  /** For the private chat with the bot this is the person's own id, as the bot sees it. Unique per person. */
  id: number;
  kind: ChatKind;
  title: string;
  username?: string;
  isForum: boolean;
  /** The other person of a private chat between people. */
  peerUserId?: number;
  members: MemberView[];
  myStatus: MemberStatus;
  rights: ChatRightsView;
  /** Newest last; at most the last 200. */
  messages: MessageView[];
  /** Newest first. */
  pinnedMessageIds: number[];
  topics: TopicView[];
  /** The list that Telegram would show this person here (scope and language resolved). */
  commands: BotCommandView[];
  /** Private chat with the bot only. */
  menuButton?: MenuButtonView;
  replyKeyboard?: ReplyKeyboardView;
  /** The bot asked for a reply (`force_reply`): the composer opens with this message quoted. */
  forceReplyTo?: { messageId: number; placeholder?: string };
  /** "typing", "upload_photo", …; goes away by itself after 5 s or with the bot's next message. */
  botAction?: { action: string; threadId?: number };
  /** The private chat shows a Start button instead of the composer. */
  needsStart: boolean;
  isBlocked: boolean;
};

/** `GET /sandbox/api/state?as=<userId>` */
export type PersonState = {
  /** Grows with every change of the world; the number of the last `changed` event. */
  version: number;
  nowMs: number;
  me: PersonView;
  bot: BotView;
  people: PersonView[];
  /** Newest activity first. */
  chats: ChatView[];
  /** Groups this person could join. */
  joinableChats: { id: number; title: string }[];
};

/** `GET /sandbox/api/events?as=<userId>`. Ask for the state again after `changed`. */
export type SandboxEvent =
  | { type: "changed"; version: number; chatIds: number[] }
  /** The answer to a button press: a toast, or an alert with an OK button; `url` is to be opened. */
  | { type: "callbackAnswered"; queryId: string; text?: string; isAlert: boolean; url?: string };

export type InlineResultView = {
  id: string;
  kind: string;
  title: string;
  description?: string;
  thumbnailUrl?: string;
};

export type InlineAnswerView = {
  queryId: string;
  results: InlineResultView[];
  nextOffset: string;
  isGallery: boolean;
  /** Shown above the results. `startParameter` leads to {@link Act} `startBot`. */
  button?: { text: string; startParameter?: string; webAppUrl?: string };
};

/** Where a Mini App is opened from. The origin decides which fields initData has. */
export type MiniAppOrigin =
  /** An inline `web_app` button under a message of the private chat. */
  | { from: "button"; chatId: number; messageId: number; row: number; column: number }
  /** The menu button of the private chat. */
  | { from: "menu" }
  /** "Open App" on the bot's profile. */
  | { from: "profile" }
  /** `https://t.me/<bot>?startapp=…` or `https://t.me/<bot>/<app>?startapp=…`, tapped in this chat. */
  | { from: "link"; url: string; chatId: number }
  /** A `web_app` key of the reply keyboard: initData is empty. */
  | { from: "replyKeyboard"; chatId: number; url: string; text: string }
  /** The button above inline results: initData is empty. */
  | { from: "inlineResults"; queryId: string };

/** Shown by the host; they become `tgWebApp…` launch parameters. */
export type MiniAppHost = {
  /** `tgWebAppThemeParams` as a plain object: `{ bg_color: "#ffffff", … }`. */
  themeParams?: Record<string, string>;
  /** Default `weba`: the frame is a Telegram Web client. */
  platform?: string;
  /** Default `9.1`. */
  version?: string;
  isFullscreen?: boolean;
};

export type MiniAppLaunch = {
  /** To be put into the frame: the local URL with the launch parameters in its hash. */
  url: string;
  /** The https address that the bot named. */
  publicUrl: string;
  /** Origin of `url`: the target of `postMessage`. */
  origin: string;
  /** Signed query string; empty where Telegram leaves it empty. */
  initData: string;
  /** Everything after `#`. */
  hash: string;
  startParam?: string;
  /** `compact`, `fullscreen` from a direct link's `mode`. */
  mode?: string;
  botName: string;
};

export type Act =
  | { do: "sendText"; chatId: number; text: string; threadId?: number; replyToMessageId?: number }
  /** Base64 without a data-URL head; asked for by small test pictures and the paper-clip button. */
  | { do: "sendPhoto"; chatId: number; base64: string; caption?: string; threadId?: number; replyToMessageId?: number }
  | { do: "editText"; chatId: number; messageId: number; text: string }
  | { do: "deleteMessage"; chatId: number; messageId: number }
  /** Presses an inline button, whatever it does; the result says what the client has to do next. */
  | { do: "press"; chatId: number; messageId: number; row: number; column: number }
  | { do: "react"; chatId: number; messageId: number; emoji: string | null }
  /** Presses Start, or opens `t.me/<bot>?start=<payload>`. */
  | { do: "startBot"; payload?: string }
  | { do: "blockBot" }
  | { do: "unblockBot" }
  /** Opens any link; t.me links of the bot are resolved, everything else is handed back. */
  | { do: "openLink"; chatId: number; url: string; host?: MiniAppHost }
  | { do: "openMiniApp"; origin: MiniAppOrigin; host?: MiniAppHost }
  /** The person's answer to `requestWriteAccess()`. */
  | { do: "answerWriteAccess"; granted: boolean }
  /** `Telegram.WebApp.sendData` of an app opened from the reply keyboard. */
  | { do: "sendWebAppData"; buttonText: string; data: string }
  /** `shareMessage(id)`: posts a prepared message into a chat. */
  | { do: "sharePrepared"; preparedId: string; chatId: number; threadId?: number }
  /** Types `@bot query` in a chat; waits for the bot, at most 10 s. */
  | { do: "inlineQuery"; chatId: number; query: string; offset?: string }
  | { do: "chooseInlineResult"; chatId: number; queryId: string; resultId: string; threadId?: number }
  | { do: "createGroup"; title: string; kind: "group" | "supergroup"; memberIds: number[] }
  | { do: "join"; chatId: number }
  | { do: "leave"; chatId: number }
  /** `userId` may be the bot's; with `startPayload` this is `t.me/<bot>?startgroup=…`. */
  | { do: "addMember"; chatId: number; userId: number; startPayload?: string }
  | { do: "removeMember"; chatId: number; userId: number }
  | { do: "promote"; chatId: number; userId: number; anonymous?: boolean }
  | { do: "demote"; chatId: number; userId: number }
  | { do: "pin"; chatId: number; messageId: number }
  | { do: "unpin"; chatId: number; messageId: number }
  | { do: "setForum"; chatId: number; isForum: boolean }
  | { do: "createTopic"; chatId: number; name: string }
  | { do: "closeTopic"; chatId: number; threadId: number }
  | { do: "reopenTopic"; chatId: number; threadId: number }
  | { do: "deleteTopic"; chatId: number; threadId: number }
  | { do: "migrate"; chatId: number };

export type ActRequest = { as: number; act: Act };

/** What the client has to do after an act. Most acts need nothing: the `changed` event follows. */
export type ActResult =
  | { kind: "done" }
  | { kind: "sent"; chatId: number; messageId: number }
  /** The bot has the query now; its answer comes as a `callbackAnswered` event with this id. */
  | { kind: "callback"; queryId: string }
  | { kind: "openUrl"; url: string }
  | { kind: "openMiniApp"; launch: MiniAppLaunch }
  /** Show this chat; `startPayload` means that Start still has to be pressed (act `startBot`). */
  | { kind: "openChat"; chatId: number; startPayload?: string }
  /** `t.me/<bot>?startgroup=…`: let the person choose a group, then `addMember` with `startPayload`. */
  | { kind: "chooseGroup"; startPayload: string }
  /** Put `@bot query` into the composer of this chat, or of one the person chooses. */
  | { kind: "composeInline"; query: string; target: "current" | "chosen" }
  | { kind: "copy"; text: string }
  | { kind: "inlineAnswer"; answer: InlineAnswerView }
  | { kind: "created"; chatId: number; threadId?: number };

export type ActResponse = { ok: true; result: ActResult } | { ok: false; error: string };
