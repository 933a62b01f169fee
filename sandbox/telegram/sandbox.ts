import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { KeyObject } from "node:crypto";
import { Activity } from "./activity.js";
import { Checks } from "./checks.js";
import type { ExpectedRefusal } from "./checks.js";
import { CallbackDesk } from "./callback-desk.js";
import { systemClock } from "./clock.js";
import type { SandboxClock } from "./clock.js";
import type { Act, ActResult, MiniAppHost, MiniAppLaunch, MiniAppOrigin } from "./control.js";
import type { Core } from "./core.js";
import { Faults } from "./faults.js";
import type { FaultPlan } from "./faults.js";
import { serveBotApi } from "./http/bot-api.js";
import { serveControlApi } from "./http/control-api.js";
import { serveStatic } from "./http/static-files.js";
import { executeWebhookReply } from "./http/webhook-reply.js";
import { createSigningKey } from "./init-data.js";
import { InlineDesk } from "./inline-desk.js";
import { RateLimits, TELEGRAM_FAQ_RATES } from "./limits.js";
import type { UrlMapping } from "./links.js";
import { openMiniApp } from "./mini-app.js";
import { BotProfile } from "./profile.js";
import { FileStore } from "./state/files.js";
import { IdSource } from "./state/ids.js";
import { Journal } from "./state/journal.js";
import { administratorRights } from "./state/rights.js";
import { seedDemo } from "./state/seed-demo.js";
import { ANONYMOUS_ADMIN_ID, LINKED_CHANNEL_SENDER_ID, World } from "./state/world.js";
import { writeTranscript } from "./transcript.js";
import { LongPolling } from "./updates/polling.js";
import { UpdateQueue } from "./updates/queue.js";
import { performAct } from "./view/perform-act.js";
import { Webhook } from "./updates/webhook.js";

/** A token of no real bot: the sandbox knows it and nothing else does. */
export const DEVELOPMENT_TOKEN = "7000000001:AAF-sandbox_development_token_0000000000";

const KEEP_ALIVE_MS = 600_000;

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
};

export type SandboxTelegram = AsyncDisposable & {
  /** For grammY's `client.apiRoot`; no trailing slash. */
  readonly apiRoot: string;
  /** Where the chat page is. */
  readonly url: string;
  readonly token: string;
  readonly botId: number;
  readonly botUsername: string;
  readonly clock: SandboxClock;
  /** The inside, for actors and checks; not for the product. */
  readonly core: Core;
  /** What a person does on the chat page. @throws PersonRefusal */
  act(userId: number, act: Act): Promise<ActResult>;
  /** Plans something that goes wrong. */
  fails(plan: FaultPlan): void;
  /** Names a refusal that a test wants to see. */
  expectRefusal(refusal: ExpectedRefusal): void;
  /**
   * The checks after each test: no refusal that was not named, every button press and inline query answered exactly
   * once, no update unhandled, every planned fault met.
   *
   * @throws Error with all findings and the transcript
   */
  assertClean(): void;
  /** @throws PersonRefusal when there is nothing to open */
  openMiniApp(userId: number, origin: MiniAppOrigin, host?: MiniAppHost): MiniAppLaunch;
};

/**
 * Starts the stand-in for Telegram: Bot API server, control API and chat page on one port. Disposing closes every
 * socket and timer.
 *
 * @throws Error when the port is taken or the token has no bot id
 */
