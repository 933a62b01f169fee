import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { Act, ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Icon, IconButton } from "../components/icon.js";
import { setDraft, useDraft } from "../lib/drafts.js";
import { CommandPopup, commandOptionId, matchingCommands } from "./command-popup.js";
import type { ComposeMode } from "./compose-mode.js";
import { ComposeModeBar } from "./compose-mode-bar.js";
import { InlinePanel, inlineQueryIn } from "./inline-panel.js";
import { MenuButton } from "./menu-button.js";
import { PhotoButton } from "./photo-button.js";
import { ReplyKeyboard } from "./reply-keyboard.js";

type Props = { chat: ChatView; threadId: number | undefined; mode: ComposeMode; onModeEnd: () => void };

/** The composer grows with its text up to about seven lines. */
const MAX_HEIGHT_PX = 168;

function sendAct(chat: ChatView, text: string, threadId: number | undefined, mode: ComposeMode): Act {
  if (mode.kind === "edit") return { do: "editText", chatId: chat.id, messageId: mode.message.id, text };
  return {
    do: "sendText",
    chatId: chat.id,
    text,
    ...(threadId === undefined ? {} : { threadId }),
    ...(mode.kind === "reply" ? { replyToMessageId: mode.message.id } : {}),
  };
}

/** Typing anywhere on the page goes into the composer, so that nobody has to aim at it first. */
function useTypeAnywhere(focus: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      const { activeElement } = document;
      const isFree = activeElement === null || activeElement === document.body;
      if (isFree && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}

function placeholderOf(chat: ChatView, mode: ComposeMode): string {
  if (mode.kind === "edit") return "Edit message";
  if (mode.kind === "reply" && chat.forceReplyTo?.placeholder !== undefined) return chat.forceReplyTo.placeholder;
  return chat.replyKeyboard?.placeholder ?? "Message";
}

/** Where a person writes: text, commands, inline queries, pictures, and the keyboard of the bot. */
export function Composer({ chat, threadId, mode, onModeEnd }: Props): ReactNode {
  const { state, act, perform } = useDesk();
  const draft = useDraft(state.me.id, chat.id);
  const input = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [chosen, setChosen] = useState(0);
  const [hiddenKeyboard, setHiddenKeyboard] = useState<number | null>(null);
  const keyboard = chat.replyKeyboard;
  const isKeyboardShown = keyboard !== undefined && keyboard.messageId !== hiddenKeyboard;
  const commands = matchingCommands(draft, chat.commands);
  const inlineQuery = state.bot.supportsInline && mode.kind === "new" ? inlineQueryIn(draft, state.bot.username) : null;
  const write = (text: string): void => {
    setDraft(state.me.id, chat.id, text);
    setChosen(0);
  };

  useTypeAnywhere(() => input.current?.focus());
  useEffect(() => {
    if (mode.kind !== "new") input.current?.focus();
  }, [mode]);
  useLayoutEffect(() => {
    if (input.current === null) return;
    input.current.style.height = "auto";
    if (draft !== "") input.current.style.height = `${Math.min(input.current.scrollHeight, MAX_HEIGHT_PX)}px`;
  }, [draft]);

  const send = async (text: string): Promise<void> => {
    if (text.trim() === "") return;
    write("");
    onModeEnd();
    const result = await act(sendAct(chat, text.trim(), threadId, mode));
    // A refused text is given back instead of being lost.
    if (result === null) write(text);
  };
  const sendCommand = (command: string): void => {
    write("");
    const thread = threadId === undefined ? {} : { threadId };
    void perform({ do: "sendText", chatId: chat.id, text: `/${command}`, ...thread }, chat.id);
  };
  const endMode = (): void => {
    if (mode.kind === "edit") write("");
    onModeEnd();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (commands !== null && commands.length > 0 && step !== undefined) {
      event.preventDefault();
      setChosen((chosen + step + commands.length) % commands.length);
      return;
    }
    const command = commands?.[chosen]?.command;
    if (event.key === "Tab" && command !== undefined) {
      event.preventDefault();
      write(`/${command} `);
      return;
    }
    if (event.key === "Escape") {
      if (commands !== null || inlineQuery !== null) write("");
      else endMode();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (command === undefined) void send(draft);
    else sendCommand(command);
  };

  return (
    <div className="composer-area">
      {commands !== null && commands.length > 0 ? (
        <CommandPopup id={listId} commands={commands} chosen={chosen} onChoose={sendCommand} />
      ) : null}
      {inlineQuery === null ? null : (
        <InlinePanel chatId={chat.id} query={inlineQuery} threadId={threadId} onDone={() => write("")} />
      )}
      <ComposeModeBar mode={mode} onCancel={endMode} />
      <div className="composer">
        <MenuButton chat={chat} onCommands={() => write(draft === "/" ? "" : "/")} />
        <PhotoButton chat={chat} threadId={threadId} caption={draft} onSent={() => write("")} />
        <textarea
          ref={input}
          className="composer-input"
          rows={1}
          dir="auto"
          value={draft}
          placeholder={placeholderOf(chat, mode)}
          aria-label="Message"
          aria-autocomplete="list"
          aria-controls={commands === null || commands.length === 0 ? undefined : listId}
          aria-activedescendant={commands?.[chosen] === undefined ? undefined : commandOptionId(listId, chosen)}
          data-testid="composer-input"
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {chat.commands.length > 0 && draft === "" && chat.menuButton?.kind !== "commands" ? (
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
        <button
          type="button"
          className="send-button"
          aria-label={mode.kind === "edit" ? "Save the edit" : "Send"}
          data-testid="send-button"
          disabled={draft.trim() === ""}
          onClick={() => void send(draft)}
        >
          <Icon name={mode.kind === "edit" ? "check" : "send"} />
        </button>
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
