import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { ChatView, MessageView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { IconButton } from "../components/icon.js";
import { markRead, unreadOf, useReadMarks } from "../lib/read-marks.js";
import type { TopicChoice } from "../lib/route.js";
import { dayLabel } from "../lib/time-format.js";
import type { TextActions } from "../text/formatted-text.js";
import { MessageBubble } from "./message-bubble.js";
import { messageRows, type MessageRow } from "./message-rows.js";
import { useScrollingMark } from "./use-scrolling-mark.js";
import { useStickToBottom } from "./use-stick-to-bottom.js";

type Props = {
  chat: ChatView;
  topic: TopicChoice;
  messages: readonly MessageView[];
  empty: ReactNode;
  onMenu: (message: MessageView, at: { x: number; y: number }) => void;
};

/** Bubbles are drawn again at most this often for the distances ("5 minutes ago") in them. */
const TICK_MS = 10_000;

const FLASH_MS = 1600;

/** Scrolls to a message and makes it flash, so that the eye finds it. */
export function jumpToMessage(messageId: number): void {
  const target = document.getElementById(`message-${messageId}`);
  if (target === null) return;
  target.scrollIntoView({ block: "center", behavior: "smooth" });
  target.classList.add("is-flashing");
  setTimeout(() => target.classList.remove("is-flashing"), FLASH_MS);
}

function useTextActions(chat: ChatView, topic: TopicChoice): TextActions {
  const { openLink, openPerson, perform, copy } = useDesk();
  return useMemo(
    () => ({
      openLink: (url) => openLink(url, chat.id),
      sendCommand: (text) => {
        const thread = typeof topic === "number" ? { threadId: topic } : {};
        void perform({ do: "sendText", chatId: chat.id, text, ...thread }, chat.id);
      },
      openPerson,
      copy,
    }),
    [openLink, openPerson, perform, copy, chat.id, topic],
  );
}

/** The messages of the chat, or of one topic, with what has to be known about reading them. */
export function MessageList({ chat, topic, messages, empty, onMenu }: Props): ReactNode {
  const { state } = useDesk();
  useReadMarks();
  const textActions = useTextActions(chat, topic);
  // Both are taken when the chat is opened: the mark stays where it was, and only later messages move in.
  const [firstUnreadId] = useState(() => unreadOf(state.me.id, chat).firstId);
  const [knownIds] = useState(() => new Set(messages.map((message) => message.id)));
  const { box, content, isAtBottom, scrollToBottom } = useStickToBottom(".unread-line");
  useScrollingMark(box);
  // Not the newest message: the bot's answer may arrive together with the command.
  const lastOwnId = messages.findLast((message) => message.isOutgoing)?.id;

  useEffect(() => {
    if (lastOwnId !== undefined && !knownIds.has(lastOwnId)) scrollToBottom("instant");
  }, [lastOwnId, knownIds, scrollToBottom]);
  useEffect(() => {
    if (isAtBottom) markRead(state.me.id, chat);
  }, [isAtBottom, state.me.id, chat]);

  const nowMs = Math.floor(state.nowMs / TICK_MS) * TICK_MS;
  const rows = useMemo(() => messageRows(messages, firstUnreadId), [messages, firstUnreadId]);
  const unread = unreadOf(state.me.id, chat).count;
  const drawRow = (row: MessageRow): ReactNode => {
    if (row.kind === "day") return <DayLine key={row.key} label={dayLabel(row.date, nowMs)} />;
    if (row.kind === "unread") return <UnreadLine key={row.key} />;
    if (row.kind === "service") return <ServiceLine key={row.key} message={row.message} />;
    const { message } = row;
    return (
      <div key={row.key} className={knownIds.has(message.id) ? undefined : "is-new"}>
        <MessageBubble
          chat={chat}
          message={message}
          isFirstOfRun={row.isFirstOfRun}
          isLastOfRun={row.isLastOfRun}
          textActions={textActions}
          nowMs={nowMs}
          topicName={chat.isForum && topic === null ? topicName(chat, message) : undefined}
          onMenu={onMenu}
          onJump={jumpToMessage}
        />
      </div>
    );
  };
  return (
    <div className="messages-area">
      <div
        className="messages"
        ref={box}
        role="log"
        aria-live="off"
        aria-label={`Messages in ${chat.title}`}
        tabIndex={0}
      >
        <div className="messages-content" ref={content}>
          {rows.length === 0 ? empty : rows.map((row) => drawRow(row))}
        </div>
      </div>
      {isAtBottom ? null : (
        <div className="to-bottom">
          {unread === 0 ? null : <span className="badge">{unread}</span>}
          <IconButton
            icon="down"
            label="Scroll to the newest message"
            testId="scroll-to-bottom"
            onPress={() => scrollToBottom("smooth")}
          />
        </div>
      )}
    </div>
  );
}

function topicName(chat: ChatView, message: MessageView): string | undefined {
  return chat.topics.find((topic) => (topic.threadId ?? undefined) === message.threadId)?.name;
}

function DayLine({ label }: { label: string }): ReactNode {
  return (
    <div className="day-line">
      <span>{label}</span>
    </div>
  );
}

function UnreadLine(): ReactNode {
  return (
    <div className="unread-line">
      <span>Unread messages</span>
    </div>
  );
}

function ServiceLine({ message }: { message: MessageView }): ReactNode {
  return (
    <div className="service-line" data-testid="service-message" data-message-id={message.id}>
      <bdi>{message.service}</bdi>
    </div>
  );
}
