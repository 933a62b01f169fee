import { type ReactNode, useState } from "react";
import type { Act, ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { avatarKind } from "../chat/chat-header.js";
import { Avatar } from "../components/avatar.js";
import { Dialog } from "../components/dialog.js";
import { Icon, type IconName } from "../components/icon.js";
import { MemberList } from "./member-list.js";

type Action = { icon: IconName; label: string; run: () => void; isDanger?: boolean };

function ActionRow({ action }: { action: Action }): ReactNode {
  return (
    <li>
      <button
        type="button"
        className={action.isDanger === true ? "choice is-danger" : "choice"}
        onClick={() => action.run()}
      >
        <Icon name={action.icon} size={20} />
        {action.label}
      </button>
    </li>
  );
}

function useActions(chat: ChatView, onClose: () => void): Action[] {
  const { state, perform, openMiniApp } = useDesk();
  const run =
    (wanted: Act): (() => void) =>
    () => {
      onClose();
      void perform(wanted, chat.id);
    };
  const chatId = chat.id;
  const actions: Action[] = [];
  if (chat.kind === "bot") {
    if (state.bot.hasMainMiniApp) {
      actions.push({
        icon: "app",
        label: "Open app",
        run: () => {
          onClose();
          openMiniApp({ from: "profile" }, chatId);
        },
      });
    }
    actions.push(
      chat.isBlocked
        ? { icon: "check", label: "Unblock the bot", run: run({ do: "unblockBot" }) }
        : { icon: "block", label: "Block the bot", isDanger: true, run: run({ do: "blockBot" }) },
    );
    return actions;
  }
  if (chat.kind === "person") return actions;
  const isAdmin = chat.myStatus === "creator" || chat.myStatus === "administrator";
  if (isAdmin && chat.kind === "supergroup") {
    const label = chat.isForum ? "Turn topics off" : "Turn topics on";
    actions.push({ icon: "hash", label, run: run({ do: "setForum", chatId, isForum: !chat.isForum }) });
  }
  if (chat.rights.canMigrate) {
    actions.push({ icon: "group", label: "Upgrade to a supergroup", run: run({ do: "migrate", chatId }) });
  }
  actions.push({ icon: "back", label: "Leave", isDanger: true, run: run({ do: "leave", chatId }) });
  return actions;
}

/** The topics of a forum, for those who may change them. */
function TopicEditor({ chat }: { chat: ChatView }): ReactNode {
  const { act } = useDesk();
  const [name, setName] = useState("");
  if (!chat.isForum || !chat.rights.canManageTopics) return null;
  const create = (): void => {
    if (name.trim() === "") return;
    setName("");
    void act({ do: "createTopic", chatId: chat.id, name: name.trim() });
  };
  return (
    <section className="info-section">
      <h3>Topics</h3>
      <ul className="choice-list">
        {chat.topics.map(({ threadId, name: topicName, isClosed }) => (
          <li key={threadId ?? "general"} className="choice">
            <bdi className="grow">{topicName}</bdi>
            {threadId === null ? null : (
              <>
                <button
                  type="button"
                  className="button button-small"
                  onClick={() => void act({ do: isClosed ? "reopenTopic" : "closeTopic", chatId: chat.id, threadId })}
                >
                  {isClosed ? "Reopen" : "Close"}
                </button>
                <button
                  type="button"
                  className="button button-small is-danger"
                  onClick={() => void act({ do: "deleteTopic", chatId: chat.id, threadId })}
                >
                  Delete
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="inline-form">
        <input
          type="text"
          aria-label="Name of the new topic"
          placeholder="New topic"
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") create();
          }}
        />
        <button type="button" className="button button-small" onClick={create}>
          Add
        </button>
      </div>
    </section>
  );
}

/** Who is here and what can be changed, as far as the person who acts may. */
export function ChatInfoDialog({ chat, onClose }: { chat: ChatView; onClose: () => void }): ReactNode {
  const { state } = useDesk();
  const actions = useActions(chat, onClose);
  const username = chat.kind === "bot" ? state.bot.username : chat.username;
  const avatarId = chat.kind === "bot" ? state.bot.id : (chat.peerUserId ?? chat.id);
  return (
    <Dialog title="Info" className="info-dialog" testId="chat-info" onClose={onClose}>
      <div className="info-head">
        <Avatar id={avatarId} name={chat.title} size={80} kind={avatarKind(chat)} />
        <h3>
          <bdi>{chat.title}</bdi>
        </h3>
        {username === undefined ? null : <span className="info-username">@{username}</span>}
        {chat.kind === "bot" && state.bot.description !== "" ? <p dir="auto">{state.bot.description}</p> : null}
        <span className="info-id">id {chat.id}</span>
      </div>
      {actions.length === 0 ? null : (
        <ul className="choice-list info-section">
          {actions.map((action) => (
            <ActionRow key={action.label} action={action} />
          ))}
        </ul>
      )}
      <TopicEditor chat={chat} />
      {chat.kind === "bot" || chat.kind === "person" ? null : <MemberList chat={chat} />}
    </Dialog>
  );
}
