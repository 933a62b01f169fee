import type { InlineKeyboardButton } from "grammy/types";
import type { Role } from "../../wire/scalars.js";
import type { TelegramUserId } from "../../wire/ids.js";
import { encodeAdmin } from "../callback-data/admin-codec.js";
import type { BotContext, BotServices } from "../context.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";

/** Who may manage races, results and sources. */
export const MANAGERS: readonly Role[] = ["owner", "admin"];
/** Who may move money. */
export const PAYERS: readonly Role[] = ["owner", "admin", "finance"];
/** Who may judge links and cases. */
export const JUDGES: readonly Role[] = ["owner", "admin", "moderator"];
/** Who sees the menu at all. */
export const STAFF: readonly Role[] = ["owner", "admin", "finance", "moderator"];

/** What a panel is drawn with. */
export interface PanelFrame {
  services: BotServices;
  language: ViewLanguage;
  roles: readonly Role[];
  person: TelegramUserId;
}

/** A press of a panel's button: what it does and who may. */
export interface PanelPress {
  roles: readonly Role[];
  run: (ctx: BotContext, frame: PanelFrame, subject: string) => Promise<void>;
}

export function panelButton(text: string, name: string, subject = ""): InlineKeyboardButton {
  return { text, callback_data: encodeAdmin(name, subject) };
}

export function mayUse(roles: readonly Role[], wanted: readonly Role[]): boolean {
  return roles.some((role) => wanted.includes(role));
}

/** How an administrator is named in the history of things. */
export function actorOf({ person }: PanelFrame): string {
  return `user:${person}`;
}

/** Telegram cuts long labels by itself; 40 letters are more than a phone shows. */
export function shortLabel(text: string): string {
  const letters = Array.from(text);
  return letters.length > 40 ? `${letters.slice(0, 39).join("")}…` : text;
}

/** The page a press asks for, counted from 0. */
export function pageIn(subject: string): number {
  return /^\d{1,2}$/.test(subject) ? Number(subject) : 0;
}

export type PanelScreen = (frame: PanelFrame, subject: string) => Promise<Screen>;
