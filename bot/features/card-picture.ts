import { Composer, InputFile } from "grammy";
import { answerPress } from "../answers.js";
import { decodeCardPress } from "../callback-data/card-codec.js";
import type { BotContext, BotServices } from "../context.js";
import { named } from "../named.js";
import { cardPicture } from "../pictures/card-picture.js";

/** One's own place as a picture, in the private chat, to pass on from there. */
export function cardPictureFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  feature.on(
    "callback_query:data",
    named("press.card", async (ctx, next) => {
      const race = decodeCardPress(ctx.callbackQuery.data);
      if (race === undefined || ctx.person === undefined || ctx.place !== "private") return next();
      // The spinner stops before the picture is drawn.
      await answerPress(ctx);
      const picture = await cardPicture(services, ctx.person, race, ctx.language);
      if (picture !== undefined) await ctx.replyWithPhoto(new InputFile(picture, "place.jpg"));
    }),
  );
  return feature;
}
