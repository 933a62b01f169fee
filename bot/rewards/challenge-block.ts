import { type Challenge, multiplierText } from "../../core/rewards/challenges.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { type HtmlBlock, lines, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { dateTime } from "../render/time.js";
import type { ViewLanguage } from "../render/view-language.js";

/** `100x on Plinko`. */
export function taskText({ game, multiplier }: Pick<Challenge, "game" | "multiplier">, { bot }: ViewLanguage): string {
  return bot.rewards.challenges.task(displayName(game, 40), multiplierText(multiplier));
}

/** A challenge: the task, what it brings, how many places are left and until when. */
export function challengeBlock(challenge: Challenge, timeZone: string, language: ViewLanguage): HtmlBlock {
  const { bot, formats } = language;
  const texts = bot.rewards.challenges;
  const prize = texts.prize(formats.money(formatCents(challenge.prize)), formats.count(challenge.winners));
  return lines(
    tg`🎯 <b>${taskText(challenge, language)}</b>`,
    tg`${texts.minBet(formats.money(formatMicroUsd(challenge.minBet)))}`,
    tg`${prize}`,
    tg`${texts.left(formats.count(challenge.winnersLeft))} · ${texts.until} ${dateTime(challenge.deadline, timeZone, language)}`,
  );
}
