import { Composer } from "grammy";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { noRaceScreen, raceScreen } from "../screens/race-screen.js";

/** `/race`: the race of the moment. */
export function raceFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "race", async (ctx) => {
    const frame = { services, language: ctx.language, place: ctx.place, owner: ctx.person };
    const race = await services.views.currentRace();
    const screen = race === null ? noRaceScreen(frame) : await raceScreen(frame, race);
    await answer(ctx, screen.block, screen.keyboard);
  });
  return feature;
}
