import type { ChatAdministratorRights } from "@grammyjs/types";
import { z } from "zod";
import type { Core } from "../core.js";
import { badRequest, emulatorRefusal } from "../errors.js";
import type { Call } from "../http/call.js";
import { BotProfile } from "../profile.js";
import { renderUser } from "../render/people-and-chats.js";
import { administratorRights } from "../state/rights.js";
import { codePoints } from "../text/marks.js";
import type { MethodTable } from "./handler.js";

function language(call: Call): string {
  const code = call.text("language_code") ?? "";
  if (code !== "" && !/^[a-z]{2}$/.test(code)) throw badRequest("invalid language code specified");
  return code;
}

function setText(texts: Map<string, string>, call: Call, param: string, maxLength: number): true {
  const text = call.text(param) ?? "";
  if (codePoints(text) > maxLength) throw emulatorRefusal(`${param} must not exceed ${maxLength} characters`);
  if (text === "") texts.delete(language(call));
  else texts.set(language(call), text);
  return true;
}

function rightsKey(call: Call): "groups" | "channels" {
  return call.flag("for_channels") ? "channels" : "groups";
}

/** getMe: what BotFather knows. */
function renderMe(core: Core): Record<string, unknown> {
  const { config, world } = core;
  return {
    ...renderUser(world.bot),
    can_join_groups: config.canJoinGroups,
    can_read_all_group_messages: config.canReadAllGroupMessages,
    supports_guest_queries: false,
    supports_inline_queries: config.supportsInlineQueries,
    can_connect_to_business: false,
    has_main_web_app: config.mainAppUrl !== undefined,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
}

export const profileMethods: MethodTable = {
  getMe: (core) => renderMe(core),

  setMyName: (core, call) => setText(core.profile.names, call, "name", 64),
  getMyName: (core, call) => ({
    name: BotProfile.localised(core.profile.names, language(call)) || core.world.bot.firstName,
  }),
  setMyDescription: (core, call) => setText(core.profile.descriptions, call, "description", 512),
  getMyDescription: (core, call) => ({ description: BotProfile.localised(core.profile.descriptions, language(call)) }),
  setMyShortDescription: (core, call) => setText(core.profile.shortDescriptions, call, "short_description", 120),
  getMyShortDescription: (core, call) => ({
    short_description: BotProfile.localised(core.profile.shortDescriptions, language(call)),
  }),

  setMyDefaultAdministratorRights(core, call) {
    const rights = call.object("rights", z.record(z.string(), z.boolean()));
    if (rights) core.profile.adminRights.set(rightsKey(call), noRights(rights));
    else core.profile.adminRights.delete(rightsKey(call));
    return true;
  },
  getMyDefaultAdministratorRights: (core, call) => core.profile.adminRights.get(rightsKey(call)) ?? noRights({}),
};

function noRights(granted: Readonly<Record<string, boolean>>): ChatAdministratorRights {
  const all = administratorRights();
  for (const right of Object.keys(all)) Object.assign(all, { [right]: granted[right] === true });
  return all;
}
