import { createStore } from "../store.js";
import type { ChannelListener } from "./channels.js";
import type { Link, LiveFeed } from "./feed.js";
import type { LiveBoard } from "./board.js";

interface Subscription {
  channel: string;
  listener: ChannelListener;
  have: LiveBoard | undefined;
  leave: (() => void) | undefined;
}

/**
 * The live feed, fetched when somebody first subscribes. The board is painted from one HTTP answer before that, so the
 * feed's 6 KB need not stand between a cheap phone and its first picture.
 * @param load fetches and builds the feed; tried again at the next nudge when it fails
 */
export function createDeferredFeed(load: () => Promise<LiveFeed>): LiveFeed {
  const link = createStore<Link>("off");
  const waiting = new Set<Subscription>();
  let feed: LiveFeed | undefined;
  let isLoading = false;
  let isPaused = false;

  async function open(): Promise<void> {
    if (isLoading || waiting.size === 0) return;
    isLoading = true;
    link.set("connecting");
    try {
      const opened = await load();
      feed = opened;
      opened.link.subscribe(() => link.set(opened.link.get()));
      opened.setPaused(isPaused);
      for (const subscription of waiting) {
        subscription.leave = opened.subscribe(subscription.channel, subscription.listener, subscription.have);
      }
      waiting.clear();
    } catch {
      // No network for the script either: the next nudge tries again, and the badge says "connecting" until then.
      isLoading = false;
    }
  }

  return {
    link,
    subscribe: (channel, listener, have) => {
      if (feed !== undefined) return feed.subscribe(channel, listener, have);
      const subscription: Subscription = { channel, listener, have, leave: undefined };
      waiting.add(subscription);
      void open();
      return () => {
        waiting.delete(subscription);
        subscription.leave?.();
      };
    },
    heardAtMs: () => feed?.heardAtMs(),
    setPaused: (paused) => {
      isPaused = paused;
      feed?.setPaused(paused);
    },
    nudge: () => {
      if (feed === undefined) void open();
      else feed.nudge();
    },
  };
}
