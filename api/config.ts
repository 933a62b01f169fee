import type { FeedSettings } from "./live/feed-settings.js";
import type { LimitTable } from "./http/rate-limits.js";

/** Plain values the API is started with; read from the environment by main. */
export interface ApiConfig {
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Where people reach the Mini App and the API, e.g. `https://race.example`. */
  publicUrl: string;
  /** Verifies initData. */
  botToken: string;
  /** Number of proxies in front, each of which appends to `X-Forwarded-For`. */
  trustProxy: number;
  /** Origin of the Telegram sandbox, which frames the Mini App in development. */
  sandboxOrigin?: string | undefined;
  miniAppName?: string | undefined;
  /** Folder of the built Mini App (with `index.html`). */
  miniAppDir: string;
  /** User name of the bot once known. */
  botUsername(): string | null;
  /** Overrides of the default limits: tests, and sandboxes where many people share one address. */
  limits?: Partial<LimitTable> | undefined;
  /** Overrides of the feed's intervals and limits, for tests. */
  feed?: Partial<FeedSettings> | undefined;
}
