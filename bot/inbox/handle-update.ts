import { type Bot, BotError } from "grammy";
import type { Update } from "grammy/types";
import { setCanBeMessaged } from "../../core/people/telegram-users.js";
import { deactivateChat, migrateChat } from "../../core/telegram/chats.js";
import type { CoreContext } from "../../core/context.js";
import { onOccasion } from "../../core/occasion.js";
import type { ClaimedUpdate } from "../../core/telegram/inbox.js";
import { telegramUserId } from "../../wire/ids.js";
import type { BotContext, RootContext } from "../context.js";
import { tell } from "../middleware/explain-errors.js";
import { errorSummary, safeError, telegramFault } from "../telegram-errors.js";
import type { Outcome } from "./lane-worker.js";

const MAX_ATTEMPTS = 5;

/** Runs one stored update through the bot and says what has to become of it. */
export function updateHandler(bot: Bot<RootContext>, core: CoreContext): (update: ClaimedUpdate) => Promise<Outcome> {
  return async (update) => {
    const { payload } = update;
    if (!isUpdate(payload)) return { kind: "dead", error: "not an update" };
    return onOccasion(`update-${payload.update_id}`, async () => {
      try {
        await bot.handleUpdate(payload);
        return { kind: "done" };
      } catch (error) {
        if (!(error instanceof BotError)) return { kind: "dead", error: errorSummary(error) };
        await bot.errorHandler(error);
        return settleFailure(error, update, core);
      }
    });
  };
}

function isUpdate(payload: unknown): payload is Update {
  return typeof payload === "object" && payload !== null && "update_id" in payload;
}

/** A repeat must not say the same thing twice: only what certainly did not reach Telegram is tried again. */
async function settleFailure(
  error: BotError<BotContext>,
  { attempts }: ClaimedUpdate,
  core: CoreContext,
): Promise<Outcome> {
  const fault = telegramFault(error);
  const summary = errorSummary(error);
  switch (fault?.kind) {
    case "tooFast":
      return retryOrGiveUp(error, attempts, fault.retryAfterSeconds * 1000);
    case "gone":
      await forget(error.ctx, core);
      return { kind: "done" };
    case "migrated":
      if (error.ctx.chat !== undefined) await migrateChat(core, error.ctx.chat.id, fault.toChatId);
      return { kind: "done" };
    case "forbidden":
    case "unknown":
      return { kind: "done" };
    case "refused":
      return { kind: "dead", error: summary };
    default:
      return retryOrGiveUp(error, attempts, backOffMs(attempts));
  }
}

async function retryOrGiveUp(error: BotError<BotContext>, attempts: number, afterMs: number): Promise<Outcome> {
  if (attempts < MAX_ATTEMPTS) return { kind: "retry", afterMs, error: errorSummary(error) };
  // The last word is not left unsaid: the person would wait for an answer that never comes.
  try {
    await tell(error.ctx, error.ctx.language.bot.somethingWrong);
  } catch {
    // Telegram may be the very cause; the update is given up all the same.
  }
  return { kind: "dead", error: errorSummary(error) };
}

/** 0.5, 1, 2, 4 s, each 25 % more or less, so that lanes which failed together do not come back together. */
function backOffMs(attempts: number): number {
  return 250 * 2 ** attempts * (0.75 + Math.random() / 2);
}

async function forget(ctx: BotContext, core: CoreContext): Promise<void> {
  if (ctx.chat === undefined) return;
  await deactivateChat(core, ctx.chat.id);
  if (ctx.chat.type === "private") await setCanBeMessaged(core, telegramUserId(ctx.chat.id), false);
}

/** Logs what went wrong in a handler; grammY's own report would print the token. */
export function reportBotError(core: CoreContext): (error: BotError<BotContext>) => void {
  return (error) => {
    const { ctx } = error;
    core.log.warn(
      { updateId: ctx.update.update_id, handler: ctx.handledBy ?? "none", error: safeError(error) },
      "update failed",
    );
  };
}
