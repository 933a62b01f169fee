import type { Api } from "../api/api.js";
import type { Session } from "../api/session.js";
import type { ServerClock } from "../server-clock.js";
import type { Timers } from "../timers.js";
import { browserTransport } from "./browser-transport.js";
import { createLiveFeed, type LiveFeed } from "./feed.js";

export interface FeedNeeds {
  api: Api;
  session: Session;
  clock: ServerClock;
  timers: Timers;
  random: () => number;
}

/** The feed over the browser's own sockets. Fetched on demand: see deferred-feed.ts. */
export function openFeed({ api, session, clock, timers, random }: FeedNeeds): LiveFeed {
  return createLiveFeed({
    timers,
    random,
    token: (renew) => (renew ? session.renew() : session.token()),
    onServerTime: clock.learn,
    ...browserTransport(api),
  });
}
