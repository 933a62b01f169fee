import { z } from "zod";
import { findChat } from "../access.js";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import { commandKey } from "../profile.js";
import type { ScopeKey } from "../profile.js";
import { codePoints } from "../text/marks.js";
import type { MethodTable } from "./handler.js";

const scopeSchema = z.object({
  type: z.string(),
  chat_id: z.union([z.number(), z.string()]).optional(),
  user_id: z.number().optional(),
});
const commandsSchema = z.array(
  z.object({ command: z.string(), description: z.string(), is_ephemeral: z.boolean().exactOptional() }),
);
const PLAIN_SCOPES = new Set(["default", "all_private_chats", "all_group_chats", "all_chat_administrators"]);
const CHAT_SCOPES = new Set(["chat", "chat_administrators", "chat_member"]);

function readScope(core: Core, call: Call): ScopeKey {
  const scope = call.object("scope", scopeSchema) ?? { type: "default" };
  if (PLAIN_SCOPES.has(scope.type)) return { type: scope.type };
  if (!CHAT_SCOPES.has(scope.type)) throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  if (scope.chat_id === undefined || scope.chat_id === "") {
    throw badRequest("can't parse BotCommandScope: Empty chat_id specified");
  }
  const chat = findChat(core, scope.chat_id);
  if (scope.type === "chat") return { type: scope.type, chatId: chat.id };
  if (chat.kind === "bot") throw badRequest("can't change commands in private chats");
  if (scope.type === "chat_administrators") return { type: scope.type, chatId: chat.id };
  if (scope.user_id === undefined || !core.world.users.has(scope.user_id)) {
    throw badRequest("can't parse BotCommandScope: Invalid user_id specified");
  }
  return { type: scope.type, chatId: chat.id, userId: scope.user_id };
}

function readKey(core: Core, call: Call): string {
  const language = call.text("language_code") ?? "";
  if (language !== "" && !/^[a-z]{2}$/.test(language)) throw badRequest("invalid language code specified");
  return commandKey(readScope(core, call), language);
}

function readCommand(given: z.infer<typeof commandsSchema>[number]) {
  const command = given.command.trim().replace(/^\//, "");
  const description = given.description.trim();
  if (command === "") throw badRequest("command must be non-empty");
  if (codePoints(command) > 32) throw badRequest("command length must not exceed 32");
  if (description === "") throw badRequest("command description must be non-empty");
  if (codePoints(description) > 256) throw badRequest("command description length must not exceed 256");
  if (!/^[a-z0-9_]+$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
  return { ...given, command, description };
}

export const commandMethods: MethodTable = {
  setMyCommands(core, call) {
    const commands = (call.object("commands", commandsSchema) ?? []).map(readCommand);
    if (commands.length > 100) throw badRequest("BOT_COMMANDS_TOO_MUCH");
    const key = readKey(core, call);
    if (commands.length === 0) core.profile.commands.delete(key);
    else core.profile.commands.set(key, commands);
    core.world.bus.changed();
    return true;
  },

  getMyCommands: (core, call) => core.profile.commands.get(readKey(core, call)) ?? [],

  deleteMyCommands(core, call) {
    core.profile.commands.delete(readKey(core, call));
    core.world.bus.changed();
    return true;
  },
};
