import { linkedPlayers } from "../../core/people/telegram-users.js";
import { placePicture } from "../../pictures/place-picture.js";
import { formatPlayerId, type RaceId, type TelegramUserId } from "../../wire/ids.js";
import type { BotServices } from "../context.js";
import type { ViewLanguage } from "../render/view-language.js";

/**
 * A person's place in a race as a picture to pass on.
 * @returns JPEG; `undefined` without a linked account, or without a place
 */
export async function cardPicture(
  { core, views, communityName }: BotServices,
  owner: TelegramUserId,
  race: RaceId,
  { locale }: ViewLanguage,
): Promise<Buffer | undefined> {
  const [linked] = await linkedPlayers(core, owner);
  if (linked === undefined) return undefined;
  const [of, around] = await Promise.all([views.race(race), views.around(`race:${race}`, linked.playerId, 0)]);
  const row = around.rows.find(({ player }) => player.id === formatPlayerId(linked.playerId));
  if (row === undefined) return undefined;
  return placePicture({ race: of, row, total: around.total, brand: communityName, locale });
}
