import { Api } from "grammy";
import type { InlineQueryResult } from "grammy/types";
import type { CoreContext } from "../../core/context.js";
import { NotFoundError, UnavailableError } from "../../core/errors.js";
import { readProfile } from "../../core/access/signed-in-user.js";
import type { Views } from "../../core/views/views.js";
import { resolveLocale } from "../../messages/locale.js";
import { formatPlayerId, type PlayerId, type RaceId, type TelegramUserId } from "../../wire/ids.js";
import type { Race, StandingsRow } from "../../wire/race.js";
import type { Share, SharedThing } from "../../wire/sharing.js";
import { createAppLinks, type AppLinks } from "../links/app-links.js";
import { createSharedPictures } from "../pictures/shared-pictures.js";
import { viewLanguage, type ViewLanguage } from "../render/view-language.js";
import { safeError } from "../telegram-errors.js";
import { placeResult, raceResult } from "./picture-results.js";

/** Somebody waits with a finger on the screen; without an answer he gets the link alone. */
const TELEGRAM_TIMEOUT_SECONDS = 5;
/** Telegram takes this much under a story. */
const STORY_TEXT = 200;

export interface SharingOptions {
  context: CoreContext;
  views: Views;
  token: string;
  /** Bot API server, without trailing slash. */
  apiRoot: string;
  publicUrl: string;
  miniAppName: string | null;
}

export interface Sharing {
  /** @throws NotFoundError for what does not exist; UnavailableError while Telegram does not say who the bot is */
  prepare(person: TelegramUserId, thing: { what: SharedThing; race: RaceId }): Promise<Share>;
}

/** What the Mini App's share sheet needs of the bot: it works in a process that only runs the API, too. */
export function createSharing({ context, views, token, apiRoot, ...where }: SharingOptions): Sharing {
  const { log } = context;
  const core = { ...context, log: log.child({ part: "sharing" }) };
  const api = new Api(token, { apiRoot, timeoutSeconds: TELEGRAM_TIMEOUT_SECONDS });
  const pictures = createSharedPictures(core.log);
  let known: AppLinks | undefined;

  async function linksOf(): Promise<AppLinks> {
    if (known !== undefined) return known;
    try {
      const { username } = await api.getMe();
      known = createAppLinks({ ...where, username, miniAppName: where.miniAppName ?? undefined });
      return known;
    } catch (error) {
      throw new UnavailableError("Telegram does not answer just now: try again.", { cause: safeError(error) });
    }
  }

  /** Without a message there is still the link: a share sheet that half works beats an error. */
  async function prepareMessage(
    person: TelegramUserId,
    result: InlineQueryResult | undefined,
  ): Promise<Share["message"]> {
    if (result === undefined) return null;
    try {
      const { id, expiration_date: expires } = await api.savePreparedInlineMessage(person, result, {
        allow_user_chats: true,
        allow_group_chats: true,
        allow_channel_chats: true,
      });
      return { id, expiresAt: new Date(expires * 1000).toISOString() };
    } catch (error) {
      core.log.warn({ error: safeError(error) }, "a message to pass on could not be prepared");
      return null;
    }
  }

  return {
    async prepare(person, { what, race: id }) {
      const [race, { players, settings, languageCode }, links] = await Promise.all([
        views.race(id),
        readProfile(context, person),
        linksOf(),
      ]);
      const language = viewLanguage(resolveLocale(settings.language ?? languageCode ?? undefined));
      const services = { core, links, pictures };
      const link = links.direct({ page: "race", race: id });
      const as = { version: race.version, locale: language.locale };
      if (what === "race") {
        const message = await prepareMessage(person, raceResult(services, race, language));
        return { message, picture: links.picture({ race: id }, as) ?? null, text: storyOfRace(race, language), link };
      }
      const place = await placeOf(views, id, players[0]?.id);
      const message = await prepareMessage(person, placeResult(services, { race, ...place }, language));
      const picture = links.picture({ race: id, player: place.row.player.id }, as) ?? null;
      return { message, picture, text: storyOfPlace(race, place.row, language), link };
    },
  };
}

async function placeOf(
  views: Views,
  race: RaceId,
  player: PlayerId | undefined,
): Promise<{ row: StandingsRow; total: number }> {
  if (player === undefined) throw new NotFoundError("No casino account is linked to you yet: link one first.");
  const { rows, total } = await views.around(`race:${race}`, player, 0);
  const row = rows.find((each) => each.player.id === formatPlayerId(player));
  if (row === undefined) throw new NotFoundError("None of your wagers count in this race yet.");
  return { row, total };
}

function storyOfRace(race: Race, { bot, formats }: ViewLanguage): string {
  return Array.from(bot.inline.raceStory(race.title, formats.money(race.prizePool)))
    .slice(0, STORY_TEXT)
    .join("");
}

function storyOfPlace(race: Race, row: StandingsRow, { bot, formats }: ViewLanguage): string {
  return Array.from(bot.inline.meStory(formats.count(row.rank), race.title))
    .slice(0, STORY_TEXT)
    .join("");
}
