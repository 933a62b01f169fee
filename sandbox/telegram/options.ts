import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxClock } from "./clock.js";
import type { UrlMapping } from "./links.js";

/** A token of no real bot: the sandbox knows it and nothing else does. */
export const DEVELOPMENT_TOKEN = "7000000001:AAF-sandbox_development_token_0000000000";

export type SandboxBotUser = {
  firstName: string;
  username: string;
  /** BotFather's switches. Defaults: groups allowed, privacy on, inline mode on. */
  canJoinGroups?: boolean;
  canReadAllGroupMessages?: boolean;
  supportsInlineQueries?: boolean;
};

export type SandboxOptions = {
  /** 0 (default) takes any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default {@link DEVELOPMENT_TOKEN}. The number before the colon is the bot's id. */
  token?: string;
  botUser?: SandboxBotUser;
  clock?: SandboxClock;
  /** Folder with the built chat page; without it `/` answers 404. */
  uiDir?: string;
  /** https addresses in data → local addresses the sandbox opens or connects to. First match wins. */
  urlMap?: readonly UrlMapping[];
  /** BotFather's "Main Mini App": https. */
  mainAppUrl?: string;
  /** Named apps (`t.me/<bot>/<name>`) and their https addresses. */
  apps?: Readonly<Record<string, string>>;
  /** Invents five people and the supergroup "Goat Lounge" (stand-alone mode). */
  seedDemo?: boolean;
  /** Turns the rate limiter on with the numbers of Telegram's FAQ. */
  rateLimits?: boolean;
  /** Another stand-in that shares the port: everything below the prefix is its own. */
  readonly beside?: {
    readonly prefix: string;
    serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
  };
};
