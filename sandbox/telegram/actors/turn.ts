import type { InlineKeyboardButton } from "@grammyjs/types";
import type { MiniAppLaunch } from "../control.js";
import type { Core } from "../core.js";
import type { MessageRecord } from "../state/records.js";

/** A message as a test reads it. */
export type Seen = {
  message: MessageRecord;
  chatId: number;
  text: string;
  /** Labels of the inline keyboard, row by row. */
  buttons: string[][];
};

/** What the bot did after something a person did. */
export type Turn = {
  /** New messages of the bot, in any chat. */
  replies: Seen[];
  /** Messages the bot changed, as they look now. */
  edits: Seen[];
  /** How many messages went away. */
  deletions: number;
  /** Toasts and alerts on anybody's screen. */
  toasts: { userId: number; text: string; isAlert: boolean; url?: string }[];
  /** Text of the newest reply or edit; empty when the bot said nothing. */
  text: string;
  /** The Mini App the press or link opened. */
  launch?: MiniAppLaunch;
  /** The address the press or link opened. */
  url?: string;
  /** What the person himself posted. */
  said?: MessageRecord;
};

export function look(message: MessageRecord): Seen {
  return { message, chatId: message.chatId, text: textOf(message), buttons: labels(message.keyboard) };
}

/** Reads from the journal what happened since `mark`. */
export function readTurn(core: Core, mark: number): Turn {
  const turn: Turn = { replies: [], edits: [], deletions: 0, toasts: [], text: "" };
  const edited = new Set<MessageRecord>();
  for (const entry of core.journal.since(mark)) {
    if (
      entry.kind === "posted" &&
      entry.message.fromId === core.world.botId &&
      entry.message.content.kind !== "service"
    ) {
      turn.replies.push(look(entry.message));
      turn.text = textOf(entry.message);
    } else if (entry.kind === "edited" && isBots(core, entry.message)) {
      edited.add(entry.message);
      turn.text = textOf(entry.message);
    } else if (entry.kind === "deleted") turn.deletions += 1;
    else if (entry.kind === "answered" && (entry.text !== "" || entry.url !== undefined)) {
      const { userId, text, isAlert, url } = entry;
      turn.toasts.push({ userId, text, isAlert, ...(url === undefined ? {} : { url }) });
    }
  }
  turn.edits = [...edited].map(look);
  return turn;
}

function isBots(core: Core, message: MessageRecord): boolean {
  return message.fromId === core.world.botId || message.viaBot;
}

function textOf(message: MessageRecord): string {
  const { content } = message;
  if (content.kind === "service") return "";
  return content.kind === "rich" ? content.source : content.body.text;
}

function labels(rows: InlineKeyboardButton[][] | undefined): string[][] {
  return (rows ?? []).map((row) => row.map((button) => button.text));
}
