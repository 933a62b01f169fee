import { newsMessages } from "../../messages/news-messages.js";
import { renderPodium } from "../../pictures/podium.js";
import type { Race, Standings } from "../../wire/race.js";
import type { ViewLanguage } from "../render/view-language.js";

/** The race as a picture: its winners once there is a result, else who leads. @returns JPEG */
export async function podiumPicture(view: {
  race: Race;
  standings: Standings;
  brand: string;
  language: ViewLanguage;
}): Promise<Buffer> {
  const { race, standings, brand, language } = view;
  const { formats, shared, locale } = language;
  const words = newsMessages(locale);
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
