import { NotFoundError } from "../../core/errors.js";
import { listPayouts } from "../../core/payouts/list-payouts.js";
import { findPayout, type Payout } from "../../core/payouts/payout-record.js";
import { type FullName, fullNamesOf } from "../../core/players/full-names.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { formatCents } from "../../wire/money.js";
import type { PayoutState } from "../../wire/payouts.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { prizeTitle } from "../render/prize-title.js";
import { dateTime } from "../render/time.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";
import { pageIn, panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";

const ON_PAGE = 8;
/** What there is to do, by the state a payout waits in. */
const QUEUES = {
  approve: ["claimed", "failed"],
  pay: ["approved"],
  unclaimed: ["owed"],
  done: ["paid", "confirmed", "expired"],
} as const;
type Queue = keyof typeof QUEUES;

function isQueue(text: string): text is Queue {
  return Object.hasOwn(QUEUES, text);
}

/** Payouts by what they wait for. @param subject `<queue>.<page>`, or the id of a race whose payouts are wanted */
export async function payoutsPanel({ services, language }: PanelFrame, subject: string): Promise<Screen> {
  const { admin, buttons } = language.bot;
  const race = parseRaceId(subject);
  const [name = "", pageText = ""] = subject.split(".");
  const queue = isQueue(name) ? name : "approve";
  const page = pageIn(pageText);
  const wanted = race === undefined ? { states: QUEUES[queue] } : { race };
  const found = await listPayouts(services.core, { ...wanted, limit: Math.min(200, (page + 1) * ON_PAGE + 1) });
  const payouts = found.slice(page * ON_PAGE, (page + 1) * ON_PAGE);
  const names = await fullNamesOf(
    services.core.pool,
    payouts.map(({ player }) => player),
  );
  const tab = (each: Queue) =>
    panelButton(`${each === queue && race === undefined ? "• " : ""}${admin.payouts.queue[each]}`, "payouts", each);
  const base = race ?? queue;
  return {
    block: paragraphs(tg`💸 <b>${admin.payouts.title}</b>`, tg`${subtitle(payouts, race, queue, language)}`),
    keyboard: [
      ...payouts.map((payout) => [panelButton(payoutLabel(payout, names, language), "payout", payout.id)]),
      [tab("approve"), tab("pay")],
      [tab("unclaimed"), tab("done")],
      [
        ...(race === undefined && page > 0 ? [panelButton(buttons.previous, "payouts", `${base}.${page - 1}`)] : []),
        panelButton(`☰ ${admin.menu}`, "home"),
        ...(race === undefined && found.length > (page + 1) * ON_PAGE
          ? [panelButton(buttons.next, "payouts", `${base}.${page + 1}`)]
          : []),
      ],
    ],
  };
}

function subtitle(payouts: readonly Payout[], race: RaceId | undefined, queue: Queue, { bot }: ViewLanguage): string {
  const texts = bot.admin.payouts;
  const [first] = payouts;
  if (first === undefined) return texts.none;
  return race !== undefined && first.origin.kind === "race" ? first.origin.title : texts.queueText[queue];
}

const SIGNS: Record<PayoutState, string> = {
  owed: "⏳",
  claimed: "🙋",
  approved: "👍",
  paid: "💸",
  confirmed: "✅",
  failed: "❗",
  expired: "⌛",
  replaced: "♻️",
};

function payoutLabel(payout: Payout, names: ReadonlyMap<string, FullName>, { formats }: ViewLanguage): string {
  const name = names.get(payout.player)?.name ?? payout.player;
  return shortLabel(
    `${SIGNS[payout.state]} ${rankOf(payout)}${displayName(name, 14)} · ${formats.money(formatCents(payout.amount))}`,
  );
}

/** The place in a race, with a blank behind it; nothing for another reward. */
function rankOf({ origin }: Payout): string {
  return origin.kind === "race" ? `#${origin.rank} ` : "";
}

/** One payout with what can be done about it. @throws NotFoundError */
export async function payoutPanel({ services, language }: PanelFrame, subject: string): Promise<Screen> {
  const payout = await findPayout(services.core, subject);
  if (payout === undefined) throw new NotFoundError("There is no such payout.");
  const names = await fullNamesOf(services.core.pool, [payout.player]);
  const { admin } = language.bot;
  const act = (action: Payout["allowed"][number], text: string, name: string) =>
    payout.allowed.includes(action) ? [panelButton(text, name, payout.id)] : [];
  return {
    block: payoutBlock(payout, names.get(payout.player), services.core.timeZone, language),
    keyboard: [
      act("approve", `👍 ${admin.payouts.approve}`, "approve"),
      act("pay", `💸 ${admin.payouts.markPaid}`, "pay"),
      act("fail", `❗ ${admin.payouts.markFailed}`, "fail"),
      [
        panelButton(`‹ ${admin.payouts.title}`, "payouts"),
        ...(payout.origin.kind === "race" ? [panelButton(`🏁 ${admin.races.one}`, "race", payout.origin.race)] : []),
      ],
    ],
  };
}

function payoutBlock(payout: Payout, name: FullName | undefined, timeZone: string, language: ViewLanguage): HtmlBlock {
  const { bot, formats } = language;
  const { payouts } = bot.admin;
  const at = (instant: Date): HtmlBlock => dateTime(instant, timeZone, language);
  return paragraphs(
    lines(
      tg`${SIGNS[payout.state]} <b>${formats.money(formatCents(payout.amount))}</b> · ${payouts.state[payout.state]}`,
      tg`${rankOf(payout)}${displayName(name?.name ?? payout.player, 40)}${name === undefined ? "" : ` (${name.source}: ${name.externalId})`}`,
      tg`${payout.origin.kind === "race" ? "🏁" : "⭐"} ${prizeTitle(payout.origin, language)}`,
    ),
    lines(
      payout.destination === null ? undefined : tg`${payouts.destination}: <code>${payout.destination}</code>`,
      payout.reference === null ? undefined : tg`${payouts.reference}: <code>${payout.reference}</code>`,
      payout.state === "owed" ? tg`${payouts.claimUntil} ${at(payout.expiresAt)}` : undefined,
      payout.rolledInto === undefined
        ? undefined
        : tg`${payouts.expiredPrize} ${payout.rolledInto === null ? payouts.toReturn : payouts.rolledOver}`,
      payout.paidAt === null ? undefined : tg`${payouts.paidAt} ${at(payout.paidAt)}`,
    ),
    payout.flag === null ? undefined : tg`🚩 ${payout.flag}`,
    payout.state === "claimed" ? tg`<i>${payouts.twoPeople}</i>` : undefined,
  );
}
