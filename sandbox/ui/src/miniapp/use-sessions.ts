import { useCallback, useState } from "react";
import type { MiniAppLaunch, MiniAppOrigin } from "../../../telegram/control.js";

/** One open Mini App. Each person has one phone, so opening another replaces it. */
export type AppSession = {
  /** Grows with every opening, so that a new launch gets a new frame. */
  id: number;
  userId: number;
  personName: string;
  chatId: number;
  launch: MiniAppLaunch;
  /** Label of the reply-keyboard key it was opened from: only such apps may send data. */
  keyText?: string;
  isExpanded: boolean;
};

/** Telegram opens apps from buttons at half height; links, profile and "fullscreen" open at full height. */
function opensExpanded(launch: MiniAppLaunch, from: MiniAppOrigin["from"]): boolean {
  if (launch.mode === "compact") return false;
  return launch.mode === "fullscreen" || from === "link" || from === "profile";
}

/** The open Mini Apps of all people. */
export function useSessions(): {
  sessions: AppSession[];
  open: (session: Omit<AppSession, "id" | "isExpanded">, from: MiniAppOrigin["from"]) => void;
  close: (userId: number) => void;
} {
  const [sessions, setSessions] = useState<AppSession[]>([]);
  const open = useCallback((session: Omit<AppSession, "id" | "isExpanded">, from: MiniAppOrigin["from"]) => {
    setSessions((before) => [
      ...before.filter((other) => other.userId !== session.userId),
      {
        ...session,
        id: Math.max(0, ...before.map((other) => other.id)) + 1,
        isExpanded: opensExpanded(session.launch, from),
      },
    ]);
  }, []);
  const close = useCallback((userId: number) => {
    setSessions((before) => before.filter((session) => session.userId !== userId));
  }, []);
  return { sessions, open, close };
}
