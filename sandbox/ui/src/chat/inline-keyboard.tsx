import type { ReactNode } from "react";
import type { ButtonAction, ButtonView, ChatView, MessageView } from "../../../telegram/control.js";
import { buttonKey, useDesk } from "../app/desk.js";
import { Icon, type IconName } from "../components/icon.js";

/** The small mark in a button's corner tells what will happen, as in Telegram. */
function cornerIcon(action: ButtonAction): IconName | null {
  switch (action.kind) {
    case "url":
      return "link";
    case "webApp":
      return "app";
    case "switchInline":
      return "forward";
    case "copy":
      return "copy";
    default:
      return null;
  }
}

function KeyboardButton(props: { chat: ChatView; message: MessageView; button: ButtonView }): ReactNode {
  const { chat, message, button } = props;
  const { press, waitingButtons } = useDesk();
  const isWaiting = waitingButtons.has(buttonKey(chat.id, message.id, button));
  const corner = cornerIcon(button.action);
  return (
    <button
      type="button"
      className={`key ${button.style === undefined ? "" : `key-${button.style}`}`}
      disabled={button.action.kind === "disabled"}
      aria-busy={isWaiting}
      data-testid="inline-button"
      data-action={button.action.kind}
      title={button.action.kind === "url" ? button.action.url : undefined}
      onClick={() => press(chat, message, button)}
    >
      <bdi className="key-label">{button.text}</bdi>
      {corner === null ? null : (
        <span className="key-corner">
          <Icon name={corner} size={12} />
        </span>
      )}
      {isWaiting ? <span className="key-spinner" role="status" aria-label="Waiting for the bot" /> : null}
    </button>
  );
}

/** The rows of buttons under a bubble. */
export function InlineKeyboard({ chat, message }: { chat: ChatView; message: MessageView }): ReactNode {
  if (message.keyboard === undefined || message.keyboard.length === 0) return null;
  return (
    <div className="keyboard" role="group" aria-label="Buttons of this message">
      {message.keyboard.map((row, index) => (
        <div className="keyboard-row" key={index}>
          {row.map((button) => (
            <KeyboardButton key={`${button.row}:${button.column}`} chat={chat} message={message} button={button} />
          ))}
        </div>
      ))}
    </div>
  );
}
