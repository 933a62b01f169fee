import { Activity } from "./activity.js";
import { CallbackDesk } from "./callback-desk.js";
import { systemClock } from "./clock.js";
import type { SandboxClock } from "./clock.js";
import type { Core } from "./core.js";
import { Faults } from "./faults.js";
import { executeWebhookReply } from "./http/webhook-reply.js";
import { InlineDesk } from "./inline-desk.js";
import { RateLimits, TELEGRAM_FAQ_RATES } from "./limits.js";
import { DEVELOPMENT_TOKEN } from "./options.js";
import type { SandboxBotUser, SandboxOptions } from "./options.js";
import { BotProfile } from "./profile.js";
import { FileStore } from "./state/files.js";
import { IdSource } from "./state/ids.js";
import { Journal } from "./state/journal.js";
import { administratorRights } from "./state/rights.js";
import { ANONYMOUS_ADMIN_ID, LINKED_CHANNEL_SENDER_ID, World } from "./state/world.js";
import { LongPolling } from "./updates/polling.js";
import { UpdateQueue } from "./updates/queue.js";
import { Webhook } from "./updates/webhook.js";

/** Builds the parts of one sandbox. @throws Error when the token has no bot id */
export function createCore(options: SandboxOptions): Core {
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
