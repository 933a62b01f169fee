import { useEffect, useState } from "react";
import type { LiveState } from "../lib/live-state.js";

/**
 * People whose private chat with the bot changed while somebody else acted. The event stream names the chats that
 * changed, and the id of such a chat is the person's own, so nothing has to be fetched for this.
 */
export function usePeopleNews(live: LiveState): ReadonlySet<number> {
  const [news, setNews] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    const stop = live.onEvent((event) => {
      if (event.type !== "changed") return;
      const others = event.chatIds.filter((id) => id > 0 && id !== live.userId);
      if (others.length > 0) setNews((before) => new Set([...before, ...others]));
    });
    return () => {
      stop();
      // Whoever acted until now has seen his own news.
      setNews((before) => new Set([...before].filter((id) => id !== live.userId)));
    };
  }, [live]);
  return news;
}
