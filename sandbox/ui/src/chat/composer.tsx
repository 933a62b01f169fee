import { type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { ChatView } from "../../../telegram/control.js";
import { Icon, IconButton } from "../components/icon.js";
import { CommandPopup, commandOptionId } from "./command-popup.js";
import type { ComposeMode } from "./compose-mode.js";
import { ComposeModeBar } from "./compose-mode-bar.js";
import { InlinePanel } from "./inline-panel.js";
import { MenuButton } from "./menu-button.js";
import { PhotoButton } from "./photo-button.js";
import { ReplyKeyboard } from "./reply-keyboard.js";
import { type Composing, useComposing } from "./use-composing.js";

type Props = { chat: ChatView; threadId: number | undefined; mode: ComposeMode; onModeEnd: () => void };

/** The composer grows with its text up to about seven lines. */
const MAX_HEIGHT_PX = 168;

/** Typing anywhere on the page goes into the composer, so that nobody has to aim at it first. */
function useTypeAnywhere(input: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      const { activeElement } = document;
      const isFree = activeElement === null || activeElement === document.body;
      if (isFree && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) input.current?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [input]);
}

function placeholderOf(chat: ChatView, mode: ComposeMode): string {
  if (mode.kind === "edit") return "Edit message";
  if (mode.kind === "reply" && chat.forceReplyTo?.placeholder !== undefined) return chat.forceReplyTo.placeholder;
  return chat.replyKeyboard?.placeholder ?? "Message";
}

type InputProps = { composing: Composing; listId: string; placeholder: string; mode: ComposeMode };

function Input({ composing, listId, placeholder, mode }: InputProps): ReactNode {
  const input = useRef<HTMLTextAreaElement>(null);
  const { draft, commands, chosen } = composing;
  useTypeAnywhere(input);
  useEffect(() => {
    if (mode.kind !== "new") input.current?.focus();
  }, [mode]);
  useLayoutEffect(() => {
    if (input.current === null) return;
    input.current.style.height = "auto";
    if (draft !== "") input.current.style.height = `${Math.min(input.current.scrollHeight, MAX_HEIGHT_PX)}px`;
  }, [draft]);
  return (
    <textarea
      ref={input}
      className="composer-input"
      rows={1}
      dir="auto"
      value={draft}
      placeholder={placeholder}
      aria-label="Message"
      aria-autocomplete="list"
      aria-controls={commands === null ? undefined : listId}
      aria-activedescendant={commands === null ? undefined : commandOptionId(listId, chosen)}
      data-testid="composer-input"
      onChange={(event) => composing.write(event.target.value)}
      onKeyDown={composing.onKeyDown}
    />
  );
}

function SendButton({ composing, isEdit }: { composing: Composing; isEdit: boolean }): ReactNode {
  return (
    <button
      type="button"
      className="send-button"
      aria-label={isEdit ? "Save the edit" : "Send"}
      data-testid="send-button"
      disabled={composing.draft.trim() === ""}
      onClick={composing.send}
    >
      <Icon name={isEdit ? "check" : "send"} />
    </button>
  );
}

/** Where a person writes: text, commands, inline queries, pictures, and the keyboard of the bot. */
export function Composer(props: Props): ReactNode {
  const { chat, threadId, mode } = props;
  const composing = useComposing(props);
  const { draft, write, commands, inlineQuery } = composing;
  const listId = useId();
  const [hiddenKeyboard, setHiddenKeyboard] = useState<number | null>(null);
  const keyboard = chat.replyKeyboard;
  const isKeyboardShown = keyboard !== undefined && keyboard.messageId !== hiddenKeyboard;
  const offersCommands = chat.commands.length > 0 && draft === "" && chat.menuButton?.kind !== "commands";
  return (
    <div className="composer-area">
      {commands === null ? null : (
        <CommandPopup id={listId} commands={commands} chosen={composing.chosen} onChoose={composing.sendCommand} />
      )}
      {inlineQuery === null ? null : (
        <InlinePanel chatId={chat.id} query={inlineQuery} threadId={threadId} onDone={() => write("")} />
      )}
      <ComposeModeBar mode={mode} onCancel={composing.endMode} />
      <div className="composer">
        <MenuButton chat={chat} onCommands={() => write(draft === "/" ? "" : "/")} />
        <PhotoButton chat={chat} threadId={threadId} caption={draft} onSent={() => write("")} />
        <Input composing={composing} listId={listId} placeholder={placeholderOf(chat, mode)} mode={mode} />
        {offersCommands ? (
          <IconButton icon="slash" label="Commands" testId="open-commands" onPress={() => write("/")} />
        ) : null}
        {keyboard === undefined ? null : (
          <IconButton
            icon="keyboard"
            label={isKeyboardShown ? "Hide the bot's keyboard" : "Show the bot's keyboard"}
            isExpanded={isKeyboardShown}
            onPress={() => setHiddenKeyboard(isKeyboardShown ? keyboard.messageId : null)}
          />
        )}
        <SendButton composing={composing} isEdit={mode.kind === "edit"} />
      </div>
      {keyboard !== undefined && isKeyboardShown ? (
        <ReplyKeyboard
          chat={chat}
          keyboard={keyboard}
          threadId={threadId}
          onUsed={() => {
            if (keyboard.isOneTime) setHiddenKeyboard(keyboard.messageId);
          }}
        />
      ) : null}
    </div>
  );
}
