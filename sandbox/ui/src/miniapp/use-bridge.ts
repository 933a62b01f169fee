import { useEffect, useState, useSyncExternalStore } from "react";
import { useDesk, type Desk } from "../app/desk.js";
import type { ActAs } from "../app/use-workspace.js";
import type { ChatKind, ChatView } from "../../../telegram/control.js";
import { setDraft } from "../lib/drafts.js";
import { themeParams } from "../lib/theme.js";
import type { AppStorage } from "./app-storage.js";
import type { BridgePorts, Insets } from "./bridge-context.js";
import { BridgeHost, listenToFrame } from "./bridge-host.js";
import type { FrameState } from "./frame-state.js";
import type { AppSession } from "./use-sessions.js";

/** In fullscreen the status bar and the floating buttons lie over the app (CSS pixels of this page's phone). */
const FULLSCREEN_SAFE: Insets = { top: 34, bottom: 20, left: 0, right: 0 };
const FULLSCREEN_CONTENT: Insets = { top: 48, bottom: 0, left: 0, right: 0 };
const NONE: Insets = { top: 0, bottom: 0, left: 0, right: 0 };

const CHAT_TYPES: Record<string, readonly ChatKind[]> = {
  users: ["person"],
  bots: ["bot"],
  groups: ["group", "supergroup"],
  channels: ["channel"],
};

export type BridgeOptions = {
  session: AppSession;
  frame: HTMLIFrameElement | null;
  storage: AppStorage;
  actAs: ActAs;
  onClose: () => void;
  onReload: () => void;
};

type Around = BridgeOptions & { desk: Desk };

function sharePrepared({ desk, actAs, session }: Around, preparedId: string): ReturnType<BridgePorts["sharePrepared"]> {
  return new Promise((resolve) => {
    desk.show({
      kind: "chooseChat",
      title: "Share with…",
      chats: desk.state.chats.filter((chat) => chat.rights.canSend),
      onChoice: (chatId) => {
        if (chatId === null) {
          resolve(null);
          return;
        }
        void actAs(session.userId, { do: "sharePrepared", preparedId, chatId }).then((result) =>
          resolve(result === null ? { sent: false, error: "MESSAGE_EXPIRED" } : { sent: true }),
        );
      },
    });
  });
}

/** Clients close the app for this: the query has to be seen in the chat. */
function switchInline({ desk, session, onClose }: Around, query: string, chatTypes: string[]): void {
  onClose();
  const put = (chatId: number): void => {
    setDraft(session.userId, chatId, `@${desk.state.bot.username} ${query}`);
    desk.openChat(chatId);
  };
  if (chatTypes.length === 0) {
    put(session.chatId);
    return;
  }
  const kinds = new Set(chatTypes.flatMap((type) => CHAT_TYPES[type] ?? []));
  const fits = (chat: ChatView): boolean => kinds.has(chat.kind) && chat.rights.canSend;
  desk.show({
    kind: "chooseChat",
    title: "Choose a chat",
    chats: desk.state.chats.filter(fits),
    onChoice: (chatId) => {
      if (chatId !== null) put(chatId);
    },
  });
}

function sendData({ desk, session, actAs, onClose }: Around, data: string): void {
  if (session.keyText === undefined) {
    desk.notify("sendData works only in apps opened from a reply keyboard");
    return;
  }
  onClose();
  void actAs(session.userId, { do: "sendWebAppData", buttonText: session.keyText, data });
}

function makePorts(around: Around): BridgePorts {
  const { desk, session, frame, storage, actAs } = around;
  return {
    send: (json) => frame?.contentWindow?.postMessage(json, session.launch.origin),
    themeParams: () => themeParams(desk.theme),
    viewport: () => ({ width: frame?.clientWidth ?? 0, height: frame?.clientHeight ?? 0 }),
    safeArea: (isFullscreen) => (isFullscreen ? FULLSCREEN_SAFE : NONE),
    contentSafeArea: (isFullscreen) => (isFullscreen ? FULLSCREEN_CONTENT : NONE),
    nowMs: () => desk.state.nowMs,
    storage,
    close: around.onClose,
    reloadFrame: around.onReload,
    openLink: (url) => desk.show({ kind: "link", url }),
    openTelegramLink: (path) => desk.openLink(`https://t.me${path}`, session.chatId),
    sendData: (data) => sendData(around, data),
    hasWriteAccess: () => desk.state.people.find((person) => person.id === session.userId)?.allowsWriteToPm ?? false,
    answerWriteAccess: async (granted) => {
      await actAs(session.userId, { do: "answerWriteAccess", granted });
    },
    sharePrepared: (id) => sharePrepared(around, id),
    switchInline: (query, chatTypes) => switchInline(around, query, chatTypes),
    tell: desk.notify,
  };
}

/** The bridge of one open app, wired to the page around it. */
export function useBridge(options: BridgeOptions, isVisible: boolean): { host: BridgeHost; state: FrameState } {
  const desk = useDesk();
  const { frame } = options;
  const [host] = useState(
    () => new BridgeHost(makePorts({ ...options, desk }), { isExpanded: options.session.isExpanded }),
  );
  const state = useSyncExternalStore(host.subscribe, host.getSnapshot);
  // First, so that the effects below and every message find the page as it is now.
  useEffect(() => host.connect(makePorts({ ...options, desk })));
  useEffect(
    () =>
      listenToFrame(
        () => frame?.contentWindow ?? null,
        (data) => void host.receive(data),
      ),
    [host, frame],
  );
  useEffect(() => host.themeChanged(themeParams(desk.theme)), [host, desk.theme]);
  useEffect(() => host.visibilityChanged(isVisible), [host, isVisible]);
  return { host, state };
}
