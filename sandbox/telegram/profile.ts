import type { BotCommand, ChatAdministratorRights, MenuButton } from "@grammyjs/types";

/** What BotFather and the bot's own calls set: names, texts, command lists, menu buttons. */
export class BotProfile {
  /** Key: scope and language, see {@link commandKey}. Each list stands alone; nothing is merged. */
  readonly commands = new Map<string, BotCommand[]>();
  readonly names = new Map<string, string>();
  readonly descriptions = new Map<string, string>();
  readonly shortDescriptions = new Map<string, string>();
  /** Per person; 0 is the default for everybody. */
  readonly menuButtons = new Map<number, MenuButton>();
  readonly adminRights = new Map<"groups" | "channels", ChatAdministratorRights>();

  /** The text in a language, or the one without language. */
  static localised(texts: ReadonlyMap<string, string>, language: string | undefined): string {
    return texts.get(language ?? "") || texts.get("") || "";
  }
}

export type ScopeKey = { type: string; chatId?: number; userId?: number };

export function commandKey(scope: ScopeKey, language: string): string {
  return [scope.type, scope.chatId ?? "", scope.userId ?? "", language].join("/");
}

/**
 * The list Telegram shows a person: the first one that is set wins whole. A narrow scope without language beats a
 * wide one with it.
 */
export function resolveCommands(
  profile: BotProfile,
  where: { chatId: number; isPrivate: boolean; userId: number; isAdmin: boolean; language: string | undefined },
): BotCommand[] {
  const { chatId, userId } = where;
  const scopes: ScopeKey[] = where.isPrivate
    ? [{ type: "chat", chatId }, { type: "all_private_chats" }, { type: "default" }]
    : [
        { type: "chat_member", chatId, userId },
        ...(where.isAdmin ? [{ type: "chat_administrators", chatId }] : []),
        { type: "chat", chatId },
        ...(where.isAdmin ? [{ type: "all_chat_administrators" }] : []),
        { type: "all_group_chats" },
        { type: "default" },
      ];
  for (const scope of scopes) {
    for (const language of where.language ? [where.language, ""] : [""]) {
      const list = profile.commands.get(commandKey(scope, language));
      if (list) return list;
    }
  }
  return [];
}
