import { AppError } from "../../core/errors.js";
import { claimDrop } from "../../core/rewards/claim-drop.js";
import { formatCents } from "../../wire/money.js";
import { answerPress } from "../answers.js";
import type { BotContext, BotServices } from "../context.js";
import { refusalText } from "./refusal-text.js";

/** The answer is a note that only the presser sees; what he gets comes in private. */
export async function pressDrop(ctx: BotContext, services: BotServices, drop: string): Promise<void> {
  const { person, language } = ctx;
  if (person === undefined) return answerPress(ctx, language.bot.buttonOutdated);
  const { drops: texts } = language.bot.rewards;
  try {
    const { amount } = await claimDrop(services.core, drop, person);
    services.wakeOutbox();
    await answerPress(ctx, amount === null ? texts.gotCode : texts.got(language.formats.money(formatCents(amount))));
  } catch (error) {
    const reason = error instanceof AppError ? refusalText(error, language) : undefined;
    if (reason === undefined) throw error;
    await answerPress(ctx, reason);
  }
}
