import type { ReactNode } from "react";
import type { ChatView, MessageView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Menu, type MenuItem } from "../components/menu.js";
import { asEmoji } from "../lib/names.js";

/** A few of the reactions that every Telegram chat allows. */
const QUICK_REACTIONS = ["👍", "❤", "🔥", "🎉", "🏆", "👎"] as const;

type Props = {
  chat: ChatView;
  message: MessageView;
  at: { x: number; y: number };
  onReply: (message: MessageView) => void;
  onEdit: (message: MessageView) => void;
  onClose: () => void;
};

function useItems({ chat, message, onReply, onEdit }: Props): MenuItem[] {
  const { act, copy } = useDesk();
  const target = { chatId: chat.id, messageId: message.id };
  const items: MenuItem[] = [];
  if (chat.rights.canSend && !message.isEphemeral) {
    items.push({ icon: "reply", label: "Reply", onSelect: () => onReply(message) });
  }
  if (message.text !== undefined) {
    const { text } = message;
    items.push({ icon: "copy", label: "Copy text", onSelect: () => copy(text) });
  }
  if (message.canEdit) items.push({ icon: "edit", label: "Edit", onSelect: () => onEdit(message) });
  if (chat.rights.canPin && !message.isEphemeral) {
    items.push(
      message.isPinned
        ? { icon: "pin", label: "Unpin", onSelect: () => void act({ do: "unpin", ...target }) }
        : { icon: "pin", label: "Pin", onSelect: () => void act({ do: "pin", ...target }) },
    );
  }
  if (message.canDelete) {
    items.push({
      icon: "trash",
      label: "Delete",
      isDanger: true,
      onSelect: () => void act({ do: "deleteMessage", ...target }),
    });
  }
  return items;
}

/** What can be done with one message. */
export function MessageMenu(props: Props): ReactNode {
  const { chat, message, at, onClose } = props;
  const { act } = useDesk();
  const items = useItems(props);
  const mine = message.reactions.find((reaction) => reaction.isMine)?.emoji;
  const reactions = (
    <div className="menu-reactions">
      {QUICK_REACTIONS.map((emoji) => (
        <button
          key={emoji}
          type="button"
          role="menuitem"
          aria-label={`React with ${emoji}`}
          className={emoji === mine ? "is-mine" : ""}
          onClick={() => {
            onClose();
            const chosen = emoji === mine ? null : emoji;
            void act({ do: "react", chatId: chat.id, messageId: message.id, emoji: chosen });
          }}
        >
          {asEmoji(emoji)}
        </button>
      ))}
    </div>
  );
  return (
    <Menu
      label="Message actions"
      at={at}
      items={items}
      head={message.isEphemeral ? undefined : reactions}
      onClose={onClose}
    />
  );
}
