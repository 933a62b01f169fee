import * as z from "zod";
import { linkedPlayers } from "../../core/people/telegram-users.js";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { newsMessages } from "../../messages/news-messages.js";
import { formatPlayerId, parseRaceId, type RaceId } from "../../wire/ids.js";
import type { Race } from "../../wire/race.js";
import type { BotServices } from "../context.js";
import { panelButton } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName, LEFT_TO_RIGHT } from "../render/names.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Listener } from "./personal.js";
import type { Post } from "./post.js";

const payload = z.object({ race: z.string(), version: z.int() });
const HOUR_MS = 3_600_000;
/** Accounts of one person that one message speaks of; the app has them all. */
const MAX_PLACES = 3;

/** A person's own place in a result. Nothing when the prize message of the same moment says it already. */
export async function ownResultPost(
  services: BotServices,
  message: ClaimedMessage,
  { user, language }: Listener,
): Promise<Post | undefined> {
  const { race: raceText, version } = payload.parse(message.payload);
  const id = parseRaceId(raceText);
  if (id === undefined) return undefined;
  const { core, views, links } = services;
  const [race, players] = await Promise.all([views.race(id), linkedPlayers(core, user)]);
  const isFinal = race.status === "final" || race.status === "paid";
  if (!isFinal && race.status !== "provisional") return undefined;
  const places = await Promise.all(
    players.map(async ({ playerId, name }) => {
      const { rows, total } = await views.around(`race:${id}`, playerId, 0);
      const row = rows.find(({ player }) => player.id === formatPlayerId(playerId));
      return row === undefined ? undefined : { ...row, name: name ?? row.player.name, total };
    }),
  );
  const ranked = places.filter((place) => place !== undefined);
  if (ranked.length === 0 || (isFinal && version === 1 && ranked.every(({ prize }) => isPaid(prize)))) return undefined;
  const words = newsMessages(language.locale);
  const title = version > 1 ? words.corrected : isFinal ? words.final : words.provisional;
  return {
    block: paragraphs(
      lines(tg`${isFinal ? "🏆" : "🏁"} <b>${title}</b>`, tg`${displayName(race.title, 60)}`),
      ...ranked.slice(0, MAX_PLACES).map((place) => onePlace(place, language)),
      isFinal ? undefined : objection(race, language),
    ),
    keyboard: [
      [panelButton(`❓ ${language.bot.why.button}`, "why", id)],
      isFinal ? [] : [panelButton(`📣 ${language.bot.own.cases.open}`, "doubt", id)],
      buttons(id, isFinal, { links, language }),
    ],
  };
}

type Place = { name: string; rank: number; total: number; wagered: string; prize: string };

function onePlace({ name, rank, total, wagered, prize }: Place, { shared, formats }: ViewLanguage): HtmlBlock {
  return lines(
    tg`${LEFT_TO_RIGHT}${displayName(name)}: ${shared.rank} <b>${shared.rankOf(rank, total)}</b>`,
    tg`${shared.wagered}: <b>${formats.money(wagered)}</b>`,
    isPaid(prize) ? tg`${shared.prize}: <b>${formats.money(prize)}</b>` : undefined,
  );
}

function isPaid(prize: string): boolean {
  return /[1-9]/.test(prize);
}

function objection({ rules: { disputeHours } }: Race, { locale, formats }: ViewLanguage): HtmlBlock | undefined {
  if (disputeHours === 0) return undefined;
  return tg`<i>${newsMessages(locale).disputes(formats.duration(disputeHours * HOUR_MS))}</i>`;
}

function buttons(
  race: RaceId,
  isFinal: boolean,
  { links, language: { bot } }: Pick<BotServices, "links"> & { language: ViewLanguage },
): Post["keyboard"][number] {
  const board = links.button(`📊 ${bot.buttons.openBoard}`, { page: "race", race }, "private");
  return isFinal ? [board, links.button(`🔍 ${bot.buttons.verify}`, { page: "verify", race }, "private")] : [board];
}
