import { useCallback, useMemo } from "react";
import type { Act, ActResult, MiniAppOrigin, PersonState } from "../../../telegram/control.js";
import { personName } from "../lib/names.js";
import type { ThemeName } from "../lib/theme.js";
import type { useSessions } from "../miniapp/use-sessions.js";
import type { Desk } from "./desk.js";
import { goToChat, hostFor } from "./use-follow.js";

type Options = {
  state: PersonState | null;
  theme: ThemeName;
  act: (act: Act) => Promise<ActResult | null>;
  follow: (result: ActResult, chatId: number) => void;
  notify: (text: string) => void;
  openSession: ReturnType<typeof useSessions>["open"];
  setPendingStart: (payload: string | null) => void;
};

export type Openers = Pick<Desk, "perform" | "openLink" | "openMiniApp" | "openPerson">;

/** The private chat with the bot or with a person, if there is one. */
function findPrivateChat(state: PersonState, who: { userId: number } | { username: string }): number | null {
  const matches = (one: { id: number; username?: string }): boolean =>
    "userId" in who ? one.id === who.userId : one.username?.toLowerCase() === who.username.toLowerCase();
  if (matches(state.bot)) return state.chats.find((chat) => chat.kind === "bot")?.id ?? null;
  const person = state.people.find(matches);
  return state.chats.find((chat) => chat.peerUserId !== undefined && chat.peerUserId === person?.id)?.id ?? null;
}

/** The ways to go somewhere: links, people, Mini Apps, and acts whose answer leads on. */
export function useOpeners(options: Options): Openers {
  const { state, theme, act, follow, notify, openSession, setPendingStart } = options;
  const perform = useCallback(
    async (wanted: Act, chatId: number) => {
      const result = await act(wanted);
      if (result === null) return;
      if (wanted.do === "startBot") setPendingStart(null);
      follow(result, chatId);
    },
    [act, follow, setPendingStart],
  );
  const openLink = useCallback(
    (url: string, chatId: number) => void perform({ do: "openLink", chatId, url, host: hostFor(theme) }, chatId),
    [perform, theme],
  );
  const openApp = useCallback(
    async (origin: MiniAppOrigin, chatId: number) => {
      const result = await act({ do: "openMiniApp", origin, host: hostFor(theme) });
      if (result?.kind !== "openMiniApp" || state === null) return;
      const keyText = origin.from === "replyKeyboard" ? { keyText: origin.text } : {};
      const person = { userId: state.me.id, personName: personName(state.me) };
      openSession({ ...person, chatId, launch: result.launch, ...keyText }, origin.from);
    },
    [act, theme, state, openSession],
  );
  const openMiniApp = useCallback((origin: MiniAppOrigin, chatId: number) => void openApp(origin, chatId), [openApp]);
  const openPerson = useCallback(
    (who: { userId: number } | { username: string }) => {
      if (state === null) return;
      const chatId = findPrivateChat(state, who);
      if (chatId === null) notify("You have no chat with them in the sandbox");
      else goToChat(state.me.id, chatId);
    },
    [state, notify],
  );
  return useMemo(() => ({ perform, openLink, openMiniApp, openPerson }), [perform, openLink, openMiniApp, openPerson]);
}
