import { type ReactNode, useEffect, useState } from "react";
import type { ChatView, PersonState } from "../../../telegram/control.js";
import { ChatPane } from "../chat/chat-pane.js";
import { ChatList } from "../chats/chat-list.js";
import { DialogHost } from "../dialogs/dialog-host.js";
import { completeStep } from "../hint/steps.js";
import type { Route } from "../lib/route.js";
import { AppStorage } from "../miniapp/app-storage.js";
import { MiniAppPhone } from "../miniapp/mini-app-phone.js";
import { PeopleRail } from "../people/person-switcher.js";
import { usePeopleNews } from "../people/use-people-news.js";
import { DeskContext } from "./desk.js";
import type { Shown } from "./use-live-state.js";
import { NothingOpen } from "./nothing-open.js";
import { Toasts } from "./toasts.js";
import { useWorkspace } from "./use-workspace.js";

function openChatOf(state: PersonState, route: Route): ChatView | undefined {
  return state.chats.find((chat) => chat.id === route.chatId);
}

/** One storage per person, for as long as the page lives. */
function useStorages(): (userId: number) => AppStorage {
  const [storages] = useState(() => new Map<number, AppStorage>());
  return (userId) => {
    const known = storages.get(userId) ?? new AppStorage();
    storages.set(userId, known);
    return known;
  };
}

function useSwitchTick(userId: number): void {
  const [first] = useState(userId);
  useEffect(() => {
    if (userId !== first) completeStep("switch");
  }, [userId, first]);
}

/** The whole page for the person who acts. */
export function Workspace({ live, route }: Shown): ReactNode {
  const { userId } = live;
  const { snapshot, desk, toasts, dialog, sessions, closeSession, actAs } = useWorkspace(live);
  const news = usePeopleNews(live);
  const storageOf = useStorages();
  useSwitchTick(userId);
  const hasApp = sessions.some((session) => session.userId === userId);
  useEffect(() => {
    if (hasApp) completeStep("app");
  }, [hasApp]);
  if (desk === null) return null;
  const chat = openChatOf(desk.state, route);
  return (
    <DeskContext value={desk}>
      <main className="workspace" data-view={chat === undefined ? "list" : "chat"} data-app={hasApp}>
        <h1 className="visually-hidden">Telegram sandbox</h1>
        <PeopleRail news={news} />
        <ChatList openChatId={chat?.id ?? null} />
        {chat === undefined ? (
          <NothingOpen />
        ) : (
          <ChatPane key={`${userId}:${chat.id}`} chat={chat} topic={route.topic} />
        )}
        <div className="phones">
          {sessions.map((session) => (
            <MiniAppPhone
              key={session.id}
              session={session}
              isVisible={session.userId === userId}
              storage={storageOf(session.userId)}
              actAs={actAs}
              onClose={() => closeSession(session.userId)}
            />
          ))}
        </div>
      </main>
      {snapshot.link === "lost" ? (
        <div className="link-lost" role="status">
          The sandbox does not answer; trying again…
        </div>
      ) : null}
      <Toasts toasts={toasts} />
      <DialogHost dialog={dialog} news={news} />
    </DeskContext>
  );
}
