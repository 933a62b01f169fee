import { createContext, useContext } from "react";
import type {
  Act,
  ActResult,
  ButtonView,
  ChatView,
  FileView,
  MessageView,
  MiniAppOrigin,
  PersonState,
} from "../../../telegram/control.js";
import type { TopicChoice } from "../lib/route.js";
import type { ThemeName } from "../lib/theme.js";

/** A dialog over the whole page; one at a time. */
export type DialogRequest =
  | { kind: "alert"; title: string; text: string }
  | { kind: "link"; url: string }
  | { kind: "chooseChat"; title: string; chats: ChatView[]; onChoice: (chatId: number | null) => void }
  | { kind: "newGroup" }
  | { kind: "chatInfo"; chatId: number }
  | { kind: "photo"; photo: FileView; caption: string }
  | { kind: "people" };

/** What every part of the page may see and do, always as the person who acts. */
export type Desk = {
  state: PersonState;
  theme: ThemeName;
  /** Does something; a refusal becomes a toast and gives null. */
  act: (act: Act) => Promise<ActResult | null>;
  /** Does something and whatever the answer asks the client to do next. */
  perform: (act: Act, chatId: number) => Promise<void>;
  press: (chat: ChatView, message: MessageView, button: ButtonView) => void;
  /** Keys of {@link buttonKey}: pressed, and the bot has not answered yet. */
  waitingButtons: ReadonlySet<string>;
  openLink: (url: string, chatId: number) => void;
  openPerson: (who: { userId: number } | { username: string }) => void;
  openChat: (chatId: number, topic?: TopicChoice) => void;
  openMiniApp: (origin: MiniAppOrigin, chatId: number) => void;
  /** A deep link was followed to the bot: its payload goes with the Start button. */
  pendingStart: string | null;
  switchPerson: (userId: number) => void;
  copy: (text: string) => void;
  notify: (text: string) => void;
  show: (dialog: DialogRequest | null) => void;
};

export const DeskContext = createContext<Desk | null>(null);

/** @throws Error outside of the workspace, which is a mistake in the page */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("useDesk needs a DeskContext above it");
  return desk;
}

/** Names one button of one message. */
export function buttonKey(chatId: number, messageId: number, button: Pick<ButtonView, "row" | "column">): string {
  return `${chatId}:${messageId}:${button.row}:${button.column}`;
}
