import type { MiniAppHost, MiniAppLaunch, MiniAppOrigin } from "./control.js";

/** Time as the sandbox sees it. Sockets keep real timers; everything Telegram dates or expires uses this. */
export type SandboxClock = {
  now(): Date;
  /** Called by a clock that is moved by hand; without it the sandbox sets real timers. */
  onAdvance?(listener: () => void): () => void;
};

export type SandboxBotUser = {
  id: number;
  firstName: string;
  username: string;
  /** BotFather's switches; the defaults are those of a fresh bot with inline mode and a Main Mini App. */
  canJoinGroups?: boolean;
  canReadAllGroupMessages?: boolean;
  supportsInlineQueries?: boolean;
};

export type UrlMapping = { publicPrefix: string; localPrefix: string };

export type SandboxOptions = {
  /** 0 (default) takes any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default: a fixed development token. Its number is the bot's id. */
  token?: string;
  botUser?: SandboxBotUser;
  clock?: SandboxClock;
  /** Folder with the built chat page; without it `/` answers 404. */
  uiDir?: string;
  /** https addresses in data → local addresses the sandbox opens or connects to. First match wins. */
  urlMap?: UrlMapping[];
  /** BotFather's "Main Mini App" and named apps: https. */
  mainAppUrl?: string;
  apps?: Record<string, string>;
  /** Invents four or five people and the supergroup "Goat Lounge" (stand-alone mode). */
  seedDemo?: boolean;
};

export type SandboxTelegram = AsyncDisposable & {
  /** For grammY's `client.apiRoot`; no trailing slash. */
  readonly apiRoot: string;
  /** Where the chat page is. */
  readonly url: string;
  readonly token: string;
  readonly botUser: Required<SandboxBotUser>;
  readonly clock: SandboxClock;
  openMiniApp(userId: number, origin: MiniAppOrigin, host?: MiniAppHost): MiniAppLaunch;
};

/** Starts the stand-in: Bot API server, control API and chat page on one port. Disposing closes every socket. */
export type StartSandboxTelegram = (options?: SandboxOptions) => Promise<SandboxTelegram>;
