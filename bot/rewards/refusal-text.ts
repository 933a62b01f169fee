import { NotFoundError, type AppError } from "../../core/errors.js";
import { RewardRefusedError } from "../../core/rewards/refused.js";
import type { ViewLanguage } from "../render/view-language.js";

/** Why somebody does not get a reward, in his language. */
export function refusalText(error: AppError, { bot }: ViewLanguage): string | undefined {
  if (error instanceof RewardRefusedError) return bot.rewards.refusals[error.reason];
  return error instanceof NotFoundError ? bot.rewards.drops.unknownCode : undefined;
}
