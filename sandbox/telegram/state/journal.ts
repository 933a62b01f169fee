import type { InlineKeyboardButton } from "@grammyjs/types";
import type { SandboxUpdate } from "../updates/lanes.js";
import type { MessageRecord } from "./records.js";

/** What a message looked like at one moment, for the transcript. */
export type MessageLook = {
  content: MessageRecord["content"];
  keyboard: InlineKeyboardButton[][] | undefined;
};

/** One call of the bot, with what came of it. */
export type CallEntry = {
  kind: "call";
  method: string;
  params: Record<string, unknown>;
  outcome: { ok: true; result: unknown } | { ok: false; code: number; description: string };
  /** A scripted fault made it fail. */
  isPlanned?: boolean;
};

/** What happened, in order. Transcript, outbox and checks are all read from here. */
export type JournalEntry =
  | CallEntry
  | { kind: "update"; update: SandboxUpdate }
  | { kind: "posted"; message: MessageRecord; look: MessageLook }
  | { kind: "edited"; message: MessageRecord; before: MessageLook; after: MessageLook }
  | { kind: "deleted"; message: MessageRecord }
  | { kind: "pressed"; userId: number; message: MessageRecord; label: string; queryId?: string }
  | { kind: "answered"; userId: number; text: string; isAlert: boolean; url?: string }
  | { kind: "asked"; userId: number; chatId: number; query: string }
  | { kind: "offered"; userId: number; titles: string[] }
  | { kind: "reacted"; userId: number; message: MessageRecord; emoji: string[] }
  | { kind: "pinned"; message: MessageRecord; isPinned: boolean }
  | { kind: "member"; chatId: number; userId: number; byId: number; before: string; after: string }
  | { kind: "blocked"; userId: number; isBlocked: boolean }
  | { kind: "opened"; userId: number; url: string };

/** A stand-alone sandbox runs for days; the oldest entries go. */
const KEPT_ENTRIES = 50_000;

export class Journal {
  private kept: JournalEntry[] = [];
  private dropped = 0;

  add(entry: JournalEntry): void {
    this.kept.push(entry);
    if (this.kept.length < KEPT_ENTRIES * 1.1) return;
    this.dropped += this.kept.length - KEPT_ENTRIES;
    this.kept = this.kept.slice(-KEPT_ENTRIES);
  }

  /** Number of entries ever written: remember it, and ask for what came `since`. */
  mark(): number {
    return this.dropped + this.kept.length;
  }

  since(mark = 0): readonly JournalEntry[] {
    return this.kept.slice(Math.max(0, mark - this.dropped));
  }
}

export function lookOf(message: MessageRecord): MessageLook {
  return { content: message.content, keyboard: message.keyboard };
}
