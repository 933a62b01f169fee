import { Composer } from "grammy";
import { answer } from "../answers.js";
import { encodeCallback } from "../callback-data/codec.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { history } from "../render/history.js";
import { raceIdOf } from "../screens/race-screen.js";
import { verifyScreen } from "../screens/verify-screen.js";

/** Finished races that are listed; the app has them all. */
const SHOWN_RACES = 10;
/** Races with a button of their own. */
const RACE_BUTTONS = 3;
const FINISHED = ["settling", "provisional", "final", "paid"] as const;

/** `/history` and `/verify`: what has been, and how anybody checks it. */
export function historyFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "history", async (ctx) => {
    const { language, place } = ctx;
    const { races } = await services.views.races({ statuses: FINISHED, limit: SHOWN_RACES });
    const buttons = races.slice(0, RACE_BUTTONS).map((race) => ({
      text: `🏁 ${shorten(race.title)}`,
      callback_data: encodeCallback({ kind: "race", race: raceIdOf(race), locale: language.locale }),
    }));
    const app = services.links.button(`📊 ${language.bot.buttons.openApp}`, { page: "races" }, place);
    await answer(ctx, history(races, language), [...buttons.map((button) => [button]), [app]]);
  });
  onCommand(feature, "verify", async (ctx) => {
    const { races } = await services.views.races({ statuses: ["provisional", "final", "paid"], limit: 1 });
    const newest = races[0];
    const frame = { services, language: ctx.language, place: ctx.place };
    const screen = verifyScreen(frame, newest === undefined ? undefined : raceIdOf(newest));
    await answer(ctx, screen.block, screen.keyboard);
  });
  return feature;
}

/** Telegram cuts long labels by itself; 40 letters are more than a phone shows. */
function shorten(title: string): string {
  return Array.from(title).slice(0, 40).join("");
}
