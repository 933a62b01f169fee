import type { InlineQueryResult } from "grammy/types";
import type { Race, StandingsRow } from "../../wire/race.js";
import { messageOptions } from "../answers.js";
import type { BotServices } from "../context.js";
import { tg, lines, type HtmlBlock } from "../render/html.js";
import { displayName } from "../render/names.js";
import { raceHead } from "../render/race-card.js";
import type { ViewLanguage } from "../render/view-language.js";
import { raceIdOf } from "../screens/race-screen.js";

type Services = Pick<BotServices, "core" | "links" | "pictures">;

/** Size of every picture we draw (pictures/stage.ts); clients lay the message out before it has come. */
const SIZE = { photo_width: 1200, photo_height: 630 } as const;

/**
 * A race as a picture with its time and prizes below: who leads, or the podium once there is a result.
 * @returns `undefined` where Telegram could not fetch the picture, and none is known to it
 */
export function raceResult(services: Services, race: Race, language: ViewLanguage): InlineQueryResult | undefined {
  const { bot, formats, locale } = language;
  const id = raceIdOf(race);
  return photo({
    id: `race-picture-${race.id}`,
    title: race.title,
    description: bot.inline.racePicture(formats.money(race.prizePool)),
    fileId: services.pictures.known(`podium:${race.id}:${race.version}:${locale}`),
    url: services.links.picture({ race: id }, { version: race.version, locale }),
    caption: raceHead(race, services.core.clock.now(), language),
    button: services.links.button(`📊 ${bot.buttons.openBoard}`, { page: "race", race: id }, "shared"),
  });
}

/** Somebody's place in a race as a picture. @returns as {@link raceResult} */
export function placeResult(
  services: Services,
  { race, row, total }: { race: Race; row: StandingsRow; total: number },
  language: ViewLanguage,
): InlineQueryResult | undefined {
  const { bot, shared, locale } = language;
  const id = raceIdOf(race);
  return photo({
    id: `place-picture-${race.id}`,
    title: bot.inline.meTitle,
    description: bot.inline.mePicture,
    fileId: undefined,
    url: services.links.picture({ race: id, player: row.player.id }, { version: race.version, locale }),
    caption: lines(
      tg`🏁 <b>${displayName(race.title, 60)}</b>`,
      tg`${displayName(row.player.name)}: ${shared.rank} <b>${shared.rankOf(row.rank, total)}</b>`,
    ),
    button: services.links.button(`📊 ${bot.buttons.openBoard}`, { page: "race", race: id }, "shared"),
  });
}

interface Photo {
  id: string;
  title: string;
  description: string;
  fileId: string | undefined;
  url: string | undefined;
  caption: HtmlBlock;
  /** Only links: a press that changes the text cannot be answered under a picture. */
  button: ReturnType<BotServices["links"]["button"]>;
}

function photo({ id, title, description, fileId, url, caption, button }: Photo): InlineQueryResult | undefined {
  const { parse_mode, reply_markup } = messageOptions([[button]]);
  const rest = {
    type: "photo",
    id,
    title,
    description,
    caption: caption.html,
    parse_mode,
    ...(reply_markup === undefined ? {} : { reply_markup }),
  } as const;
  if (fileId !== undefined) return { ...rest, photo_file_id: fileId };
  return url === undefined ? undefined : { ...rest, ...SIZE, photo_url: url, thumbnail_url: url };
}
