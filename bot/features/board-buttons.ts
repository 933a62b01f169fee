import { Composer } from "grammy";
import { answerByEditing, answerPress } from "../answers.js";
import { type CallbackAction, decodeCallback } from "../callback-data/codec.js";
import type { BotContext, BotServices } from "../context.js";
import { named } from "../named.js";
import { viewLanguage } from "../render/view-language.js";
import { boardScreen } from "../screens/board-screen.js";
import { myScreen } from "../screens/my-screen.js";
import { raceScreen } from "../screens/race-screen.js";
import type { Screen } from "../screens/screen.js";

/** Presses under race cards, boards and own cards: they edit the message that was pressed and send nothing new. */
export function boardButtonsFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  feature.on(
    "callback_query:data",
    named("press.board", async (ctx, next) => {
      const action = decodeCallback(ctx.callbackQuery.data);
      if (action === undefined) return next();
      if (!mayPress(action, ctx)) return answerPress(ctx, ctx.language.bot.notYours);
      const screen = await screenFor(action, ctx, services);
      await answerByEditing(ctx, screen.block, screen.keyboard);
    }),
  );
  return feature;
}

/** A message in a group has one owner: his pages are turned by nobody else. Drawing it again is free for all. */
function mayPress(action: CallbackAction, ctx: BotContext): boolean {
  return action.kind === "race" || action.kind === "refresh" || action.owner === ctx.person;
}

async function screenFor(action: CallbackAction, ctx: BotContext, services: BotServices): Promise<Screen> {
  // The message keeps the language it was asked for in, whoever presses.
  const frame = { services, language: viewLanguage(action.locale), place: ctx.place };
  switch (action.kind) {
    case "race": {
      const race = await services.views.race(action.race);
      // A card in a group or an inline result belongs to nobody; in a private chat to the person there.
      return raceScreen({ ...frame, owner: ctx.place === "private" ? ctx.person : undefined }, race);
    }
    case "me":
      return myScreen({ ...frame, owner: action.owner }, action.board);
    default:
      return boardScreen({ ...frame, owner: action.owner }, action.board, action.page);
  }
}
