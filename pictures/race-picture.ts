import { formatsFor } from "../messages/format.js";
import type { Locale } from "../messages/locale.js";
import { newsMessages } from "../messages/news-messages.js";
import { sharedMessages } from "../messages/shared-messages.js";
import type { Race, Standings } from "../wire/race.js";
import { renderPodium } from "./podium.js";

/**
 * A race as a picture: its winners once there is a result, else who leads. For announcements in Telegram and for the
 * previews of links.
 * @param view.brand the community's name
 * @returns JPEG of 1200 × 630
 */
export async function racePicture(view: {
  race: Race;
  /** Best places first. */
  standings: Standings;
  brand: string;
  locale: Locale;
}): Promise<Buffer> {
  const { race, standings, brand, locale } = view;
  const [formats, shared, words] = [formatsFor(locale), sharedMessages(locale), newsMessages(locale)];
  const day = (iso: string): string => formats.date(new Date(iso), { timeZone: race.timeZone, withTime: false });
  return renderPodium({
    brand,
    label: labelOf(race, words.pictureTitle),
    title: race.title,
    subtitle: `${day(race.startsAt)} – ${day(race.endsAt)}`,
    footer: `${shared.prizePool} ${formats.money(race.prizePool)} · ${shared.players(race.players)}`,
    empty: words.pictureEmpty,
    winners: standings.rows
      .filter((row) => /[1-9]/.test(row.prize))
      .slice(0, 3)
      .map((row) => ({
        rank: row.rank,
        name: row.player.name,
        wagered: `${shared.wagered} ${formats.money(row.wagered)}`,
        prize: formats.money(row.prize),
      })),
  });
}

function labelOf(race: Race, titles: ReturnType<typeof newsMessages>["pictureTitle"]): string {
  if (race.status === "final" || race.status === "paid") return titles.podium;
  return race.status === "provisional" ? titles.podiumProvisional : titles.live;
}
