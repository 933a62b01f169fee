import type { Drop } from "../../core/rewards/drops.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { dateTime } from "../render/time.js";
import type { ViewLanguage } from "../render/view-language.js";

/** What a drop gives: money, or a code of the casino. */
export function dropWorth({ amount }: Pick<Drop, "amount">, { bot, formats }: ViewLanguage): string {
  return amount === null ? bot.rewards.drops.code : formats.money(formatCents(amount));
}

/** A drop as a group sees it: what, for how many, until when; never a code. */
export function dropBlock(drop: Drop, timeZone: string, language: ViewLanguage): HtmlBlock {
  const { bot, formats } = language;
  const texts = bot.rewards.drops;
  const needs =
    drop.minWager === 0n ? undefined : texts.needs(formats.money(formatMicroUsd(drop.minWager)), drop.minWagerDays);
  const state = {
    waiting: undefined,
    open: tg`${texts.left(formats.count(drop.left), formats.count(drop.total))} · ${texts.until} ${dateTime(drop.expiresAt, timeZone, language)}`,
    gone: tg`🏁 ${texts.allTaken}`,
    over: tg`🏁 ${texts.isOver}`,
  }[drop.state];
  return paragraphs(
    lines(
      tg`⚡ <b>${displayName(drop.title, 60)}</b>`,
      tg`${dropWorth(drop, language)} ${texts.first(formats.count(drop.total))}`,
      needs === undefined ? undefined : tg`${needs}`,
    ),
    lines(state, drop.state === "open" ? tg`<i>${texts.linkedOnly}</i>` : undefined),
  );
}
