import { autoRetry } from "@grammyjs/auto-retry";
import { Bot } from "grammy";
import type { BotServices, RootContext } from "./context.js";
import { broadcastForm } from "./announcements/broadcast-form.js";
import { announceFeature } from "./features/announce.js";
import { broadcastFeature } from "./features/broadcast.js";
import { cardPictureFeature } from "./features/card-picture.js";
import { boardFeature } from "./features/board.js";
import { historyFeature } from "./features/history.js";
import { settingsFeature } from "./features/settings.js";
import { boardButtonsFeature } from "./features/board-buttons.js";
import { helpFeature } from "./features/help.js";
import { inlineFeature } from "./features/inline.js";
import { leaderboardFeature } from "./features/leaderboard.js";
import { meFeature } from "./features/me.js";
import { membershipFeature } from "./features/membership.js";
import { rewardsFeature } from "./features/rewards.js";
import { raceFeature } from "./features/race.js";
import { startFeature } from "./features/start.js";
import { unhandledFeature } from "./features/unhandled.js";
import { whyFeature } from "./features/why.js";
import { ORDERS } from "./admin/orders.js";
import { formsFeature } from "./conversations/forms-feature.js";
import { newRaceForm } from "./conversations/new-race/new-race-form.js";
import { linkForm } from "./conversations/link-form.js";
import { orderForm } from "./conversations/order-form.js";
import { adminFeature } from "./features/admin.js";
import { adminMenu } from "./menus/admin-menu.js";
import { ownFeature } from "./features/own.js";
import { OWN_ORDERS } from "./own/orders.js";
import { challengeForm } from "./rewards/challenge-form.js";
import { dropForm } from "./rewards/drop-form.js";
import { REWARD_ORDERS } from "./rewards/orders.js";
import { groupMenu } from "./menus/group-menu.js";
import { personMenu } from "./menus/person-menu.js";
import { describeUpdate } from "./middleware/describe-update.js";
import { explainErrors } from "./middleware/explain-errors.js";
import { identify } from "./middleware/identify.js";
import { ignoreNoise } from "./middleware/ignore-noise.js";
import { logUpdate } from "./middleware/log-update.js";
import { turnAwayBanned } from "./middleware/turn-away-banned.js";
import { TelegramCalls } from "./telegram-calls.js";

/** Every update runs through this list from top to bottom; the first feature that takes it ends its way. */
export function addMiddleware(bot: Bot<RootContext>, services: BotServices): void {
  const menus = { person: personMenu(services), group: groupMenu(services), admin: adminMenu(services) };
  bot.use(
    describeUpdate,
    logUpdate(services.core.log),
    ignoreNoise,
    identify(services.core),
    explainErrors,
    turnAwayBanned,
    menus.person,
    menus.group,
    formsFeature(services, [
      newRaceForm,
      linkForm,
      broadcastForm,
      dropForm,
      challengeForm,
      ...[...ORDERS, ...OWN_ORDERS, ...REWARD_ORDERS].map(orderForm),
    ]),
    // Behind the forms, because its buttons enter them; a form that waits lets presses elsewhere pass.
    menus.admin,
    membershipFeature(services),
    startFeature(services, menus),
    helpFeature(services),
    settingsFeature(services, menus),
    raceFeature(services),
    leaderboardFeature(services),
    meFeature(services),
    whyFeature(services),
    historyFeature(services),
    boardFeature(services),
    announceFeature(services),
    broadcastFeature(services),
    rewardsFeature(services),
    ownFeature(services),
    adminFeature(services, menus.admin),
    cardPictureFeature(services),
    boardButtonsFeature(services),
    inlineFeature(services),
    unhandledFeature(),
  );
}

/** Seconds a call may take before its outcome counts as unknown. */
const SEND_TIMEOUT_SECONDS = 20;

/**
 * The bot without its handlers: they need its user name, which `init` brings. Answers to people are repeated when
 * Telegram names a short wait, and never after a network error, when the message may have arrived.
 */
export function createBot(token: string, apiRoot: string, calls = new TelegramCalls()): Bot<RootContext> {
  const bot = new Bot<RootContext>(token, { client: { apiRoot, timeoutSeconds: SEND_TIMEOUT_SECONDS } });
  bot.api.config.use(
    calls.transformer,
    autoRetry({
      maxRetryAttempts: 2,
      maxDelaySeconds: 5,
      rethrowHttpErrors: true,
      rethrowInternalServerErrors: true,
    }),
  );
  return bot;
}
