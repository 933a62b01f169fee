import { describe, expect, it } from "vitest";
import type { MessageView } from "../../../telegram/control.js";
import { messageRows } from "./message-rows.js";

const NOON = Date.UTC(2026, 10, 22, 12) / 1000;

function message(id: number, senderId: number, date: number, more: Partial<MessageView> = {}): MessageView {
  return {
    id,
    date,
    sender: { kind: "person", id: senderId, name: "x" },
    isOutgoing: false,
    text: "x",
    reactions: [],
    isPinned: false,
    isEphemeral: false,
    isSilent: false,
    canEdit: false,
    canDelete: false,
    ...more,
  };
}

/** "[1 2]" is a run of two bubbles. */
function shape(rows: ReturnType<typeof messageRows>): string {
  return rows
    .map((row) => {
      if (row.kind !== "message") return row.kind;
      return `${row.isFirstOfRun ? "[" : ""}${row.message.id}${row.isLastOfRun ? "]" : ""}`;
    })
    .join(" ");
}

describe("messageRows", () => {
  it("starts each calendar day with its name", () => {
    const rows = messageRows([message(1, 1, NOON - 86_400), message(2, 1, NOON), message(3, 1, NOON + 1)], null);
    expect(shape(rows)).toBe("day [1] day [2 3]");
  });

  it("joins messages of one sender and parts them by another sender, a service line or ten minutes", () => {
    const rows = messageRows(
      [
        message(1, 1, NOON),
        message(2, 1, NOON + 60),
        message(3, 2, NOON + 61),
        message(4, 2, NOON + 700),
        message(5, 9, NOON + 701, { service: "Bob joined" }),
        message(6, 2, NOON + 702),
      ],
      null,
    );
    expect(shape(rows)).toBe("day [1 2] [3] [4] service [6]");
  });

  it("puts the unread mark above the first new message and parts the run there", () => {
    const rows = messageRows([message(1, 1, NOON), message(2, 1, NOON + 1), message(3, 1, NOON + 2)], 2);
    expect(shape(rows)).toBe("day [1] unread [2 3]");
  });
});
