import type { Middleware } from "grammy";
import type { Chat, User } from "grammy/types";
import { chatLanguage, rememberChat, type TelegramChat } from "../../core/telegram/chats.js";
import { languageAndBan } from "../../core/telegram/chosen-language.js";
import { rememberTelegramUser, type TelegramPerson } from "../../core/people/telegram-users.js";
import type { CoreContext } from "../../core/context.js";
import { resolveLocale } from "../../messages/locale.js";
import { telegramUserId } from "../../wire/ids.js";
import type { BotContext } from "../context.js";
import { viewLanguage } from "../render/view-language.js";
import { createSeenList } from "./seen-list.js";

/**
 * Stores who spoke and where, and chooses the language: the group's own, else the person's choice, else the language
 * of his Telegram, else English. A description that was stored a moment ago is not stored again.
 */
export function identify(core: CoreContext): Middleware<BotContext> {
  const people = createSeenList(core.clock);
  const chats = createSeenList(core.clock);
  return async (ctx, next) => {
    const person = ctx.from === undefined || ctx.from.is_bot ? undefined : describePerson(ctx.from);
    // The old number of a migrated group is about to go; see the membership feature.
    const isOver = ctx.message?.migrate_to_chat_id !== undefined;
    const chat = ctx.chat === undefined || isOver ? undefined : describeChat(ctx.chat);
    if (person !== undefined && !people.has(person)) {
      await rememberTelegramUser(core, person);
      people.add(person);
    }
    if (chat !== undefined && !chats.has(chat)) {
      await rememberChat(core, chat);
      chats.add(chat);
    }
    ctx.person = person?.id;
    const ofGroup = chat === undefined || chat.kind === "private" ? null : await chatLanguage(core, chat.id);
    const known = person === undefined ? undefined : await languageAndBan(core, person.id);
    ctx.isBanned = known?.isBanned ?? false;
    ctx.language = viewLanguage(resolveLocale(ofGroup ?? known?.language ?? person?.languageCode));
    await next();
  };
}

function describePerson(user: User): TelegramPerson {
  return {
    id: telegramUserId(user.id),
    firstName: user.first_name,
    lastName: user.last_name ?? null,
    username: user.username ?? null,
    languageCode: user.language_code ?? null,
  };
}

/** A chat as the database keeps it. */
export function describeChat(chat: Chat): TelegramChat {
  return {
    id: chat.id,
    kind: chat.type,
    title: chat.title ?? null,
    isForum: chat.is_forum === true,
  };
}
