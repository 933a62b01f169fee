import { Api, type Bot } from "grammy";
import type { CoreContext } from "../core/context.js";
import { UnavailableError } from "../core/errors.js";
import type { Views } from "../core/views/views.js";
import { createAdminCheck } from "./admins.js";
import { addMiddleware, createBot } from "./build-bot.js";
import { syncCommands } from "./commands/sync.js";
import { syncDescriptions } from "./commands/sync-descriptions.js";
import { syncMenuButton } from "./commands/sync-menu-button.js";
import type { BotServices, RootContext } from "./context.js";
import { reportBotFatherSettings } from "./check-botfather.js";
import { grammySignal } from "./grammy-signal.js";
import { reportBotError, updateHandler } from "./inbox/handle-update.js";
import { createInboxConnection } from "./inbox/inbox-connection.js";
import { startLaneWorker } from "./inbox/lane-worker.js";
import { POLL_TIMEOUT_SECONDS, pollUpdates } from "./inbox/poll-updates.js";
import { setWebhook } from "./inbox/set-webhook.js";
import { createWakeup } from "./inbox/wakeup.js";
import { createAppLinks } from "./links/app-links.js";
import { startOutbox } from "./outbox/start-outbox.js";
import { createSharedPictures } from "./pictures/shared-pictures.js";
import { TelegramCalls, type CallOutcome } from "./telegram-calls.js";
import { safeError } from "./telegram-errors.js";

/** How long Telegram may take to tell who the bot is. */
const INIT_DEADLINE_MS = 15_000;

export interface BotOptions {
  context: CoreContext;
  views: Views;
  token: string;
  /** Bot API server, without trailing slash. */
  apiRoot: string;
  mode: "polling" | "webhook";
  /** Where the Mini App is reached from outside; `web_app` buttons need https. */
  publicUrl: string;
  /** Where Telegram posts updates in webhook mode. */
  webhookPublicUrl: string;
  miniAppName: string | null;
  /** Name people read in the welcome. */
  communityName: string;
}

export interface RunningBot extends AsyncDisposable {
  readonly id: number;
  readonly username: string;
  /** Calls to Telegram since the start, by what became of them. */
  calls(): Readonly<Record<CallOutcome, number>>;
}

/**
 * Starts the bot: receives updates, handles them, and keeps command lists and menu button up to date. Disposing stops
 * receiving, then waits up to 10 s for what is in work.
 * @throws UnavailableError when Telegram does not say who the bot is within 15 s; GrammyError for a wrong token
 */
export async function startBot(options: BotOptions, signal: AbortSignal): Promise<RunningBot> {
  const core: CoreContext = { ...options.context, log: options.context.log.child({ part: "bot" }) };
  const calls = new TelegramCalls();
  const bot = createBot(options.token, options.apiRoot, calls);
  await initBot(bot, signal);
  const { id: botId, username } = bot.botInfo;
  const outboxWakeup = createWakeup();
  const services: BotServices = {
    core,
    views: options.views,
    links: createAppLinks({
      hasInlineMode: bot.botInfo.supports_inline_queries,
      publicUrl: options.publicUrl,
      username,
      miniAppName: options.miniAppName ?? undefined,
    }),
    communityName: options.communityName,
    admins: createAdminCheck(bot.api, core.clock),
    pictures: createSharedPictures(core.log),
    wakeOutbox: () => outboxWakeup.wake(),
  };
  addMiddleware(bot, services);
  bot.catch(reportBotError(core));
  reportBotFatherSettings(bot.botInfo, core.log);

  if (options.mode === "webhook") {
    await setWebhook(bot.api, { publicUrl: options.webhookPublicUrl, secretsKey: core.secretsKey, botId });
  }
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const wakeup = createWakeup();
  const { pool, clock, log } = core;
  const connection = createInboxConnection({ pool, log, botId, onHint: () => wakeup.wake() });
  const worker = startLaneWorker(
    { pool, clock, log, botId, connection, wakeup, handle: updateHandler(bot, core) },
    stopped,
  );
  const polling =
    options.mode === "polling" &&
    pollUpdates({ api: pollingApi(options), pool, clock, log, botId, connection, wakeup }, stopped);
  const sending = startOutbox(
    bot,
    services,
    { apiRoot: options.apiRoot, calls, connection, wakeup: outboxWakeup },
    stopped,
  );
  const syncing = syncProfile(bot, services);
  return {
    id: botId,
    username,
    calls: () => calls.read(),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await polling;
      await worker[Symbol.asyncDispose]();
      await sending;
      connection.close();
      await syncing;
    },
  };
}

async function initBot(bot: Bot<RootContext>, signal: AbortSignal): Promise<void> {
  const deadline = AbortSignal.timeout(INIT_DEADLINE_MS);
  try {
    await bot.init(grammySignal(AbortSignal.any([signal, deadline])));
  } catch (error) {
    if (!deadline.aborted) throw error;
    throw new UnavailableError("Telegram did not answer within 15 s: check TELEGRAM_API_ROOT and the network.", {
      cause: safeError(error),
    });
  }
}

function pollingApi({ token, apiRoot }: BotOptions): Api {
  return new Api(token, { apiRoot, timeoutSeconds: POLL_TIMEOUT_SECONDS });
}

/** Command lists, descriptions and menu button are a nicety: the bot answers without them, so a failure is only logged. */
async function syncProfile(bot: Bot<RootContext>, { core, links, communityName }: BotServices): Promise<void> {
  try {
    const written = (await syncCommands(bot.api)) + (await syncDescriptions(bot.api, communityName));
    await syncMenuButton(bot.api, links);
    core.log.info({ written }, "command lists and descriptions are up to date");
  } catch (error) {
    core.log.warn({ error: safeError(error) }, "command lists could not be brought up to date");
  }
}
