import type { CoreContext } from "../../core/context.js";
import { chatLanguage } from "../../core/telegram/chats.js";
import { resolveLocale } from "../../messages/locale.js";
import { type ViewLanguage, viewLanguage } from "../render/view-language.js";

/** The language in which the bot speaks to a group by itself: the administrators' choice, else English. */
export async function groupLanguage(core: Pick<CoreContext, "db">, chatId: number): Promise<ViewLanguage> {
  return viewLanguage(resolveLocale(await chatLanguage(core, chatId)));
}
