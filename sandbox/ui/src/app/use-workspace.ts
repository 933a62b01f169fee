import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import type { Act, ActResult, ButtonView, ChatView, MessageView } from "../../../telegram/control.js";
import { postAct } from "../lib/control-client.js";
import type { LiveSnapshot, LiveState } from "../lib/live-state.js";
import { navigate, parseRoute } from "../lib/route.js";
import { useTheme } from "../lib/theme.js";
import { useSessions } from "../miniapp/use-sessions.js";
import type { Desk, DialogRequest } from "./desk.js";
import { copyText, goToChat, hostFor, useFollow } from "./use-follow.js";
import { type Openers, useOpeners } from "./use-openers.js";
import { type CallbackAnswer, usePresses } from "./use-presses.js";
import { type Toast, useToasts } from "./use-toasts.js";

export type ActAs = (userId: number, act: Act) => Promise<ActResult | null>;

export type Workspace = {
  snapshot: LiveSnapshot;
  /** null until the first state is here. */
  desk: Desk | null;
  toasts: Toast[];
  dialog: DialogRequest | null;
  sessions: ReturnType<typeof useSessions>["sessions"];
  closeSession: (userId: number) => void;
  actAs: ActAs;
};

/** Acts for any person, because a Mini App stays with the one who opened it. */
function useActAs(notify: (text: string) => void): ActAs {
  return useCallback(
    async (userId, act) => {
      try {
        const response = await postAct(userId, act);
        if (response.ok) return response.result;
        notify(response.error);
      } catch {
        notify("The sandbox cannot be reached");
      }
      return null;
    },
    [notify],
  );
}

/** Groups stay open, to see them with other eyes; the private chat with the bot becomes the other person's own. */
function switchPerson(from: number, to: number): void {
  const { chatId } = parseRoute(window.location.hash);
  navigate({ userId: to, chatId: chatId === from ? to : chatId, topic: null });
}

type AnswerOptions = Pick<Openers, "openLink"> & {
  title: string;
  notify: (text: string) => void;
  show: (dialog: DialogRequest) => void;
};

function useAnswerHandler({ openLink, title, notify, show }: AnswerOptions) {
  return useCallback(
    (answer: CallbackAnswer, chatId: number): void => {
      if (answer.url !== undefined) openLink(answer.url, chatId);
      if (answer.text === undefined || answer.text === "") return;
      if (answer.isAlert) show({ kind: "alert", title, text: answer.text });
      else notify(answer.text);
    },
    [openLink, title, notify, show],
  );
}

/** Where a deep link's payload waits for the Start button; it belongs to the person who followed the link. */
function usePendingStart(userId: number): [string | null, (payload: string | null) => void] {
  const [pending, setPending] = useState<{ userId: number; payload: string } | null>(null);
  const put = useCallback(
    (payload: string | null) => setPending(payload === null ? null : { userId, payload }),
    [userId],
  );
  return [pending?.userId === userId ? pending.payload : null, put];
}

/** Everything the page knows and can do, for the person who acts. */
export function useWorkspace(live: LiveState): Workspace {
  const { userId } = live;
  const theme = useTheme();
  const { toasts, notify } = useToasts();
  const snapshot = useSyncExternalStore(live.subscribe, live.getSnapshot);
  const { state } = snapshot;
  const { sessions, open: openSession, close: closeSession } = useSessions();
  const [dialog, show] = useState<DialogRequest | null>(null);
  const [pendingStart, setPendingStart] = usePendingStart(userId);
  const actAs = useActAs(notify);
  const act = useCallback((wanted: Act) => actAs(userId, wanted), [actAs, userId]);
  const follow = useFollow({ state, act, notify, show, openSession, setPendingStart });
  const openers = useOpeners({ state, theme, act, follow, notify, openSession, setPendingStart });
  const { openLink, openMiniApp } = openers;

  /** Links go the way that carries this client's theme; everything else is a plain press. */
  const send = useCallback(
    (chat: ChatView, message: MessageView, { row, column, action }: ButtonView): Promise<ActResult | null> => {
      if (action.kind === "url") return act({ do: "openLink", chatId: chat.id, url: action.url, host: hostFor(theme) });
      return act({ do: "press", chatId: chat.id, messageId: message.id, row, column });
    },
    [act, theme],
  );
  const onAnswer = useAnswerHandler({ openLink, title: state?.bot.firstName ?? "", notify, show });
  const { waiting, press: pressPlain } = usePresses({ live, send, onResult: follow, onAnswer });
  const press = useCallback(
    (chat: ChatView, message: MessageView, button: ButtonView) => {
      const at = { chatId: chat.id, messageId: message.id, row: button.row, column: button.column };
      if (button.action.kind === "webApp") openMiniApp({ from: "button", ...at }, chat.id);
      else void pressPlain(chat, message, button);
    },
    [openMiniApp, pressPlain],
  );

  const openChat = useCallback<Desk["openChat"]>((chatId, topic) => goToChat(userId, chatId, topic), [userId]);
  const switchTo = useCallback((next: number) => switchPerson(userId, next), [userId]);
  const copy = useCallback((text: string) => copyText(text, notify), [notify]);

  const desk = useMemo<Desk | null>(() => {
    if (state === null) return null;
    const doing = { act, ...openers, press, openChat, switchPerson: switchTo, copy, notify, show };
    return { state, theme, waitingButtons: waiting, pendingStart, ...doing };
  }, [state, theme, act, openers, press, waiting, openChat, pendingStart, switchTo, copy, notify]);
  return { snapshot, desk, toasts, dialog, sessions, closeSession, actAs };
}
