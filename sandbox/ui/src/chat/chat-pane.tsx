import { type ReactNode, useCallback, useMemo, useState } from "react";
import type { ChatView, MessageView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Avatar } from "../components/avatar.js";
import type { TopicChoice } from "../lib/route.js";
import { ChatFooter } from "./chat-footer.js";
import { ChatHeader } from "./chat-header.js";
import { useComposeMode } from "./compose-mode.js";
import { MessageList } from "./message-list.js";
import { MessageMenu } from "./message-menu.js";
import { PinnedBar } from "./pinned-bar.js";
import { TopicTabs } from "./topic-tabs.js";

function ofTopic(chat: ChatView, topic: TopicChoice): readonly MessageView[] {
  if (!chat.isForum || topic === null) return chat.messages;
  return chat.messages.filter((message) =>
    topic === "general" ? message.threadId === undefined : message.threadId === topic,
  );
}

function EmptyChat({ chat }: { chat: ChatView }): ReactNode {
  const { state } = useDesk();
  if (chat.kind !== "bot") return <div className="empty-chat">No messages here yet</div>;
  return (
    <div className="bot-card" data-testid="bot-description">
      <Avatar id={state.bot.id} name={state.bot.firstName} size={84} />
      <h2>
        <bdi>{state.bot.firstName}</bdi>
      </h2>
      <p className="bot-card-lead">What can this bot do?</p>
      <p dir="auto">{state.bot.description === "" ? "Press Start to find out." : state.bot.description}</p>
    </div>
  );
}

/** Keeps what it was first given: an edit of a live board is no news to a listener. */
function Spoken({ text }: { text: string }): ReactNode {
  const [first] = useState(text);
  return <span>{first}</span>;
}

/** Speaks messages of others that arrive while the chat is open. */
function Announcer({ messages }: { messages: readonly MessageView[] }): ReactNode {
  const [knownIds] = useState(() => new Set(messages.map((message) => message.id)));
  const newest = messages.at(-1);
  const isNews = newest !== undefined && !newest.isOutgoing && !knownIds.has(newest.id);
  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcer">
      {isNews ? (
        <Spoken key={newest.id} text={newest.service ?? `${newest.sender.name}: ${newest.text ?? "photo"}`} />
      ) : null}
    </div>
  );
}

/** One open chat. */
export function ChatPane({ chat, topic }: { chat: ChatView; topic: TopicChoice }): ReactNode {
  const { state } = useDesk();
  const { mode, reply, edit, clear } = useComposeMode(state.me.id, chat);
  const [menu, setMenu] = useState<{ message: MessageView; at: { x: number; y: number } } | null>(null);
  const openMenu = useCallback((message: MessageView, at: { x: number; y: number }) => setMenu({ message, at }), []);
  const messages = useMemo(() => ofTopic(chat, topic), [chat, topic]);
  return (
    <section className="chat-pane" aria-label={chat.title} data-testid="chat-pane" data-chat-id={chat.id}>
      <ChatHeader chat={chat} />
      <TopicTabs chat={chat} topic={topic} />
      <PinnedBar chat={chat} />
      <MessageList
        key={`${state.me.id}:${chat.id}:${topic}`}
        chat={chat}
        topic={topic}
        messages={messages}
        empty={<EmptyChat chat={chat} />}
        onMenu={openMenu}
      />
      <Announcer messages={messages} />
      <ChatFooter chat={chat} topic={topic} mode={mode} onModeEnd={clear} />
      {menu === null ? null : (
        <MessageMenu
          chat={chat}
          message={menu.message}
          at={menu.at}
          onReply={reply}
          onEdit={edit}
          onClose={() => setMenu(null)}
        />
      )}
    </section>
  );
}
