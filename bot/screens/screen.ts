import type { TelegramUserId } from "../../wire/ids.js";
import type { Keyboard } from "../answers.js";
import type { BotServices } from "../context.js";
import type { KeyboardPlace } from "../links/app-links.js";
import type { HtmlBlock } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";

/** A message as it is sent or edited: text and buttons. */
export interface Screen {
  block: HtmlBlock;
  keyboard: Keyboard;
}

/** For whom and where a screen is drawn. */
export interface ScreenFrame {
  services: BotServices;
  language: ViewLanguage;
  place: KeyboardPlace;
}

/** A frame whose buttons belong to the person who asked, if Telegram says who that is. */
export interface AskedFrame extends ScreenFrame {
  owner: TelegramUserId | undefined;
}

/** A frame whose buttons belong to one person. */
export interface OwnedFrame extends ScreenFrame {
  owner: TelegramUserId;
}
