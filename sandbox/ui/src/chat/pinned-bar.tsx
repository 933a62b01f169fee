import { type ReactNode, useState } from "react";
import type { ChatView, MessageView } from "../../../telegram/control.js";
import { Icon } from "../components/icon.js";
import { PlainText } from "../text/formatted-text.js";
import { jumpToMessage } from "./message-list.js";

/** One line that stands for a message where there is no room for all of it. */
export function MessageSummary({ message }: { message: MessageView }): ReactNode {
  if (message.service !== undefined) return <>{message.service}</>;
  const text = message.text === undefined || message.text === "" ? null : message.text;
  if (text !== null) return <PlainText text={text} entities={message.entities} />;
  if (message.photo !== undefined) return <>Photo</>;
  return <>{message.document?.fileName ?? "Message"}</>;
}

/** The pinned message above the chat; pressing it goes there and then offers the next older one. */
export function PinnedBar({ chat }: { chat: ChatView }): ReactNode {
  const [index, setIndex] = useState(0);
  const pinned = chat.pinnedMessageIds
    .map((id) => chat.messages.find((message) => message.id === id))
    .filter((message) => message !== undefined);
  const shown = pinned[index % Math.max(pinned.length, 1)];
  if (shown === undefined) return null;
  return (
    <button
      type="button"
      className="pinned-bar"
      data-testid="pinned-bar"
      onClick={() => {
        jumpToMessage(shown.id);
        setIndex((index + 1) % pinned.length);
      }}
    >
      <span className="pinned-marks" aria-hidden="true">
        {pinned.slice(0, 4).map((message) => (
          <i key={message.id} className={message === shown ? "is-on" : ""} />
        ))}
      </span>
      <span className="pinned-text">
        <span className="pinned-label">
          Pinned message{pinned.length > 1 ? ` #${pinned.length - (index % pinned.length)}` : ""}
        </span>
        <bdi className="one-line">
          <MessageSummary message={shown} />
        </bdi>
      </span>
      <Icon name="pin" size={18} />
    </button>
  );
}
