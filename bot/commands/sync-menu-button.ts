import type { Api } from "grammy";
import { botMessages } from "../../messages/bot-messages.js";
import { DEFAULT_LOCALE, type Locale } from "../../messages/locale.js";
import type { AppLinks } from "../links/app-links.js";

/**
 * Makes the menu button beside the text field open the Mini App: for everybody, or for one private chat in that
 * person's language. Writes only what differs; without an https address the button is left alone.
 */
export async function syncMenuButton(api: Api, links: AppLinks, chat?: { id: number; locale: Locale }): Promise<void> {
  const url = links.webAppUrl({ page: "home" });
  if (url === undefined) return;
  const text = botMessages(chat?.locale ?? DEFAULT_LOCALE).menuButton;
  const target = chat === undefined ? {} : { chat_id: chat.id };
  const present = await api.getChatMenuButton(target);
  if (present.type === "web_app" && present.text === text && present.web_app.url === url) return;
  await api.setChatMenuButton({ ...target, menu_button: { type: "web_app", text, web_app: { url } } });
}
