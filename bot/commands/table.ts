import type { BotCommandScope } from "grammy/types";
import type { BotMessages } from "../../messages/bot-messages.js";

export type CommandName = keyof BotMessages["commands"];

/** Scopes whose lists we write. Lists never merge: Telegram shows the narrowest one that exists. */
export const COMMAND_SCOPES = [
  { type: "default" },
  { type: "all_private_chats" },
  { type: "all_group_chats" },
] as const satisfies readonly BotCommandScope[];
export type CommandScope = (typeof COMMAND_SCOPES)[number]["type"];

const EVERYWHERE: readonly CommandScope[] = ["default", "all_private_chats", "all_group_chats"];
const PRIVATE: readonly CommandScope[] = ["default", "all_private_chats"];

/** Every command with the lists it stands in, in the order people see. The texts are in the catalogue. */
export const COMMANDS: readonly { name: CommandName; scopes: readonly CommandScope[] }[] = [
  { name: "race", scopes: EVERYWHERE },
  { name: "leaderboard", scopes: EVERYWHERE },
  { name: "me", scopes: EVERYWHERE },
  { name: "app", scopes: EVERYWHERE },
  { name: "start", scopes: PRIVATE },
  { name: "help", scopes: EVERYWHERE },
  { name: "cancel", scopes: PRIVATE },
];
