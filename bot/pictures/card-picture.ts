import { linkedPlayers } from "../../core/people/telegram-users.js";
import { newsMessages } from "../../messages/news-messages.js";
import { renderPlaceCard } from "../../pictures/place-card.js";
import { formatPlayerId, type RaceId, type TelegramUserId } from "../../wire/ids.js";
import type { BotServices } from "../context.js";
import type { ViewLanguage } from "../render/view-language.js";

/**
 * A person's place in a race as a picture to pass on: rank, what he wagered and what the place pays, under the name that
 * everybody sees.
 * @returns JPEG; `undefined` without a linked account, or without a place
 */
export async function cardPicture(
  { core, views, communityName }: BotServices,
  owner: TelegramUserId,
  race: RaceId,
  { locale, shared, formats }: ViewLanguage,
): Promise<Buffer | undefined> {
  const [linked] = await linkedPlayers(core, owner);
  if (linked === undefined) return undefined;
  const [of, around] = await Promise.all([views.race(race), views.around(`race:${race}`, linked.playerId, 0)]);
  const own = around.rows.find((row) => row.player.id === formatPlayerId(linked.playerId));
  if (own === undefined) return undefined;
  const figures = [{ label: shared.wagered, value: formats.money(own.wagered) }];
  if (/[1-9]/.test(own.prize)) figures.push({ label: shared.prizeNow, value: formats.money(own.prize) });
  const ends = formats.date(new Date(of.endsAt), { timeZone: of.timeZone, withTime: true });
  return renderPlaceCard({
    brand: communityName,
    label: newsMessages(locale).pictureTitle.card,
    title: of.title,
    subtitle: `${of.status === "live" ? shared.ends : shared.ended} ${ends}`,
    footer: `${shared.prizePool} ${formats.money(of.prizePool)} · ${shared.players(of.players)}`,
    name: own.player.name,
    rank: `#${formats.count(own.rank)}`,
    rankNote: `${shared.rank} ${shared.rankOf(own.rank, around.total)}`,
    figures,
  });
}
