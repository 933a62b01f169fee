import { tellDailyDigests } from "../core/announcements/daily-digest.js";
import { announceLastHours } from "../core/announcements/last-hours.js";
import type { CoreContext } from "../core/context.js";
import { DeliveryKeeper } from "../core/ledger/forget-deliveries.js";
import { findLinkProofs, keepLinkDeadlines } from "../core/links/links-by-clock.js";
import { expireAdjustments } from "../core/adjustments/expire-adjustments.js";
import { expirePayouts, remindWinners } from "../core/payouts/payouts-by-clock.js";
import { forgetDestinations } from "../core/people/erase-person.js";
import { remindOfWagers } from "../core/people/wager-reminders.js";
import { judgePredictions } from "../core/predictions/judge-predictions.js";
import { drawDueRaffles } from "../core/rewards/draw-raffle.js";
import { endDrops } from "../core/rewards/drops.js";
import { judgeRewards } from "../core/rewards/judge-rewards.js";
import { MessageKeeper } from "../core/telegram/forget-messages.js";
import { createDueRaces } from "../core/races/race-series.js";
import { RaceLifeCycle } from "../core/settlement/run-life-cycle.js";
import { sealLedger } from "../core/settlement/seals.js";
import { AnswerKeeper } from "../core/sources/forget-answers.js";
import { askWindows } from "../sources/ask-windows.js";
import type { Poller } from "../sources/poller.js";

export type WorkerContext = Pick<CoreContext, "pool" | "log" | "clock" | "timeZone" | "secretsKey">;

export interface Job {
  name: string;
  everyMs: number;
  run(): Promise<unknown>;
}

const SECOND = 1_000;

export function jobs(context: WorkerContext, poller: Poller): Job[] {
  const lifeCycle = new RaceLifeCycle(context);
  const deliveries = new DeliveryKeeper(context);
  const messages = new MessageKeeper(context);
  const answers = new AnswerKeeper(context);
  return [
    // Races move within a second of their hour.
    { name: "life-cycle", everyMs: SECOND, run: () => lifeCycle.round() },
    // Polls are planned to the second around the boundaries of races.
    { name: "polls", everyMs: SECOND, run: () => poller.round() },
    { name: "windows", everyMs: 5 * SECOND, run: () => askWindows(poller.deps) },
    { name: "series", everyMs: 5 * SECOND, run: () => createDueRaces(context) },
    // Who has just placed the wagers of his challenge is watching the screen.
    { name: "link-proofs", everyMs: 3 * SECOND, run: () => findLinkProofs(context) },
    { name: "link-deadlines", everyMs: 60 * SECOND, run: () => keepLinkDeadlines(context) },
    { name: "last-hours", everyMs: 30 * SECOND, run: () => announceLastHours(context) },
    { name: "daily-digests", everyMs: 300 * SECOND, run: () => tellDailyDigests(context) },
    { name: "wager-reminders", everyMs: 300 * SECOND, run: () => remindOfWagers(context) },
    // Who has reached a step hears of it while he still remembers the wager.
    { name: "rewards", everyMs: 10 * SECOND, run: () => judgeRewards(context) },
    { name: "raffles", everyMs: 30 * SECOND, run: () => drawDueRaffles(context) },
    { name: "predictions", everyMs: 10 * SECOND, run: () => judgePredictions(context) },
    { name: "drops", everyMs: 5 * SECOND, run: () => endDrops(context) },
    { name: "forget-destinations", everyMs: 3_600 * SECOND, run: () => forgetDestinations(context) },
    // 16 MiB each time: a table of 100 GB is gone through in a day.
    { name: "forget-deliveries", everyMs: 10 * SECOND, run: () => deliveries.step() },
    { name: "forget-messages", everyMs: 10 * SECOND, run: () => messages.step() },
    { name: "forget-answers", everyMs: 60 * SECOND, run: () => answers.step() },
    { name: "seals", everyMs: 60 * SECOND, run: () => sealAll(context) },
    { name: "expire-payouts", everyMs: 60 * SECOND, run: () => expirePayouts(context) },
    { name: "expire-adjustments", everyMs: 10 * SECOND, run: () => expireAdjustments(context) },
    { name: "remind-winners", everyMs: 60 * SECOND, run: () => remindWinners(context) },
  ];
}

/** A backlog takes several seals; the first that finds little has caught up. */
async function sealAll(context: WorkerContext): Promise<void> {
  for (let sealed = Number.POSITIVE_INFINITY; sealed >= 10_000;) sealed = await sealLedger(context);
}