export async function startSandboxTelegram(options: SandboxOptions = {}): Promise<SandboxTelegram> {
  const core = createCore(options);
  const key = createSigningKey();
  if (options.seedDemo) seedDemo(core.world);
  const server = createServer((request, response) => void serve(core, key, options.uiDir, request, response));
  // A pooled socket of the bot must not be closed under its next request: that would look like a lost answer.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // Long polls last 50 s and event streams for ever; the bot, not the server, decides when to go.
  server.requestTimeout = 0;
  const checks = new Checks(core);
  const url = await listen(server, options.port ?? 0, options.host ?? "127.0.0.1");
  return {
    apiRoot: url,
    url,
    token: core.config.token,
    botId: core.world.botId,
    botUsername: core.world.bot.username ?? "",
    clock: core.clock,
    core,
    openMiniApp: (userId, origin, host) => openMiniApp(core, key, userId, origin, host),
    act: (userId, act) => performAct(core, key, userId, act),
    fails: (plan) => core.faults.plan(plan),
    expectRefusal: (refusal) => checks.expectRefusal(refusal),
    assertClean() {
      const findings = checks.findings();
      if (findings.length > 0)
        throw new Error(`The sandbox is not clean:\n- ${findings.join("\n- ")}\n\n${writeTranscript(core)}`);
    },
    async [Symbol.asyncDispose]() {
      core.polling.stop();
      core.webhook.stop();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

function createCore(options: SandboxOptions): Core {
  const token = options.token ?? DEVELOPMENT_TOKEN;
  const botId = Number(token.split(":")[0]);
  if (!Number.isSafeInteger(botId) || botId <= 0)
    throw new Error("a bot token begins with the bot's number and a colon");
  const clock = options.clock ?? systemClock;
  const numbers = firstNumbers(options.clock, botId);
  const world = new World(botId, clock, new IdSource(numbers.seed, numbers.message));
  const journal = new Journal();
  const updates = new UpdateQueue(clock, world.bus, journal, numbers.update);
  const urlMap = options.urlMap ?? [];
  const webhook = new Webhook({
    clock,
    queue: updates,
    bus: world.bus,
    urlMap,
    execute: (body) => executeWebhookReply(core, body),
  });
  const core: Core = {
    config: readConfig(options, token),
    clock,
    world,
    journal,
    profile: new BotProfile(),
    files: new FileStore(world.ids),
    updates,
    polling: new LongPolling(updates, world.bus),
    webhook,
    callbacks: new CallbackDesk(world.ids, clock),
    inline: new InlineDesk(world.ids, clock),
    faults: new Faults(),
    limits: new RateLimits(clock),
    activity: new Activity(world.bus),
  };
  if (options.rateLimits) core.limits.rules = TELEGRAM_FAQ_RATES;
  addServiceAccounts(world, options.botUser ?? { firstName: "GoatedVIPs", username: "goatedvips_sandbox_bot" });
  return core;
}

const EPOCH_S = Date.UTC(2020, 0, 1) / 1000;

/**
 * With a clock of its own a sandbox numbers everything alike in each run, so that tests repeat. On real time it is a
 * demo whose bot keeps a database: there, numbers begin above all of an earlier run (as long as that had fewer than
 * four updates and one message a second on average), or the bot would take new updates for repeated ones.
 */
function firstNumbers(
  clock: SandboxClock | undefined,
  botId: number,
): { seed: string; update: number; message: number } {
  if (clock) return { seed: `sandbox/${botId}`, update: 310_000_001, message: 1 };
  const nowMs = Date.now();
  const sinceS = Math.floor(nowMs / 1000) - EPOCH_S;
  return { seed: `sandbox/${botId}/${nowMs}`, update: sinceS * 4, message: sinceS };
}

function readConfig(options: SandboxOptions, token: string): Core["config"] {
  const { botUser } = options;
  return {
    token,
    canJoinGroups: botUser?.canJoinGroups ?? true,
    canReadAllGroupMessages: botUser?.canReadAllGroupMessages ?? false,
    supportsInlineQueries: botUser?.supportsInlineQueries ?? true,
    urlMap: options.urlMap ?? [],
    mainAppUrl: options.mainAppUrl,
    apps: new Map(Object.entries(options.apps ?? {})),
    promotedRights: administratorRights(),
  };
}

function addServiceAccounts(world: World, bot: SandboxBotUser): void {
  world.addUser({ id: world.botId, firstName: bot.firstName, username: bot.username }, true);
  world.addUser({ id: ANONYMOUS_ADMIN_ID, firstName: "Group", username: "GroupAnonymousBot" }, true);
  world.addUser({ id: LINKED_CHANNEL_SENDER_ID, firstName: "Telegram" });
}

async function serve(
  core: Core,
  key: KeyObject,
  uiDir: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const url = new URL(request.url ?? "/", "http://sandbox.invalid");
    if (/^\/(?:file\/)?bot/.test(url.pathname)) await serveBotApi(core, request, response, url);
    else if (url.pathname.startsWith("/sandbox/api/")) await serveControlApi(core, key, request, response, url);
    else {
      request.resume();
      await serveStatic(uiDir, response, url.pathname);
    }
  } catch (error) {
    // A fault of the sandbox itself, told to whoever asked: a hanging socket would hide it.
    if (response.destroyed) return;
    const description = `EMULATOR: internal error: ${error instanceof Error ? (error.stack ?? error.message) : "unknown"}`;
    if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ ok: false, error_code: 500, description }));
  }
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === "object" && address !== null ? address.port : port;
      resolve(`http://${host === "0.0.0.0" ? "localhost" : host}:${actual}`);
    });
  });
}
