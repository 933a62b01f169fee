import { formatsFor } from "../messages/format.js";
import type { Locale } from "../messages/locale.js";
import { newsMessages } from "../messages/news-messages.js";
import { sharedMessages } from "../messages/shared-messages.js";
import type { Race, StandingsRow } from "../wire/race.js";
import { renderPlaceCard } from "./place-card.js";

/**
 * One player's place in a race as a picture to pass on: rank, what he wagered and what the place pays, under the name
 * that everybody sees.
 * @param view.total players on the board
 * @param view.brand the community's name
 * @returns JPEG of 1200 × 630
 */
export async function placePicture(view: {
  race: Race;
  row: StandingsRow;
  total: number;
  brand: string;
  locale: Locale;
}): Promise<Buffer> {
  const { race, row, total, brand, locale } = view;
  const [formats, shared] = [formatsFor(locale), sharedMessages(locale)];
  const figures = [{ label: shared.wagered, value: formats.money(row.wagered) }];
  if (/[1-9]/.test(row.prize)) figures.push({ label: shared.prizeNow, value: formats.money(row.prize) });
  const ends = formats.date(new Date(race.endsAt), { timeZone: race.timeZone, withTime: true });
  return renderPlaceCard({
    brand,
    label: newsMessages(locale).pictureTitle.card,
    title: race.title,
    subtitle: `${race.status === "live" ? shared.ends : shared.ended} ${ends}`,
    footer: `${shared.prizePool} ${formats.money(race.prizePool)} · ${shared.players(race.players)}`,
    name: row.player.name,
    rank: `#${formats.count(row.rank)}`,
    rankNote: `${shared.rank} ${shared.rankOf(row.rank, total)}`,
    figures,
  });
}
