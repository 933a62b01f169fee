import type { MessageView } from "../../../telegram/control.js";
import { isSameDay } from "../lib/time-format.js";

export type MessageRow =
  | { kind: "day"; key: string; date: number }
  | { kind: "unread"; key: string }
  | { kind: "service"; key: string; message: MessageView }
  | {
      kind: "message";
      key: string;
      message: MessageView;
      /** Shows the name. */
      isFirstOfRun: boolean;
      /** Shows the avatar and the tail of the bubble. */
      isLastOfRun: boolean;
    };

/** Messages of one sender stand together when no more than this lies between them. */
const RUN_GAP_SECONDS = 600;

function belongTogether(a: MessageView | undefined, b: MessageView | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.service === undefined &&
    b.service === undefined &&
    a.sender.kind === b.sender.kind &&
    a.sender.id === b.sender.id &&
    a.isOutgoing === b.isOutgoing &&
    Math.abs(b.date - a.date) <= RUN_GAP_SECONDS &&
    isSameDay(a.date, b.date)
  );
}

/** The lines of a chat, oldest first: days, the mark above the first unread message, service lines and bubbles. */
export function messageRows(messages: readonly MessageView[], firstUnreadId: number | null): MessageRow[] {
  const rows: MessageRow[] = [];
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1];
    const after = messages[index + 1];
    const isNewDay = before === undefined || !isSameDay(before.date, message.date);
    const isFirstUnread = message.id === firstUnreadId;
    if (isNewDay) rows.push({ kind: "day", key: `day-${message.id}`, date: message.date });
    if (isFirstUnread) rows.push({ kind: "unread", key: "unread" });
    const key = `message-${message.id}`;
    if (message.service !== undefined) rows.push({ kind: "service", key, message });
    else {
      rows.push({
        kind: "message",
        key,
        message,
        isFirstOfRun: isFirstUnread || !belongTogether(before, message),
        isLastOfRun: after?.id === firstUnreadId || !belongTogether(message, after),
      });
    }
  }
  return rows;
}
