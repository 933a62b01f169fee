import { useCallback } from "react";
import type { Act, ActResult, ChatView, MiniAppHost, PersonState } from "../../../telegram/control.js";
import { setDraft } from "../lib/drafts.js";
import { personName } from "../lib/names.js";
import { navigate, type TopicChoice } from "../lib/route.js";
import { type ThemeName, themeParams } from "../lib/theme.js";
import type { useSessions } from "../miniapp/use-sessions.js";
import type { DialogRequest } from "./desk.js";

/** What Mini Apps are told about this client: Telegram Web with a theme of its own. */
export function hostFor(theme: ThemeName): MiniAppHost {
  return { platform: "web", themeParams: themeParams(theme) };
}

type Options = {
  state: PersonState | null;
  act: (act: Act) => Promise<ActResult | null>;
  notify: (text: string) => void;
  show: (dialog: DialogRequest | null) => void;
  openSession: ReturnType<typeof useSessions>["open"];
  setPendingStart: (payload: string | null) => void;
};

/** Opens a chat, or one topic of it. */
export function goToChat(userId: number, chatId: number, topic: TopicChoice = null): void {
  navigate({ userId, chatId, topic });
}

/** Copies and says so, or says that the browser refused. */
export function copyText(text: string, notify: (text: string) => void): void {
  navigator.clipboard.writeText(text).then(
    () => notify("Copied"),
    // Browsers refuse without a permission or outside of https and localhost.
    () => notify("The browser did not allow copying"),
  );
}

function groupsToAddTo(state: PersonState): ChatView[] {
  return state.chats.filter(
    (chat) => (chat.kind === "group" || chat.kind === "supergroup") && chat.rights.canAddMembers,
  );
}

/** Does what the answer to an act asks of the client. */
export function useFollow(options: Options): (result: ActResult, chatId: number) => void {
  const { state, act, notify, show, openSession, setPendingStart } = options;
  return useCallback(
    (result: ActResult, chatId: number) => {
      if (state === null) return;
      const userId = state.me.id;
      switch (result.kind) {
        case "openUrl":
          show({ kind: "link", url: result.url });
          return;
        case "openMiniApp":
          openSession({ userId, personName: personName(state.me), chatId, launch: result.launch }, "link");
          return;
        case "openChat":
          setPendingStart(result.startPayload ?? null);
          goToChat(userId, result.chatId);
          return;
        case "created":
          goToChat(userId, result.chatId, result.threadId ?? null);
          return;
        case "copy":
          copyText(result.text, notify);
          return;
        case "composeInline":
          composeInline(state, result, chatId, show);
          return;
        case "chooseGroup":
          chooseGroup(state, result.startPayload, act, show);
          return;
        case "done":
        case "sent":
        case "callback":
        case "inlineAnswer":
          return;
        default:
          notify("The sandbox asked for something this page does not know");
      }
    },
    [state, act, notify, show, openSession, setPendingStart],
  );
}

function composeInline(
  state: PersonState,
  wanted: { query: string; target: "current" | "chosen" },
  chatId: number,
  show: Options["show"],
): void {
  const put = (target: number): void => {
    setDraft(state.me.id, target, `@${state.bot.username} ${wanted.query}`);
    goToChat(state.me.id, target);
  };
  if (wanted.target === "current") {
    put(chatId);
    return;
  }
  show({
    kind: "chooseChat",
    title: "Choose a chat",
    chats: state.chats.filter((chat) => chat.rights.canSend),
    onChoice: (target) => {
      if (target !== null) put(target);
    },
  });
}

function chooseGroup(state: PersonState, startPayload: string, act: Options["act"], show: Options["show"]): void {
  const addTo = async (chatId: number | null): Promise<void> => {
    if (chatId === null) return;
    const result = await act({ do: "addMember", chatId, userId: state.bot.id, startPayload });
    if (result !== null) goToChat(state.me.id, chatId);
  };
  show({
    kind: "chooseChat",
    title: `Add ${state.bot.firstName} to a group`,
    chats: groupsToAddTo(state),
    onChoice: (chatId) => void addTo(chatId),
  });
}
