import type { ReactNode } from "react";
import type { ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { avatarKind } from "../chat/chat-header.js";
import { Avatar } from "../components/avatar.js";
import { Dialog } from "../components/dialog.js";

type Props = {
  title: string;
  chats: ChatView[];
  onChoice: (chatId: number | null) => void;
  onClose: () => void;
};

/** Lets the person choose one of his chats; closing it chooses none. */
export function ChooseChatDialog({ title, chats, onChoice, onClose }: Props): ReactNode {
  const { state } = useDesk();
  const choose = (chatId: number | null): void => {
    onClose();
    onChoice(chatId);
  };
  return (
    <Dialog title={title} testId="choose-chat" onClose={() => choose(null)}>
      {chats.length === 0 ? <p className="dialog-text">There is no chat to choose. Make a group first.</p> : null}
      <ul className="choice-list">
        {chats.map((chat) => (
          <li key={chat.id}>
            <button type="button" className="choice" data-chat-id={chat.id} onClick={() => choose(chat.id)}>
              <Avatar
                id={chat.kind === "bot" ? state.bot.id : (chat.peerUserId ?? chat.id)}
                name={chat.title}
                size={40}
                kind={avatarKind(chat)}
              />
              <bdi>{chat.title}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
