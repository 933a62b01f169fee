import { clientConfig, type ClientConfig } from "../../../wire/client-config.js";
import { parseDeepLink, type DeepLink } from "../../../wire/deep-link.js";
import { parseRaceId } from "../../../wire/ids.js";
import { createApi } from "../lib/api/api.js";
import type { Send } from "../lib/api/send.js";
import { createSession } from "../lib/api/session.js";
import type { Host } from "../lib/host.js";
import { createDeferredFeed } from "../lib/live/deferred-feed.js";
import { keepStillIfSlow } from "../lib/motion.js";
import { followBrowserScheme } from "../lib/paint.js";
import { createServerClock, type ServerClock } from "../lib/server-clock.js";
import type { Services } from "../lib/services.js";
import { openStorage } from "../lib/storage.js";
import { createStore, type Readable } from "../lib/store.js";
import { browserTimers } from "../lib/timers.js";
import { isFramed, isInTelegram, startTelegram } from "../telegram/start-telegram.js";
import { loadTexts } from "../lib/texts/load-texts.js";

/** Without the configuration a frame can only be Telegram Web's; people should not wait longer to see something. */
const CONFIG_WAIT_MS = 3_000;
const CONFIG_RETRY_MS = 5_000;

interface ConfigSource {
  config: Readable<ClientConfig | undefined>;
  /** Settles with the first answer, or with nothing after {@link CONFIG_WAIT_MS}. */
  first: Promise<ClientConfig | undefined>;
}

function loadConfig(send: Send, clock: ServerClock): ConfigSource {
  const config = createStore<ClientConfig | undefined>(undefined);
  const load = async (): Promise<void> => {
    try {
      const answer = await send({ path: "/client-config", schema: clientConfig });
      if (answer.kind !== "value") return;
      clock.learn(Date.parse(answer.value.serverNow));
      config.set(answer.value);
    } catch {
      // Links to the bot appear when it has come; the board does not need it.
      browserTimers.set(() => void load(), CONFIG_RETRY_MS);
    }
  };
  const timeOut = new Promise<void>((resolve) => browserTimers.set(resolve, CONFIG_WAIT_MS));
  return { config, first: Promise.race([load(), timeOut]).then(() => config.get()) };
}

async function openHost({ first }: ConfigSource): Promise<Host | undefined> {
  if (!isInTelegram()) {
    followBrowserScheme();
    return undefined;
  }
  // Only a frame talks by postMessage and must know to whom; native clients start without waiting.
  const sandboxOrigin = isFramed() ? (await first)?.sandboxOrigin : undefined;
  try {
    return startTelegram(sandboxOrigin ?? undefined);
  } catch {
    // A launch link opened in an ordinary browser: the parameters are there, but no Telegram around them.
    followBrowserScheme();
    return undefined;
  }
}

function openDeepLink(host: Host | undefined): void {
  // After a reload the person is where he is; only a fresh start follows the link.
  if (host?.startParam === undefined || location.pathname !== "/" || history.state !== null) return;
  const link = parseDeepLink(host.startParam);
  const path = link === undefined ? undefined : pathOf(link);
  if (path !== undefined) history.replaceState({ opened: true }, "", path);
}

/** The page a link means; `undefined` is the home page. */
function pathOf({ kind, value }: DeepLink): string | undefined {
  if (kind === "prizes" || kind === "link") return "/me";
  if (kind === "rewards") return "/rewards";
  if ((kind !== "race" && kind !== "verify") || parseRaceId(value) === undefined) return undefined;
  return kind === "race" ? `/races/${value}` : `/races/${value}/verify`;
}

function onFront(host: Host | undefined): Services["onFront"] {
  return (listener) => {
    const onVisible = (): void => {
      if (document.visibilityState === "visible") listener();
    };
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("online", listener);
    const leaveHost = host?.onActive((isActive) => {
      if (isActive) listener();
    });
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("online", listener);
      leaveHost?.();
    };
  };
}

/** Builds all that the pages need, in the order Telegram wants it. */
export async function startServices(send: Send): Promise<Services> {
  keepStillIfSlow();
  const timers = browserTimers;
  const clock = createServerClock(timers.now);
  const source = loadConfig(send, clock);
  const host = await openHost(source);
  openDeepLink(host);
  const session = createSession(send, host?.rawInitData, timers.now);
  const api = createApi(send, session);
  const needs = { api, session, clock, timers, storage: openStorage(), random: Math.random };
  const feed = createDeferredFeed(async () => (await import("../lib/live/open-feed.js")).openFeed(needs));
  // Signing in needs nothing else to be ready, so it runs while texts and the board load.
  void session.token();
  const front = onFront(host);
  front(() => feed.nudge());
  host?.onActive((isActive) => feed.setPaused(!isActive));
  const localisation = await loadTexts([host?.languageCode, ...navigator.languages]);
  document.documentElement.lang = localisation.locale;
  document.documentElement.dir = localisation.texts.direction;
  return {
    ...localisation,
    ...needs,
    feed,
    host,
    config: source.config,
    onFront: front,
  };
}
