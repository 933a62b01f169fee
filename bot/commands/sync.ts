import type { Api } from "grammy";
import type { BotCommand, BotCommandScope } from "grammy/types";
import { botMessages } from "../../messages/bot-messages.js";
import { DEFAULT_LOCALE, type Locale, LOCALES } from "../../messages/locale.js";
import { COMMAND_SCOPES, COMMANDS } from "./table.js";

/**
 * Publishes the command lists that differ from what Telegram has, for each scope and language; the empty language is
 * what people of all other languages see. Reading is free of limits, so a start that changes nothing writes nothing.
 * @returns how many lists were written
 */
export async function syncCommands(api: Api): Promise<number> {
  let written = 0;
  for (const scope of COMMAND_SCOPES) {
    for (const locale of LOCALES) {
      const wanted = commandList(scope, locale);
      const language = locale === DEFAULT_LOCALE ? {} : { language_code: locale };
      const present = await api.getMyCommands({ scope, ...language });
      if (isSameList(present, wanted)) continue;
      await api.setMyCommands(wanted, { scope, ...language });
      written += 1;
    }
  }
  return written;
}

/** The list of one scope in one language. */
export function commandList(scope: BotCommandScope, locale: Locale): BotCommand[] {
  const texts = botMessages(locale).commands;
  return COMMANDS.filter(({ scopes }) => scopes.some((type) => type === scope.type)).map(({ name }) => ({
    command: name,
    description: texts[name],
  }));
}

/** Whether Telegram has this very list. */
export function isSameList(present: readonly BotCommand[], wanted: readonly BotCommand[]): boolean {
  return (
    present.length === wanted.length &&
    wanted.every(({ command, description }, index) => {
      const other = present[index];
      return other?.command === command && other.description === description;
    })
  );
}
