import { createContext, useContext } from "react";
import type { ClientConfig } from "../../../wire/client-config.js";
import type { Localisation } from "./texts/load-texts.js";
import type { Api } from "./api/api.js";
import type { Session } from "./api/session.js";
import type { Host } from "./host.js";
import type { LiveFeed } from "./live/feed.js";
import type { ServerClock } from "./server-clock.js";
import type { DeviceStorage } from "./storage.js";
import type { Readable } from "./store.js";
import type { Timers } from "./timers.js";

/** Everything a page may use; built once by `app/start.ts` and handed down. */
export interface Services extends Localisation {
  api: Api;
  session: Session;
  feed: LiveFeed;
  clock: ServerClock;
  timers: Timers;
  storage: DeviceStorage;
  random: () => number;
  /** `undefined` outside Telegram. */
  host: Host | undefined;
  /** `undefined` until it has been read. */
  config: Readable<ClientConfig | undefined>;
  /** The app came to the front, or the network came back: a good moment to look again. */
  onFront: (listener: () => void) => () => void;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error("useServices needs a ServicesContext above it: see app/app.tsx");
  return services;
}
