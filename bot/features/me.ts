import { Composer } from "grammy";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { tg } from "../render/html.js";
import { whisper } from "../whisper.js";
import { myScreen } from "../screens/my-screen.js";
import { raceIdOf } from "../screens/race-screen.js";

/** `/me`: the person's own place in the race of the moment, else in the month. */
export function meFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "me", async (ctx) => {
    if (ctx.person === undefined) {
      // An anonymous administrator speaks for the group: nobody knows whose place to show.
      await answer(ctx, tg`${ctx.language.bot.anonymousHasNoPlace}`);
      return;
    }
    const frame = { services, language: ctx.language, place: ctx.place, owner: ctx.person };
    const race = await services.views.currentRace();
    const screen = await myScreen(frame, race === null ? "board:month" : `race:${raceIdOf(race)}`);
    await whisper(ctx, services, screen.block, screen.keyboard);
  });
  return feature;
}
