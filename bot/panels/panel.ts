import type { InlineKeyboardButton } from "grammy/types";
import type { Role } from "../../wire/scalars.js";
import type { TelegramUserId } from "../../wire/ids.js";
import { answerByEditing } from "../answers.js";
import { encodePanel } from "../callback-data/panel-codec.js";
import type { BotContext, BotServices } from "../context.js";
import { paragraphs, tg } from "../render/html.js";
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
  /** For what is a person's own the domain asks whose it is. */
  roles: readonly Role[] | "anyone";
  run: (ctx: BotContext, frame: PanelFrame, subject: string) => Promise<void>;
}

export function panelButton(text: string, name: string, subject = ""): InlineKeyboardButton {
  return { text, callback_data: encodePanel(name, subject) };
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

/** Draws a panel about something. */
export type PanelScreen = (frame: PanelFrame, subject: string) => Promise<Screen>;

/** Something a press does at once. @returns what to say about it; `undefined` says "done" */
export type Act = (frame: PanelFrame, subject: string) => Promise<string | undefined>;

/** A press that turns the pressed message into a panel. */
export function shows(roles: PanelPress["roles"], screen: PanelScreen): PanelPress {
  return {
    roles,
    async run(ctx, frame, subject) {
      const { block, keyboard } = await screen(frame, subject);
      await answerByEditing(ctx, block, keyboard);
    },
  };
}

/** A press that does something, and shows in the panel what became of it. */
export function does(roles: PanelPress["roles"], act: Act, after: PanelScreen): PanelPress {
  return {
    roles,
    async run(ctx, frame, subject) {
      const news = await act(frame, subject);
      const { block, keyboard } = await after(frame, subject);
      const said = news === undefined ? tg`✅ ${frame.language.bot.admin.done}` : tg`ℹ️ ${news}`;
      await answerByEditing(ctx, paragraphs(said, block), keyboard);
    },
  };
}
