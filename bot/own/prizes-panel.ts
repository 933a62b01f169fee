import { NotFoundError } from "../../core/errors.js";
import { listPrizesOf } from "../../core/payouts/list-payouts.js";
import type { Payout } from "../../core/payouts/payout-record.js";
import { formatCents } from "../../wire/money.js";
import type { PayoutState } from "../../wire/payouts.js";
import { panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { prizeTitle } from "../render/prize-title.js";
import { dateTime } from "../render/time.js";
import type { Screen } from "../screens/screen.js";

/** Newest prizes that are shown; the app has them all. */
const SHOWN = 8;
const SIGNS: Record<PayoutState, string> = {
  owed: "🎁",
  claimed: "🔎",
  approved: "⏳",
  paid: "💸",
  confirmed: "✅",
  failed: "❗",
  expired: "⌛",
  replaced: "♻️",
};

/** The prize inbox of a person. */
export async function prizesPanel({ services, language, person }: PanelFrame): Promise<Screen> {
  const { prizes: texts } = language.bot.own;
  const prizes = (await listPrizesOf(services.core, person)).slice(0, SHOWN);
  return {
    block: paragraphs(
      tg`🎁 <b>${texts.title}</b>`,
      prizes.length === 0 ? lines(tg`${texts.none}`, tg`${texts.needsLink}`) : undefined,
      ...prizes.map((prize) => headLines(prize, language)),
    ),
    keyboard: [
      ...prizes.map((prize) => [
        panelButton(
          shortLabel(
            `${SIGNS[prize.state]} ${language.formats.money(formatCents(prize.amount))} · ${prizeTitle(prize.origin, language)}`,
          ),
          "prize",
          prize.id,
        ),
      ]),
      [services.links.button(`📱 ${language.bot.buttons.openApp}`, { page: "me" }, "private")],
    ],
  };
}

function headLines({ origin, ...prize }: Payout, language: PanelFrame["language"]): HtmlBlock {
  const { prizes: texts } = language.bot.own;
  const title = prizeTitle(origin, language);
  return lines(
    tg`${SIGNS[prize.state]} <b>${language.formats.money(formatCents(prize.amount))}</b> · ${texts.state[prize.state]}`,
    tg`${origin.kind === "race" ? texts.place(origin.rank, title) : title}`,
  );
}

/** One prize of one's own, with what is to be done for it. @throws NotFoundError */
export async function prizePanel(frame: PanelFrame, subject: string): Promise<Screen> {
  const { services, language } = frame;
  const prize = await findOwnPrize(frame, subject);
  const { prizes: texts } = language.bot.own;
  const until = dateTime(prize.expiresAt, services.core.timeZone, language);
  return {
    block: paragraphs(
      headLines(prize, language),
      lines(
        prize.state === "owed" ? tg`${texts.claimUntil} ${until}` : undefined,
        prize.destination === null ? undefined : tg`${texts.destination}: <code>${prize.destination}</code>`,
        prize.reference === null ? undefined : tg`${texts.reference}: <code>${prize.reference}</code>`,
      ),
    ),
    keyboard: [
      prize.allowed.includes("claim") ? [panelButton(`🎁 ${texts.claim}`, "claim", prize.id)] : [],
      prize.allowed.includes("confirm") ? [panelButton(`✅ ${texts.arrived}`, "arrived", prize.id)] : [],
      [panelButton(`‹ ${texts.back}`, "prizes")],
    ],
  };
}

async function findOwnPrize({ services, person }: PanelFrame, subject: string): Promise<Payout> {
  const prize = (await listPrizesOf(services.core, person)).find(({ id }) => id === subject);
  // As for a prize that does not exist: who won what is nobody else's business.
  if (prize === undefined) throw new NotFoundError("There is no such prize of yours.");
  return prize;
}
