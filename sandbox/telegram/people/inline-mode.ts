import type { Core } from "../core.js";
import type { InlineQueryRecord, InlineResult } from "../inline-desk.js";
import { renderUser } from "../render/people-and-chats.js";
import type { ChatRecord, MessageRecord } from "../state/records.js";
import { chatOf, postAsPerson } from "./chatting.js";
import { PersonRefusal } from "./refusal.js";

const MAX_QUERY_LENGTH = 256;

/** Types `@bot query` in a chat. A cached answer comes back without asking the bot. */
export function askInline(core: Core, userId: number, chatId: number, query: string, offset = ""): InlineQueryRecord {
  if (!core.config.supportsInlineQueries) throw new PersonRefusal("This bot has no inline mode");
  const chat = chatOf(core, userId, chatId);
  const text = query.slice(0, MAX_QUERY_LENGTH);
  const record = core.inline.open({ userId, chatId: chat.id, query: text, offset });
  const cached = core.inline.cached(userId, text, offset);
  if (cached) {
    record.answer = cached;
    return record;
  }
  core.journal.add({ kind: "asked", userId, chatId: chat.id, query: text });
  core.updates.push({
    inline_query: {
      id: record.id,
      from: renderUser(core.world.user(userId)),
      query: text,
      offset,
      chat_type: chatTypeFor(chat),
    },
  });
  return record;
}

function chatTypeFor(chat: ChatRecord) {
  if (chat.kind === "bot") return "sender";
  return chat.kind === "people" ? "private" : chat.kind;
}

/** Chooses a result: it stands in the chat as the person's message, sent via the bot. */
export function chooseResult(
  core: Core,
  userId: number,
  chatId: number,
  choice: { queryId: string; resultId: string; threadId?: number | undefined },
): MessageRecord {
  const record = core.inline.queries.get(choice.queryId);
  const result = record?.answer?.results.find((one) => one.id === choice.resultId);
  if (!record || record.userId !== userId || !result) throw new PersonRefusal("This result is gone");
  const message = postResult(core, userId, chatId, result, choice.threadId);
  core.updates.push({
    chosen_inline_result: {
      result_id: result.id,
      from: renderUser(core.world.user(userId)),
      query: record.query,
      ...(message.inlineMessageId === undefined ? {} : { inline_message_id: message.inlineMessageId }),
    },
  });
  return message;
}

/** `shareMessage(id)` of a Mini App. */
export function sharePrepared(
  core: Core,
  userId: number,
  preparedId: string,
  chatId: number,
  threadId?: number,
): MessageRecord {
  const prepared = core.inline.prepared.get(preparedId);
  if (!prepared || prepared.userId !== userId) throw new PersonRefusal("MESSAGE_SEND_FAILED");
  if (core.clock.now().getTime() / 1000 >= prepared.expiresS) throw new PersonRefusal("MESSAGE_EXPIRED");
  const { kind } = chatOf(core, userId, chatId);
  const { user, bot, group, channel } = prepared.allowed;
  const isAllowed = { people: user, bot, group, supergroup: group, channel }[kind];
  if (!isAllowed) throw new PersonRefusal("This message cannot be shared into a chat of this kind");
  return postResult(core, userId, chatId, prepared.result, threadId);
}

/** Only messages with buttons get an inline message id: the bot can edit nothing else. */
export function postResult(
  core: Core,
  userId: number,
  chatId: number,
  result: InlineResult,
  threadId: number | undefined,
): MessageRecord {
  const chat = chatOf(core, userId, chatId);
  const inlineMessageId = result.keyboard ? core.world.ids.token("inlineMessage") : undefined;
  const message = postAsPerson(core, userId, chat, result.content, {
    threadId,
    viaBot: true,
    ...(result.keyboard ? { keyboard: result.keyboard } : {}),
    ...(inlineMessageId === undefined ? {} : { inlineMessageId }),
  });
  if (inlineMessageId !== undefined)
    core.world.inlineMessages.set(inlineMessageId, { chatId: chat.id, messageId: message.id });
  return message;
}
