import { ownTickets } from "../../core/rewards/draw-raffle.js";
import { eligibleAccountsOf } from "../../core/rewards/eligible.js";
import { listRaffles, type Raffle } from "../../core/rewards/raffles.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { MANAGERS, mayUse, panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { dateTime } from "../render/time.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";

const SHOWN = 8;

function raffleBlock(raffle: Raffle, timeZone: string, language: ViewLanguage): HtmlBlock {
  const { bot, formats } = language;
  const texts = bot.rewards.raffles;
  return lines(
    tg`🎟 <b>${displayName(raffle.title, 60)}</b>, ${texts.ticket(formats.money(formatMicroUsd(raffle.ticketPrice)))}`,
    tg`${texts.prizes(raffle.prizes.map((prize) => formats.money(formatCents(prize))).join(", "))}`,
    tg`${texts.until} ${dateTime(raffle.endsAt, timeZone, language)}`,
  );
}

/** Raffles that run, with the person's own tickets and the hash that binds the draw. */
export async function runningRaffles({ services, language, person }: PanelFrame): Promise<HtmlBlock[]> {
  const { core } = services;
  const running = (await listRaffles(core, SHOWN)).filter(({ state }) => state === "open" || state === "drawing");
  if (running.length === 0) return [];
  const own = await ownTickets(core, running, await eligibleAccountsOf(core.pool, person), person);
  const texts = language.bot.rewards.raffles;
  return running.map((raffle) =>
    lines(
      raffleBlock(raffle, core.timeZone, language),
      tg`<b>${texts.tickets(own.find((one) => one.raffle === raffle.id)?.tickets ?? 0)}</b>`,
      tg`${texts.seed}: <code>${raffle.commitment}</code>`,
    ),
  );
}

/** The newest raffles, with what managers can do about them. */
export async function rafflesPanel({ services, language, roles }: PanelFrame): Promise<Screen> {
  const { admin } = language.bot.rewards;
  const raffles = await listRaffles(services.core, SHOWN);
  const isManager = mayUse(roles, MANAGERS);
  const isRunning = ({ state }: Raffle): boolean => state !== "drawn" && state !== "cancelled";
  return {
    block: paragraphs(
      tg`🎟 <b>${admin.rafflesTitle}</b>`,
      raffles.length === 0
        ? tg`${admin.noRaffles}`
        : lines(...raffles.map((one) => tg`• <b>${displayName(one.title, 40)}</b>: ${admin.raffleStates[one.state]}`)),
    ),
    keyboard: [
      ...(isManager
        ? raffles
            .filter(isRunning)
            .map((one) => [panelButton(shortLabel(`✖️ ${admin.cancelRaffle(one.title)}`), "cancel-raffle", one.id)])
        : []),
      isManager ? [panelButton(`➕ ${admin.newRaffle}`, "new-raffle")] : [],
      [panelButton(`‹ ${admin.back}`, "rewards-desk")],
    ],
  };
}
