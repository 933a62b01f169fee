import type { Locale } from "../../../messages/locale.js";
import type { MiniAppPagesMessages } from "../../../messages/en/mini-app-pages.js";
import type { Prize } from "../../../wire/payouts.js";
import { formatDay } from "./duration.js";
import { formatSum } from "./money-format.js";

/** What a prize is for: the race, the milestone, or the reward by the name that the operator gave it. */
export function prizeTitle(
  { race, lane, reward }: Pick<Prize, "race" | "lane" | "reward">,
  { earned }: MiniAppPagesMessages,
  { locale, dateLocale }: { locale: Locale; dateLocale: string },
): string {
  if (race !== null) return lane === undefined ? race.title : `${race.title}: ${lane}`;
  if (reward === null) return "";
  const { step, title, kind } = reward;
  if (step !== null)
    return earned.step[step.period](formatSum(step.threshold, locale), formatDay(step.from, dateLocale));
  return title === null ? earned.kinds[kind] : `${earned.kinds[kind]}: ${title}`;
}
