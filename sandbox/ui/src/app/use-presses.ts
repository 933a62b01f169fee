import { useCallback, useEffect, useRef, useState } from "react";
import type { ActResult, ButtonView, ChatView, MessageView, SandboxEvent } from "../../../telegram/control.js";
import type { LiveState } from "../lib/live-state.js";
import { buttonKey } from "./desk.js";

export type CallbackAnswer = Extract<SandboxEvent, { type: "callbackAnswered" }>;

/** A bot that never answers must not leave the button turning for ever; clients give up too. */
const GIVE_UP_MS = 30_000;

type Options = {
  live: LiveState;
  /** Sends the press; null when it was refused. */
  send: (chat: ChatView, message: MessageView, button: ButtonView) => Promise<ActResult | null>;
  onResult: (result: ActResult, chatId: number) => void;
  onAnswer: (answer: CallbackAnswer, chatId: number) => void;
};

/**
 * Presses of inline buttons, from the tap to the bot's answer. The answer may arrive on the event stream before the
 * request that made the query returns, so answers nobody waits for yet are kept until their query id is known.
 */
export function usePresses({ live, send, onResult, onAnswer }: Options): {
  waiting: ReadonlySet<string>;
  press: (chat: ChatView, message: MessageView, button: ButtonView) => Promise<void>;
} {
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const byQuery = useRef(new Map<string, { key: string; chatId: number }>());
  const early = useRef(new Map<string, CallbackAnswer>());

  const settle = useCallback((key: string) => {
    setWaiting((before) => new Set([...before].filter((other) => other !== key)));
  }, []);

  useEffect(
    () =>
      live.onEvent((event) => {
        if (event.type !== "callbackAnswered") return;
        const press = byQuery.current.get(event.queryId);
        if (press === undefined) {
          early.current.set(event.queryId, event);
          return;
        }
        byQuery.current.delete(event.queryId);
        settle(press.key);
        onAnswer(event, press.chatId);
      }),
    [live, settle, onAnswer],
  );

  const press = useCallback(
    async (chat: ChatView, message: MessageView, button: ButtonView): Promise<void> => {
      const key = buttonKey(chat.id, message.id, button);
      if (waiting.has(key)) return;
      setWaiting((before) => new Set([...before, key]));
      const result = await send(chat, message, button);
      if (result?.kind !== "callback") {
        settle(key);
        if (result !== null) onResult(result, chat.id);
        return;
      }
      const answer = early.current.get(result.queryId);
      if (answer !== undefined) {
        early.current.delete(result.queryId);
        settle(key);
        onAnswer(answer, chat.id);
        return;
      }
      byQuery.current.set(result.queryId, { key, chatId: chat.id });
      setTimeout(() => {
        if (byQuery.current.delete(result.queryId)) settle(key);
      }, GIVE_UP_MS);
    },
    [waiting, send, settle, onResult, onAnswer],
  );
  return { waiting, press };
}
