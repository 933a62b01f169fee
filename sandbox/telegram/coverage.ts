/** How completely a method is built, and which test file proves it. `partial` says what is missing. */
export type Coverage = { status: "full"; provenBy: string } | { status: "partial"; provenBy: string; missing: string };

const full = (provenBy: string): Coverage => ({ status: "full", provenBy });
const partial = (provenBy: string, missing: string): Coverage => ({ status: "partial", provenBy, missing });

const REFUSALS = "tests/sandbox/refusals.test.ts";
const COPIES = "tests/sandbox/topics-and-copies.test.ts";
const GROUPS = "tests/sandbox/groups.test.ts";
const COMMANDS = "tests/sandbox/commands-and-menu.test.ts";
const CALLBACKS = "tests/sandbox/callbacks-and-inline.test.ts";
const POLLING = "tests/sandbox/polling.test.ts";
const WEBHOOK = "tests/sandbox/webhook.test.ts";
const FILES = "tests/sandbox/faults-and-limits.test.ts";
const CONTROL = "tests/sandbox/control-api.test.ts";
const MINI_APP = "tests/sandbox/mini-app.test.ts";

/** A test keeps this list equal to the registered methods and checks that the named file speaks of the method. */
export const coverage: Readonly<Record<string, Coverage>> = {
  answerCallbackQuery: partial(CALLBACKS, "cache_time is accepted and has no effect; game URLs"),
  answerInlineQuery: partial(CALLBACKS, "articles and photos with text content; other result types give 501"),
  answerWebAppQuery: partial(MINI_APP, "results as in answerInlineQuery"),
  closeForumTopic: full(COPIES),
  closeGeneralForumTopic: full(COPIES),
  copyMessage: partial(COPIES, "texts, photos and documents"),
  createForumTopic: full(COPIES),
  deleteEphemeralMessage: partial(CONTROL, "delivery is certain here and not in Telegram"),
  deleteForumTopic: full(REFUSALS),
  deleteMessage: full(REFUSALS),
  deleteMessages: full(COPIES),
  deleteMyCommands: full(COMMANDS),
  deleteWebhook: full(WEBHOOK),
  editEphemeralMessageReplyMarkup: partial(CONTROL, "delivery is certain here and not in Telegram"),
  editEphemeralMessageText: partial(CONTROL, "no rich content; delivery is certain here and not in Telegram"),
  editForumTopic: partial(COPIES, "only the name"),
  editMessageCaption: full(COPIES),
  editMessageMedia: partial(FILES, "photos and documents"),
  editMessageReplyMarkup: full(COPIES),
  editMessageText: partial(REFUSALS, "no change from text to a rich message"),
  forwardMessage: partial(COPIES, "texts, photos and documents; hidden forwards"),
  getChat: partial(REFUSALS, "no photo, no bio, no invite link"),
  getChatAdministrators: full(GROUPS),
  getChatMember: full(GROUPS),
  getChatMemberCount: full(GROUPS),
  getChatMenuButton: full(COMMANDS),
  getFile: full(FILES),
  getMe: full(COMMANDS),
  getMyCommands: full(COMMANDS),
  getMyDefaultAdministratorRights: full(COMMANDS),
  getMyDescription: full(COMMANDS),
  getMyName: full(COMMANDS),
  getMyShortDescription: full(COMMANDS),
  getUpdates: full(POLLING),
  getWebhookInfo: full(WEBHOOK),
  hideGeneralForumTopic: full(COPIES),
  leaveChat: full(GROUPS),
  pinChatMessage: full(REFUSALS),
  reopenForumTopic: full(COPIES),
  reopenGeneralForumTopic: full(COPIES),
  savePreparedInlineMessage: partial(CALLBACKS, "results as in answerInlineQuery"),
  sendChatAction: full(COPIES),
  sendDocument: partial(FILES, "no thumbnail"),
  sendMessage: partial(
    REFUSALS,
    "no business connection, direct messages topic, paid broadcast, reply into another chat",
  ),
  sendPhoto: partial(FILES, "no fetching of URLs, no processing: the bytes are served as they came"),
  sendRichMessage: partial(COPIES, "stored and shown as its source"),
  setChatMenuButton: full(COMMANDS),
  setMessageReaction: partial(GROUPS, "free emoji only; no anonymous counts"),
  setMyCommands: full(COMMANDS),
  setMyDefaultAdministratorRights: full(COMMANDS),
  setMyDescription: full(COMMANDS),
  setMyName: full(COMMANDS),
  setMyShortDescription: full(COMMANDS),
  setWebhook: partial(WEBHOOK, "certificates are accepted and not checked"),
  unhideGeneralForumTopic: full(COPIES),
  unpinAllChatMessages: full(REFUSALS),
  unpinAllForumTopicMessages: full(COPIES),
  unpinAllGeneralForumTopicMessages: full(COPIES),
  unpinChatMessage: full(REFUSALS),
};

/** Not built and likely to be wanted: they answer 501 until then. Everything else of the Bot API answers 501 too. */
export const planned: readonly string[] = [
  "banChatMember",
  "copyMessages",
  "createChatInviteLink",
  "exportChatInviteLink",
  "forwardMessages",
  "promoteChatMember",
  "restrictChatMember",
  "sendMediaGroup",
  "sendMessageDraft",
  "sendPoll",
  "unbanChatMember",
];
