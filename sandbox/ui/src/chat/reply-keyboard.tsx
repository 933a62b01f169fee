import type { ReactNode } from "react";
import type { ChatView, ReplyKeyboardView, ReplyKeyView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";

type Props = { chat: ChatView; keyboard: ReplyKeyboardView; threadId: number | undefined; onUsed: () => void };

/** The keyboard the bot put in place of the letters. */
export function ReplyKeyboard({ chat, keyboard, threadId, onUsed }: Props): ReactNode {
  const { perform, openMiniApp, notify } = useDesk();
  const press = (key: ReplyKeyView): void => {
    if (key.action === "webApp" && key.url !== undefined) {
      openMiniApp({ from: "replyKeyboard", chatId: chat.id, url: key.url, text: key.text }, chat.id);
      return;
    }
    if (key.action !== "text") {
      notify("The sandbox does not know this kind of key");
      return;
    }
    const thread = threadId === undefined ? {} : { threadId };
    void perform({ do: "sendText", chatId: chat.id, text: key.text, ...thread }, chat.id);
    onUsed();
  };
  return (
    <div className={keyboard.resize ? "reply-keyboard" : "reply-keyboard is-tall"} data-testid="reply-keyboard">
      {keyboard.rows.map((row, rowIndex) => (
        <div className="keyboard-row" key={rowIndex}>
          {row.map((key, keyIndex) => (
            <button
              key={keyIndex}
              type="button"
              className={`reply-key ${key.style === undefined ? "" : `key-${key.style}`}`}
              onClick={() => press(key)}
            >
              <bdi>{key.text}</bdi>
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
