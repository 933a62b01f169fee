import type { Api } from "grammy";
import type { BotCommand } from "grammy/types";
import { botMessages } from "../../messages/bot-messages.js";
import type { Locale } from "../../messages/locale.js";
import type { Role } from "../../wire/scalars.js";
import { commandList, isSameList } from "./sync.js";
import { staffCommands } from "./table.js";

/**
 * Gives the private chat of a person with roles a command list of its own, and takes it away with the roles. Lists never
 * merge, so it repeats what everybody has. Writes only what differs.
 */
export async function syncStaffCommands(
  api: Api,
  chat: { id: number; locale: Locale; roles: readonly Role[] },
): Promise<void> {
  const scope = { type: "chat", chat_id: chat.id } as const;
  const texts = botMessages(chat.locale).commands;
  const own = staffCommands(chat.roles).map((name): BotCommand => ({ command: name, description: texts[name] }));
  const wanted = own.length === 0 ? [] : [...own, ...commandList({ type: "all_private_chats" }, chat.locale)];
  const present = await api.getMyCommands({ scope });
  if (isSameList(present, wanted)) return;
  if (wanted.length === 0) await api.deleteMyCommands({ scope });
  else await api.setMyCommands(wanted, { scope });
}
