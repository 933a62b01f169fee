import { Api, type Bot } from "grammy";
import { LIVE_BOARD_KIND, LIVE_BOARD_PIN_KIND, LIVE_BOARD_UNPIN_KIND } from "../../core/telegram/live-board-store.js";
import { paidPlacesFollower } from "../announcements/follow-paid-places.js";
import { newsRenderers } from "../announcements/renderers.js";
import type { BotServices, RootContext } from "../context.js";
import type { TelegramCalls } from "../telegram-calls.js";
import type { InboxConnection } from "../inbox/inbox-connection.js";
import type { Wakeup } from "../inbox/wakeup.js";
import { boardFollower } from "../live-board/follow-boards.js";
import { liveBoardRenderer } from "../live-board/live-board-renderer.js";
import { pinRenderer, unpinRenderer } from "../live-board/pin-renderers.js";
import { alarmRenderer } from "./alarm-renderer.js";
import { countCalls } from "./count-calls.js";
import { runDispatcher } from "./dispatcher.js";
import { NOTICE_KIND, noticeRenderer } from "./notice-renderer.js";
import type { Renderer } from "./renderer.js";
import { createSendBudget } from "./send-budget.js";

/** Seconds a call may take before its outcome counts as unknown; well below the lease of 60 s. */
const SEND_TIMEOUT_SECONDS = 20;

/**
 * Starts sending what nobody asked for: live boards, pins, announcements.
 * @returns a promise that ends when the signal has aborted and the calls on their way are done
 */
export function startOutbox(
  bot: Bot<RootContext>,
  services: BotServices,
  parts: { apiRoot: string; calls: TelegramCalls; connection: InboxConnection; wakeup: Wakeup },
  signal: AbortSignal,
): Promise<void> {
  const { core } = services;
  const budget = createSendBudget();
  const count = countCalls(budget, () => core.clock.now().getTime());
  bot.api.config.use(count);
  // A client of its own without repeats: what to do after a failure is decided by the row's state.
  const api = new Api(bot.token, { apiRoot: parts.apiRoot, timeoutSeconds: SEND_TIMEOUT_SECONDS });
  api.config.use(parts.calls.transformer, count);
  const renderers = new Map<string, Renderer>([
    [LIVE_BOARD_KIND, liveBoardRenderer(services)],
    [LIVE_BOARD_PIN_KIND, pinRenderer(services)],
    [LIVE_BOARD_UNPIN_KIND, unpinRenderer()],
    [NOTICE_KIND, noticeRenderer(core)],
    alarmRenderer(core),
    ...newsRenderers(services),
  ]);
  const { connection, wakeup } = parts;
  const followers = [boardFollower(services), paidPlacesFollower(services)];
  const beforeEachRound = async (now: Date): Promise<void> => {
    for (const follow of followers) await follow(now);
  };
  const options = { core, api, budget, renderers, botId: bot.botInfo.id, connection, wakeup, beforeEachRound };
  return runDispatcher(options, signal);
}
