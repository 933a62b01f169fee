import type { Composer } from "grammy";
import type { TelegramUserId } from "../wire/ids.js";
import { answer, answerByEditing, answerPress } from "./answers.js";
import { type ConfirmedAct, decodeConfirm, encodeConfirm } from "./callback-data/confirm-codec.js";
import type { BotContext, BotServices } from "./context.js";
import { named } from "./named.js";
import { type HtmlBlock, paragraphs, tg } from "./render/html.js";

/** How long an anonymous administrator has to show who he is. */
const VALID_SECONDS = 20;

/** Who acts in which group. */
export interface GroupActor {
  chatId: number;
  person: TelegramUserId;
}

/**
 * Asks an anonymous administrator for a press, because only a press names its person. All that the act needs stands in
 * the message itself, so that any process of the bot can go on from it.
 */
export async function askWhoActs(
  ctx: BotContext,
  { core }: Pick<BotServices, "core">,
  act: ConfirmedAct,
  content?: HtmlBlock,
): Promise<void> {
  const { confirm } = ctx.language.bot;
  const until = Math.floor(core.clock.now().getTime() / 1000) + VALID_SECONDS;
  await answer(ctx, paragraphs(tg`🕶 ${confirm.ask(VALID_SECONDS)}`, content), [
    [{ text: `✅ ${confirm.button}`, callback_data: encodeConfirm({ act, until }) }],
  ]);
}

/**
 * Registers what an act does once an administrator has confirmed it. The group never reads who that was.
 * @param handler does it; what it returns is said in place of the question
 */
export function onConfirmed(
  feature: Composer<BotContext>,
  services: BotServices,
  act: ConfirmedAct,
  handler: (ctx: BotContext, actor: GroupActor) => Promise<HtmlBlock | undefined>,
): void {
  feature.on(
    "callback_query:data",
    named(`press.confirm.${act}`, async (ctx, next) => {
      const press = decodeConfirm(ctx.callbackQuery.data);
      if (press?.act !== act) return next();
      const { person, chat, language } = ctx;
      const { bot } = language;
      if (person === undefined || chat === undefined || ctx.place === "private") {
        return answerPress(ctx, bot.buttonOutdated);
      }
      if (services.core.clock.now().getTime() > press.until * 1000) {
        return answerByEditing(ctx, tg`⌛ ${bot.confirm.expired}`, []);
      }
      if (!(await services.admins.isAdmin(chat.id, person))) return answerPress(ctx, bot.settings.adminsOnly);
      const outcome = await handler(ctx, { chatId: chat.id, person });
      await answerByEditing(ctx, outcome ?? tg`✅ ${bot.confirm.done}`, []);
    }),
  );
}
