import { whatIf } from "../../../core/settlement/what-if.js";
import { fullNamesOf } from "../../../core/players/full-names.js";
import { formatCents, formatMicroUsd } from "../../../wire/money.js";
import type { BotServices } from "../../context.js";
import { type HtmlBlock, lines, paragraphs, quote, tg } from "../../render/html.js";
import { displayName, LEFT_TO_RIGHT } from "../../render/names.js";
import { raceHead } from "../../render/race-card.js";
import type { ViewLanguage } from "../../render/view-language.js";
import { asCreateRace, asRace, type Draft } from "./draft.js";

/** Winners of the what-if that are named. */
const SHOWN_WINNERS = 3;
/** Letters of a name beside score and prize on one line of a phone. */
const WINNER_NAME = 12;
/** Lines of a prize table that are shown; equal prizes share a line. */
const SHOWN_PRIZES = 10;

/** The race as players will see it, its rules, and what it would have paid over a window of the same length up to now. */
export async function previewBlock(
  services: BotServices,
  draft: Draft,
  { language, now, timeZone }: { language: ViewLanguage; now: Date; timeZone: string },
): Promise<HtmlBlock> {
  const { newRace } = language.bot.forms;
  return paragraphs(
    tg`🆕 <b>${newRace.title}</b>`,
    lines(tg`${newRace.preview}`, quote(raceHead(asRace(draft, timeZone, now), now, language))),
    prizeTable(draft.prizes, language),
    await whatIfBlock(services, draft, { language, now, timeZone }),
  );
}

/** The prizes, equal ones on one line, and their sum. */
export function prizeTable(prizes: readonly string[], { bot, formats }: ViewLanguage): HtmlBlock {
  const { newRace } = bot.forms;
  const groups: { from: number; to: number; prize: string }[] = [];
  for (const [at, prize] of prizes.entries()) {
    const last = groups.at(-1);
    if (last?.prize === prize) last.to = at + 1;
    else groups.push({ from: at + 1, to: at + 1, prize });
  }
  const rest = groups.length > SHOWN_PRIZES ? tg`…` : undefined;
  return lines(
    tg`🏆 <b>${newRace.prizeList(prizes.length, formats.money(sumOf(prizes)))}</b>`,
    ...groups
      .slice(0, SHOWN_PRIZES)
      .map(({ from, to, prize }) => tg`${newRace.ranks(from, to)}: ${formats.money(prize)}`),
    rest,
  );
}

function sumOf(prizes: readonly string[]): string {
  const cents = prizes.reduce((sum, prize) => sum + BigInt(prize.replace(".", "")), 0n);
  const digits = cents.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

async function whatIfBlock(
  { core }: BotServices,
  draft: Draft,
  { language, now, timeZone }: { language: ViewLanguage; now: Date; timeZone: string },
): Promise<HtmlBlock> {
  const { formats } = language;
  const { newRace } = language.bot.forms;
  const lengthMs = new Date(draft.endsAt).getTime() - new Date(draft.startsAt).getTime();
  const past = { startsAt: new Date(now.getTime() - lengthMs).toISOString(), endsAt: now.toISOString() };
  const preview = await whatIf(core, { ...asCreateRace(draft, timeZone), ...past });
  const title = tg`🔮 <b>${newRace.whatIf(formats.duration(lengthMs))}</b>`;
  const winners = preview.winners.filter(({ prize }) => prize > 0n).slice(0, SHOWN_WINNERS);
  const bestOfLanes = preview.lanes.flatMap(({ title: lane, winners: [best] }) =>
    best === undefined ? [] : [{ lane, ...best }],
  );
  if (winners.length === 0) return lines(title, tg`${newRace.whatIfNobody}`);
  const names = await fullNamesOf(
    core.pool,
    [...winners, ...bestOfLanes].map(({ player }) => player),
  );
  const [cost, pool] = [preview.cost, preview.pool].map((amount) => formats.money(formatCents(amount)));
  return lines(
    title,
    ...winners.map(
      ({ rank, player, score, prize }) =>
        tg`${LEFT_TO_RIGHT}${rank}. ${displayName(names.get(player)?.name ?? player, WINNER_NAME)} · ${formats.money(formatMicroUsd(score))} → <b>${formats.money(formatCents(prize))}</b>`,
    ),
    ...bestOfLanes.map(
      ({ lane, player, score, prize }) =>
        tg`🎽 ${displayName(lane, WINNER_NAME)}: ${displayName(names.get(player)?.name ?? player, WINNER_NAME)} · ${formats.money(formatMicroUsd(score))} → <b>${formats.money(formatCents(prize))}</b>`,
    ),
    tg`${newRace.whatIfResult(preview.players, cost ?? "", pool ?? "")}`,
  );
}
