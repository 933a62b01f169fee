import { type ReactNode, useEffect, useState } from "react";
import type { ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Avatar } from "../components/avatar.js";
import { IconButton } from "../components/icon.js";
import { navigate } from "../lib/route.js";

/** The server forgets an action after 5 s, but tells nobody; a little more covers the way of the event. */
const ACTION_SHOWN_MS = 5500;

const ACTION_WORDS: Record<string, string> = {
  typing: "typing",
  upload_photo: "sending a photo",
  upload_document: "sending a file",
  choose_sticker: "choosing a sticker",
  record_voice: "recording",
};

/** What the bot does at this moment, or null; it ends by itself. */
export function useBotAction(chat: ChatView): string | null {
  const [over, setOver] = useState<ChatView["botAction"]>(undefined);
  const { botAction } = chat;
  useEffect(() => {
    if (botAction === undefined) return undefined;
    const timer = setTimeout(() => setOver(botAction), ACTION_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [botAction]);
  if (botAction === undefined || botAction === over) return null;
  return ACTION_WORDS[botAction.action] ?? "working";
}

/** How the chat's picture is drawn. */
export function avatarKind(chat: ChatView): "bot" | "person" | "group" {
  if (chat.kind === "bot" || chat.kind === "person") return chat.kind;
  return "group";
}

function membersText(chat: ChatView): string {
  const count = chat.members.filter((member) => member.status !== "left" && member.status !== "kicked").length;
  const noun = chat.kind === "channel" ? "subscriber" : "member";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function subtitle(chat: ChatView): string {
  if (chat.kind === "bot") return "bot";
  if (chat.kind === "person") return "online";
  return membersText(chat);
}

/** Name, state and doors of the open chat. */
export function ChatHeader({ chat }: { chat: ChatView }): ReactNode {
  const { state, show, openMiniApp } = useDesk();
  const action = useBotAction(chat);
  const actor = chat.kind === "bot" ? "" : `${state.bot.firstName} is `;
  return (
    <header className="chat-header" data-testid="chat-header">
      <IconButton
        icon="back"
        label="Back to the chat list"
        className="only-narrow"
        testId="back-to-list"
        onPress={() => navigate({ userId: state.me.id, chatId: null, topic: null })}
      />
      <button
        type="button"
        className="chat-title"
        data-testid="open-chat-info"
        onClick={() => show({ kind: "chatInfo", chatId: chat.id })}
      >
        <Avatar
          id={chat.peerUserId ?? (chat.kind === "bot" ? state.bot.id : chat.id)}
          name={chat.title}
          size={40}
          kind={avatarKind(chat)}
        />
        <span className="chat-title-text">
          <bdi className="chat-name">{chat.title}</bdi>
          <span className={action === null ? "chat-subtitle" : "chat-subtitle is-active"} data-testid="chat-subtitle">
            {action === null ? subtitle(chat) : `${actor}${action}…`}
          </span>
        </span>
      </button>
      {chat.kind === "bot" && state.bot.hasMainMiniApp && !chat.needsStart ? (
        <button
          type="button"
          className="button button-soft"
          data-testid="open-main-app"
          onClick={() => openMiniApp({ from: "profile" }, chat.id)}
        >
          Open app
        </button>
      ) : null}
      <IconButton
        icon="more"
        label="Chat info and actions"
        onPress={() => show({ kind: "chatInfo", chatId: chat.id })}
      />
    </header>
  );
}
