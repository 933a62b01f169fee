import { type KeyboardEvent, useState } from "react";
import type { Act, BotCommandView, ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { setDraft, useDraft } from "../lib/drafts.js";
import { matchingCommands } from "./command-popup.js";
import type { ComposeMode } from "./compose-mode.js";
import { inlineQueryIn } from "./inline-panel.js";

type Options = { chat: ChatView; threadId: number | undefined; mode: ComposeMode; onModeEnd: () => void };

export type Composing = {
  draft: string;
  write: (text: string) => void;
  /** Sends, or saves the edit, as the mode says. */
  send: () => void;
  sendCommand: (command: string) => void;
  /** Gives up the reply or the edit. */
  endMode: () => void;
  /** What the draft could become; null when it is no command or nothing fits. */
  commands: readonly BotCommandView[] | null;
  chosen: number;
  /** What is asked of the bot inline; null when it is not asked. */
  inlineQuery: string | null;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
};

function sendAct({ chat, threadId, mode }: Options, text: string): Act {
  if (mode.kind === "edit") return { do: "editText", chatId: chat.id, messageId: mode.message.id, text };
  return {
    do: "sendText",
    chatId: chat.id,
    text,
    ...(threadId === undefined ? {} : { threadId }),
    ...(mode.kind === "reply" ? { replyToMessageId: mode.message.id } : {}),
  };
}

/** The keys of a chat's composer: arrows and Tab choose a command, Enter sends, Escape gives up. */
function handleKey(
  event: KeyboardEvent,
  composing: Omit<Composing, "onKeyDown">,
  choose: (index: number) => void,
): void {
  const { commands, chosen, inlineQuery } = composing;
  const command = commands?.[chosen]?.command;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (commands !== null && step !== undefined) {
    event.preventDefault();
    choose((chosen + step + commands.length) % commands.length);
  } else if (event.key === "Tab" && command !== undefined) {
    event.preventDefault();
    composing.write(`/${command} `);
  } else if (event.key === "Escape") {
    if (commands !== null || inlineQuery !== null) composing.write("");
    else composing.endMode();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (command === undefined) composing.send();
    else composing.sendCommand(command);
  }
}

/** What a person writes in a chat, and what becomes of it. */
export function useComposing(options: Options): Composing {
  const { chat, threadId, mode, onModeEnd } = options;
  const { state, act, perform } = useDesk();
  const draft = useDraft(state.me.id, chat.id);
  const [chosen, setChosen] = useState(0);
  const found = matchingCommands(draft, chat.commands);
  const write = (text: string): void => {
    setDraft(state.me.id, chat.id, text);
    setChosen(0);
  };
  const send = async (): Promise<void> => {
    if (draft.trim() === "") return;
    write("");
    onModeEnd();
    const result = await act(sendAct(options, draft.trim()));
    // A refused text is given back instead of being lost.
    if (result === null) write(draft);
  };
  const composing = {
    draft,
    write,
    send: () => void send(),
    sendCommand: (command: string): void => {
      write("");
      const thread = threadId === undefined ? {} : { threadId };
      void perform({ do: "sendText", chatId: chat.id, text: `/${command}`, ...thread }, chat.id);
    },
    endMode: (): void => {
      if (mode.kind === "edit") write("");
      onModeEnd();
    },
    commands: found === null || found.length === 0 ? null : found,
    chosen,
    inlineQuery: state.bot.supportsInline && mode.kind === "new" ? inlineQueryIn(draft, state.bot.username) : null,
  };
  return {
    ...composing,
    onKeyDown: (event) => {
      // Enter that ends the composition of a character (Japanese, Chinese, Korean) is not meant for us.
      if (!event.nativeEvent.isComposing) handleKey(event, composing, setChosen);
    },
  };
}
