import * as z from "zod";
import { readVipLadder, tierOf } from "../../core/rewards/vip-ladder.js";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { formatMicroUsd, parseMicroUsd } from "../../wire/money.js";
import type { Listener } from "../announcements/personal.js";
import type { Post } from "../announcements/post.js";
import type { BotServices } from "../context.js";
import { lines, tg } from "../render/html.js";

const payload = z.object({ from: z.string() });

/** Tells a person of his new status level; nothing when the ladder has no such level any more. */
export async function tierPost(
  { core, links }: BotServices,
  message: ClaimedMessage,
  { language, hidesWagerPrompts }: Listener,
): Promise<Post | undefined> {
  const from = parseMicroUsd(payload.parse(message.payload).from);
  if (from === undefined) return undefined;
  const tier = tierOf(await readVipLadder(core.pool), from);
  if (tier.from !== from) return undefined;
  const texts = language.bot.rewards;
  const { next } = tier;
  return {
    block: lines(
      tg`🏅 <b>${texts.tierNews(tier.name)}</b>`,
      tg`${texts.tierNewsText}`,
      next === null || hidesWagerPrompts
        ? undefined
        : tg`${texts.nextTier(next.name, language.formats.money(formatMicroUsd(next.from)))}`,
    ),
    keyboard: [[links.button(`📱 ${language.bot.buttons.openApp}`, { page: "rewards" }, "private")]],
  };
}
