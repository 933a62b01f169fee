import type { ReactNode } from "react";
import type { ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { avatarKind, useBotAction } from "../chat/chat-header.js";
import { MessageSummary } from "../chat/pinned-bar.js";
import { Avatar } from "../components/avatar.js";
import { IconButton } from "../components/icon.js";
import { FirstSteps } from "../hint/first-steps.js";
import { unreadOf, useReadMarks } from "../lib/read-marks.js";
import { listTime } from "../lib/time-format.js";
import { ActingAs, ThemeButton } from "../people/person-switcher.js";

function LastMessage({ chat }: { chat: ChatView }): ReactNode {
  const { state } = useDesk();
  const action = useBotAction(chat);
  if (action !== null) return <span className="chat-row-action">{action}…</span>;
  const last = chat.messages.at(-1);
  if (last === undefined) {
    if (chat.kind === "bot")
      return <>{state.bot.shortDescription === "" ? "Press Start to begin" : state.bot.shortDescription}</>;
    return <>No messages yet</>;
  }
  const isGroup = chat.kind === "group" || chat.kind === "supergroup";
  const sender = last.isOutgoing ? "You" : last.sender.name;
  return (
    <>
      {isGroup && last.service === undefined ? (
        <span className="chat-row-sender">
          <bdi>{sender}</bdi>:{" "}
        </span>
      ) : null}
      <MessageSummary message={last} />
    </>
  );
}

function ChatRow({ chat, isOpen }: { chat: ChatView; isOpen: boolean }): ReactNode {
  const { state, openChat } = useDesk();
  const { count } = unreadOf(state.me.id, chat);
  const last = chat.messages.at(-1);
  return (
    <li>
      <button
        type="button"
        className={isOpen ? "chat-row is-open" : "chat-row"}
        aria-current={isOpen ? "true" : undefined}
        data-testid="chat-row"
        data-chat-id={chat.id}
        data-kind={chat.kind}
        onClick={() => openChat(chat.id)}
      >
        <Avatar
          id={chat.kind === "bot" ? state.bot.id : (chat.peerUserId ?? chat.id)}
          name={chat.title}
          size={50}
          kind={avatarKind(chat)}
        />
        <span className="chat-row-text">
          <span className="chat-row-top">
            <bdi className="chat-row-title">{chat.title}</bdi>
            {last === undefined ? null : <time className="chat-row-time">{listTime(last.date, state.nowMs)}</time>}
          </span>
          <span className="chat-row-bottom">
            <span className="chat-row-last one-line" dir="auto">
              <LastMessage chat={chat} />
            </span>
            {count === 0 ? null : (
              <span className="badge" data-testid="unread-badge" aria-label={`${count} unread`}>
                {count}
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

function JoinableChats(): ReactNode {
  const { state, perform } = useDesk();
  if (state.joinableChats.length === 0) return null;
  return (
    <section className="joinable" aria-label="Groups to join">
      <h2>Groups to join</h2>
      <ul>
        {state.joinableChats.map((chat) => (
          <li key={chat.id} className="joinable-row">
            <Avatar id={chat.id} name={chat.title} size={36} kind="group" />
            <bdi className="one-line">{chat.title}</bdi>
            <button
              type="button"
              className="button button-soft"
              onClick={() => void perform({ do: "join", chatId: chat.id }, chat.id)}
            >
              Join
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A bot nobody has spoken to would stand at the end of the list, where a newcomer does not look. */
function botFirstIfNew(chats: readonly ChatView[]): ChatView[] {
  const isNewBot = (chat: ChatView): boolean => chat.kind === "bot" && chat.messages.length === 0;
  return chats.toSorted((a, b) => Number(isNewBot(b)) - Number(isNewBot(a)));
}

/** The chats of the person who acts, newest first. */
export function ChatList({ openChatId }: { openChatId: number | null }): ReactNode {
  const { state, show } = useDesk();
  useReadMarks();
  return (
    <nav className="chat-list" aria-label="Chats" data-testid="chat-list">
      <header className="list-header">
        <ActingAs />
        <span className="list-title only-wide">
          <bdi>{state.me.firstName}</bdi>’s chats
        </span>
        <span className="list-tools">
          <span className="only-narrow">
            <ThemeButton />
          </span>
          <IconButton icon="plus" label="New group" testId="new-group" onPress={() => show({ kind: "newGroup" })} />
        </span>
      </header>
      <div className="list-scroll">
        <FirstSteps />
        <ul className="chat-rows">
          {botFirstIfNew(state.chats).map((chat) => (
            <ChatRow key={chat.id} chat={chat} isOpen={chat.id === openChatId} />
          ))}
        </ul>
        <JoinableChats />
      </div>
    </nav>
  );
}
