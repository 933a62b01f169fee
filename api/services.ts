import type { AccessTokens } from "../core/access/access-tokens.js";
import type { Revocations } from "../core/access/revocations.js";
import type { SigningKeys } from "../core/access/signing-keys.js";
import type { LiveBoards } from "../core/boards/live-boards.js";
import type { CoreContext } from "../core/context.js";
import type { RaceId, TelegramUserId } from "../wire/ids.js";
import type { Share, SharedThing } from "../wire/sharing.js";
import type { Views } from "../core/views/views.js";
import type { ApiConfig } from "./config.js";
import type { RateLimits } from "./http/rate-limits.js";
import type { LiveFeed } from "./live/live-feed.js";
import type { Traffic } from "./traffic.js";

/** Prepares what people pass on in Telegram; the bot's half of it, wired by the start. */
export interface Sharing {
  /** @throws NotFoundError for a race that does not exist, or a place in it without a linked account or a score */
  prepare(person: TelegramUserId, thing: { what: SharedThing; race: RaceId }): Promise<Share>;
}

/** Everything a handler may use; built once in start.ts. */
export interface ApiServices {
  context: CoreContext;
  views: Views;
  boards: LiveBoards;
  config: ApiConfig;
  keys: SigningKeys;
  tokens: AccessTokens;
  revocations: Revocations;
  limits: RateLimits;
  feed: LiveFeed;
  traffic: Traffic;
  /** `undefined` where no bot is configured. */
  sharing?: Sharing | undefined;
  /** The OpenAPI document and the page made of it. */
  documents: { openApi: unknown; html: string };
}
