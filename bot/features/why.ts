import { Composer } from "grammy";
import type { Race } from "../../wire/race.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { tg } from "../render/html.js";
import { noRaceScreen, raceIdOf } from "../screens/race-screen.js";
import { whyScreen } from "../screens/why-screen.js";
import { whisper } from "../whisper.js";

/** `/why`: how the person's own score came about, in the race of the moment, else in the last one. */
export function whyFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "why", async (ctx) => {
    const { person, language, place } = ctx;
    if (person === undefined) return answer(ctx, tg`${language.bot.anonymousHasNoPlace}`);
    const race = (await services.views.currentRace()) ?? (await lastRace(services));
    const frame = { services, language, place, owner: person };
    const screen = race === undefined ? noRaceScreen(frame) : await whyScreen(frame, raceIdOf(race));
    await whisper(ctx, services, screen.block, screen.keyboard);
  });
  return feature;
}

async function lastRace({ views }: BotServices): Promise<Race | undefined> {
  const { races } = await views.races({ statuses: ["settling", "provisional", "final", "paid"], limit: 1 });
  return races[0];
}
