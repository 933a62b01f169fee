import type { ConversationFlavor } from "@grammyjs/conversations";
import type { Context } from "grammy";
import type { CoreContext } from "../core/context.js";
import type { Views } from "../core/views/views.js";
import type { TelegramUserId } from "../wire/ids.js";
import type { AdminCheck } from "./admins.js";
import type { ParsedCommand } from "./commands/parse-command.js";
import type { AppLinks, KeyboardPlace } from "./links/app-links.js";
import type { SharedPictures } from "./pictures/shared-pictures.js";
import type { ViewLanguage } from "./render/view-language.js";

/** What features work with; built once at the start. */
export interface BotServices {
  core: CoreContext;
  views: Views;
  links: AppLinks;
  /** Name of the community, as people read it in the welcome. */
  communityName: string;
  admins: AdminCheck;
  pictures: SharedPictures;
  /** Something was written into the outbox: look at once. */
  wakeOutbox: () => void;
}

interface BotFlavor {
  /** The person who acts; undefined for anonymous administrators, who share one number. */
  person: TelegramUserId | undefined;
  /** An administrator has banned the person who acts. */
  isBanned: boolean;
  language: ViewLanguage;
  /** Whether the answer is seen by the person alone. */
  place: KeyboardPlace;
  /** The command at the start of a message, when it is meant for this bot. */
  command: ParsedCommand | undefined;
  /** The group whose settings are about to be shown in a private chat; its menu carries it from then on. */
  groupInMenu: number | undefined;
  /** What became of the form the person was filling in. */
  form: FormState;
  /** Name of the handler that took the update, for the log. */
  handledBy: string | undefined;
}

interface FormState {
  /** It waited too long, or was begun under other code: what the person sends now comes too late. */
  hasExpired: boolean;
  /** Handling the update failed: the form stays as it was, for the repeat. */
  hasFailed: boolean;
  /** This command ended it. */
  wasLeft: boolean;
  /** The message with the question that waits, or waited until now. */
  questionId: number | undefined;
}

/** What features and renderers see of an update. */
export type BotContext = Context & BotFlavor;
/** The context of the middleware chain; inside a form there is no way to enter another, hence two types. */
export type RootContext = ConversationFlavor<BotContext>;
