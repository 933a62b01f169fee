import * as z from "zod";
import { selectPayouts } from "../../core/payouts/payout-record.js";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { newsMessages } from "../../messages/news-messages.js";
import { formatCents } from "../../wire/money.js";
import type { BotServices } from "../context.js";
import { panelButton } from "../panels/panel.js";
import { lines, paragraphs, tg } from "../render/html.js";
import { prizeTitle, raceAndLane } from "../render/prize-title.js";
import { dateTime } from "../render/time.js";
import type { Listener } from "./personal.js";
import type { Post } from "./post.js";

const payload = z.object({ payout: z.string(), news: z.enum(["won", "waiting"]) });

/** A prize or a reward that is somebody's, with the way to it; nothing once it is claimed, paid or replaced. */
export async function prizePost(
  { core, links }: BotServices,
  message: ClaimedMessage,
  { language }: Listener,
): Promise<Post | undefined> {
  const { payout: id, news } = payload.parse(message.payload);
  const [payout] = await selectPayouts(core.pool, "where p.id = $1", [id]);
  if (payout?.state !== "owed") return undefined;
  const words = newsMessages(language.locale);
  const amount = language.formats.money(formatCents(payout.amount));
  const until = dateTime(payout.expiresAt, core.timeZone, language);
  const [beforeDate = "", afterDate = ""] = words.prizeClaimUntil("\n").split("\n");
  return {
    block: paragraphs(
      tg`🎁 <b>${news === "won" ? words.prizeWon(amount) : words.prizeReminder(amount)}</b>`,
      lines(
        payout.origin.kind === "race"
          ? tg`${words.prizeWonText(language.formats.count(payout.origin.rank), raceAndLane(payout.origin, 60))}`
          : tg`${prizeTitle(payout.origin, language)}`,
        tg`${beforeDate}${until}${afterDate}`,
      ),
    ),
    keyboard: [
      [panelButton(`🎁 ${language.bot.own.prizes.claim}`, "claim", payout.id)],
      [links.button(`📱 ${language.bot.buttons.openApp}`, { page: "me" }, "private")],
    ],
  };
}
