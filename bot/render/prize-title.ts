import type { PayoutOrigin, RaceOrigin } from "../../core/payouts/payout-record.js";
import { formatMicroUsd } from "../../wire/money.js";
import { displayName } from "./names.js";
import type { ViewLanguage } from "./view-language.js";

/** The race, and the lane of it when the prize is not of its main table. @param length letters of each that are shown */
export function raceAndLane({ title, lane }: Pick<RaceOrigin, "title" | "lane">, length: number): string {
  const race = displayName(title, length);
  return lane === null ? race : `${race}: ${displayName(lane, length)}`;
}

/** What a prize is for: the race, the milestone, or the reward by the name that the operator gave it. */
export function prizeTitle(origin: PayoutOrigin, { bot, formats }: ViewLanguage): string {
  if (origin.kind === "race") return raceAndLane(origin, 40);
  const { step, title, reward } = origin;
  if (step !== null) {
    // A day of the operator's calendar: it is the same day for every reader.
    const from = formats.date(new Date(`${step.from}T00:00:00Z`), { timeZone: "UTC", withTime: false });
    return bot.earned.step[step.period](formats.money(formatMicroUsd(step.threshold)), from);
  }
  return title === null ? bot.earned.kinds[reward] : `${bot.earned.kinds[reward]}: ${displayName(title, 40)}`;
}
