import type { Context } from "grammy";
import type { CoreContext } from "../core/context.js";
import type { Views } from "../core/views/views.js";
import type { TelegramUserId } from "../wire/ids.js";
import type { AdminCheck } from "./admins.js";
import type { ParsedCommand } from "./commands/parse-command.js";
import type { AppLinks, KeyboardPlace } from "./links/app-links.js";
import type { ViewLanguage } from "./render/view-language.js";

/** What features work with; built once at the start. */
export interface BotServices {
  core: CoreContext;
  views: Views;
  links: AppLinks;
  /** Name of the community, as people read it in the welcome. */
  communityName: string;
  admins: AdminCheck;
  /** Something was written into the outbox: look at once. */
  wakeOutbox: () => void;
}

interface BotFlavor {
  /** The person who acts; undefined for anonymous administrators, who share one number. */
  person: TelegramUserId | undefined;
  language: ViewLanguage;
  /** Whether the answer is seen by the person alone. */
  place: KeyboardPlace;
  /** The command at the start of a message, when it is meant for this bot. */
  command: ParsedCommand | undefined;
  /** The group whose settings are about to be shown in a private chat; its menu carries it from then on. */
  groupInMenu: number | undefined;
  /** Name of the handler that took the update, for the log. */
  handledBy: string | undefined;
}

export type BotContext = Context & BotFlavor;
