import type { BotCommandScope } from "grammy/types";
import type { BotMessages } from "../../messages/bot-messages.js";
import type { Role } from "../../wire/scalars.js";
import { BROADCASTERS } from "../announcements/broadcasters.js";
import { JUDGES, MANAGERS, PAYERS, STAFF } from "../panels/panel.js";

export type CommandName = keyof BotMessages["commands"];

/** Scopes whose lists we write. Lists never merge: Telegram shows the narrowest one that exists. */
export const COMMAND_SCOPES = [
  { type: "default" },
  { type: "all_private_chats" },
  { type: "all_group_chats" },
  { type: "all_chat_administrators" },
] as const satisfies readonly BotCommandScope[];
export type CommandScope = (typeof COMMAND_SCOPES)[number]["type"];

const EVERYWHERE: readonly CommandScope[] = [
  "default",
  "all_private_chats",
  "all_group_chats",
  "all_chat_administrators",
];
const PRIVATE: readonly CommandScope[] = ["default", "all_private_chats"];
/** Administrators see the commands of all members too, because their list replaces the wider one. */
const GROUP_ADMINS: readonly CommandScope[] = ["all_chat_administrators"];

/** Every command with the lists it stands in, in the order people see. The texts are in the catalogue. */
export const COMMANDS: readonly { name: CommandName; scopes: readonly CommandScope[] }[] = [
  { name: "race", scopes: EVERYWHERE },
  { name: "leaderboard", scopes: EVERYWHERE },
  { name: "me", scopes: EVERYWHERE },
  { name: "why", scopes: EVERYWHERE },
  { name: "link", scopes: PRIVATE },
  { name: "prizes", scopes: PRIVATE },
  { name: "rewards", scopes: PRIVATE },
  { name: "app", scopes: EVERYWHERE },
  { name: "history", scopes: EVERYWHERE },
  { name: "verify", scopes: EVERYWHERE },
  { name: "board", scopes: GROUP_ADMINS },
  { name: "announce", scopes: GROUP_ADMINS },
  { name: "setup", scopes: GROUP_ADMINS },
  { name: "settings", scopes: PRIVATE },
  { name: "start", scopes: PRIVATE },
  { name: "help", scopes: EVERYWHERE },
  { name: "cancel", scopes: PRIVATE },
];

/** Commands of people with roles, in the order they see. The list stands in their private chats only. */
export const STAFF_COMMANDS: readonly { name: CommandName; roles: readonly Role[] }[] = [
  { name: "admin", roles: STAFF },
  { name: "newrace", roles: MANAGERS },
  { name: "races", roles: STAFF },
  { name: "settle", roles: MANAGERS },
  { name: "payouts", roles: PAYERS },
  { name: "links", roles: JUDGES },
  { name: "sources", roles: JUDGES },
  { name: "drop", roles: MANAGERS },
  { name: "challenge", roles: MANAGERS },
  { name: "broadcast", roles: BROADCASTERS },
];

/** The commands that somebody's roles allow. */
export function staffCommands(roles: readonly Role[]): CommandName[] {
  return STAFF_COMMANDS.filter((command) => roles.some((role) => command.roles.includes(role))).map(({ name }) => name);
}
