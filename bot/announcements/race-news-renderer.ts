import * as z from "zod";
import { RACE_NEWS, type RaceNews } from "../../core/announcements/race-news.js";
import { readVoidReason } from "../../core/announcements/read-void-reason.js";
import { NotFoundError } from "../../core/errors.js";
import { racePicture } from "../../pictures/race-picture.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import type { Race, Standings } from "../../wire/race.js";
import type { Keyboard } from "../answers.js";
import type { BotServices } from "../context.js";
import type { Renderer } from "../outbox/renderer.js";
import type { SendablePicture, SharedPictures } from "../pictures/shared-pictures.js";
import { raceNews } from "../render/race-news.js";
import type { ViewLanguage } from "../render/view-language.js";
import { readBoard } from "../screens/race-screen.js";
import { groupLanguage } from "./group-language.js";
import { postCall } from "./post.js";

const payload = z.object({ race: z.string(), news: z.enum(RACE_NEWS), picture: z.boolean().default(true) });

/** States in which news are still true: a race that has ended has no last hour, whatever waited. */
const TRUE_IN: Record<RaceNews, readonly Race["status"][]> = {
  started: ["live"],
  last_day: ["live"],
  last_hour: ["live"],
  last_minutes: ["live"],
  provisional: ["provisional"],
  corrected: ["provisional", "final", "paid"],
  final: ["final", "paid"],
  void: ["void"],
};
const ROWS = 10;
/** A cancellation and a beginning have no podium. */
const SHOWS_PODIUM: readonly RaceNews[] = ["provisional", "corrected", "final"];

/** Tells a group what happened to a race, with the figures of the moment it is sent. */
export function raceNewsRenderer(services: BotServices, pictures: SharedPictures): Renderer {
  const { core, views, links } = services;
  return async (message) => {
    const { race: raceText, news, picture: withPicture } = payload.parse(message.payload);
    const id = parseRaceId(raceText);
    const race = id === undefined ? undefined : await readRace(services, id);
    if (id === undefined || race === undefined || !TRUE_IN[news].includes(race.status)) return undefined;
    const isResult = news === "provisional" || news === "corrected" || news === "final";
    const [standings, language, voidReason, lanes] = await Promise.all([
      readBoard(views, id, ROWS),
      groupLanguage(core, message.chatId),
      news === "void" ? readVoidReason(core.pool, id) : null,
      isResult && race.lanes !== undefined ? views.lanes(id) : undefined,
    ]);
    const block = raceNews({ news, race, standings, lanes, voidReason, now: core.clock.now(), language });
    const keyboard = newsKeyboard(news, id, links, language);
    const picture = withPicture ? await pictureOf(news, race, standings, { services, pictures, language }) : undefined;
    return postCall({ core, pictures }, message, { block, keyboard, picture, isSilent: news === "last_day" });
  };
}

async function readRace({ views }: BotServices, id: RaceId): Promise<Race | undefined> {
  try {
    return await views.race(id);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function newsKeyboard(news: RaceNews, race: RaceId, links: BotServices["links"], { bot }: ViewLanguage): Keyboard {
  const board = links.button(`📊 ${bot.buttons.openBoard}`, { page: "race", race }, "shared");
  if (news !== "final" && news !== "corrected") return [[board]];
  return [[board, links.button(`🔍 ${bot.buttons.verify}`, { page: "verify", race }, "shared")]];
}

async function pictureOf(
  news: RaceNews,
  race: Race,
  standings: Standings | undefined,
  { services, pictures, language }: { services: BotServices; pictures: SharedPictures; language: ViewLanguage },
): Promise<SendablePicture | undefined> {
  if (!SHOWS_PODIUM.includes(news) || standings === undefined) return undefined;
  // The picture says whether the result is provisional.
  const key = `podium:${race.id}:${race.status}:${race.version}:${language.locale}`;
  return pictures.get(key, () =>
    racePicture({ race, standings, brand: services.communityName, locale: language.locale }),
  );
}
