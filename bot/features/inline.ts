import { Composer } from "grammy";
import type { InlineQueryResult, InlineQueryResultArticle } from "grammy/types";
import { linkedPlayers } from "../../core/people/telegram-users.js";
import { inlineContent, inlineMarkup } from "../answers.js";
import { formatPlayerId, type PlayerId } from "../../wire/ids.js";
import type { Race } from "../../wire/race.js";
import type { ViewLanguage } from "../render/view-language.js";
import { placeResult, raceResult } from "../sharing/picture-results.js";
import type { BotContext, BotServices } from "../context.js";
import { named } from "../named.js";
import { myScreen } from "../screens/my-screen.js";
import { raceIdOf, raceScreen } from "../screens/race-screen.js";
import { sharedBoardScreen } from "../screens/board-screen.js";
import type { Screen } from "../screens/screen.js";
import { isQueryTooOld } from "../telegram-errors.js";

/** Seconds for which Telegram may show the same results again: figures move, so only a moment. */
const CACHE_SECONDS = 5;

/** `@bot` in any chat shares the race, the month's board, or the person's own card. */
export function inlineFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  feature.on(
    "inline_query",
    named("inline.results", async (ctx) => {
      const results = await inlineResults(ctx, services);
      try {
        // Personal, because language and own card differ; Telegram would share the list between people otherwise.
        await ctx.answerInlineQuery(results, { cache_time: CACHE_SECONDS, is_personal: true });
      } catch (error) {
        if (!isQueryTooOld(error)) throw error;
      }
    }),
  );
  return feature;
}

async function inlineResults(ctx: BotContext, services: BotServices): Promise<InlineQueryResult[]> {
  const { language, person } = ctx;
  const { inline } = language.bot;
  const frame = { services, language, place: "shared" as const, owner: undefined };
  const race = await services.views.currentRace();
  const results: (InlineQueryResult | undefined)[] = [
    article("board", inline.boardTitle, inline.boardDescription, await sharedBoardScreen(frame, "board:month")),
  ];
  if (race !== null) {
    const pool = language.formats.money(race.prizePool);
    const screen = await raceScreen(frame, race);
    results.unshift(
      article(`race-${race.id}`, race.title, inline.raceDescription(pool), screen),
      raceResult(services, race, language),
    );
  }
  const [player] = person === undefined ? [] : await linkedPlayers(services.core, person);
  if (person !== undefined && player !== undefined) {
    const board = race === null ? "board:month" : (`race:${raceIdOf(race)}` as const);
    const screen = await myScreen({ ...frame, owner: person }, board);
    results.push(article("me", inline.meTitle, inline.meDescription, screen));
    if (race !== null) results.push(await ownPicture(services, race, player.playerId, language));
  }
  return results.filter((result) => result !== undefined);
}

async function ownPicture(
  services: BotServices,
  race: Race,
  player: PlayerId,
  language: ViewLanguage,
): Promise<InlineQueryResult | undefined> {
  const { rows, total } = await services.views.around(`race:${raceIdOf(race)}`, player, 0);
  const row = rows.find((each) => each.player.id === formatPlayerId(player));
  return row === undefined ? undefined : placeResult(services, { race, row, total }, language);
}

function article(id: string, title: string, description: string, screen: Screen): InlineQueryResultArticle {
  return {
    type: "article",
    id,
    title,
    description,
    input_message_content: inlineContent(screen.block),
    ...inlineMarkup(screen.keyboard),
  };
}
