import type { Api } from "grammy";
import type { CoreContext } from "../../core/context.js";
import { setCanBeMessaged } from "../../core/people/telegram-users.js";
import { deactivateChat, migrateChat } from "../../core/telegram/chats.js";
import {
  beginSending,
  type ClaimedMessage,
  failMessage,
  markAmbiguous,
  markSent,
  postponeMessage,
  redirectMessage,
} from "../../core/telegram/outbox.js";
import { inTransaction } from "../../db/transaction.js";
import { errorSummary, isNotModified, telegramFault } from "../telegram-errors.js";
import { telegramUserId } from "../../wire/ids.js";
import { LaterError } from "./later.js";
import type { PreparedCall, Renderer } from "./renderer.js";
import type { SendBudget } from "./send-budget.js";

/** 2, 4, 8 … 60 s: after ten attempts, about six minutes, a message is given up. */
const MAX_ATTEMPTS = 10;
const MAX_BACK_OFF_MS = 60_000;

export interface DeliveryDeps {
  core: CoreContext;
  api: Api;
  budget: SendBudget;
  renderers: ReadonlyMap<string, Renderer>;
}

/** Sends one claimed message and writes down what became of it; every outcome leaves a state in the database. */
export async function deliver(deps: DeliveryDeps, message: ClaimedMessage): Promise<void> {
  const { core, renderers } = deps;
  const renderer = renderers.get(message.kind);
  if (renderer === undefined) {
    await failMessage(core.pool, message.id, `no renderer for ${message.kind}`);
    return;
  }
  let call: PreparedCall | undefined;
  try {
    call = await renderer(message);
  } catch (error) {
    if (error instanceof LaterError) return postponeMessage(core.pool, message.id, error.until, error.message);
    // Nothing was sent yet, so trying again is safe.
    await postponeOrFail(deps, message, error);
    return;
  }
  if (call === undefined) await markSent(core.pool, message.id, core.clock.now(), null);
  else await sendPrepared(deps, message, call);
}

async function sendPrepared(deps: DeliveryDeps, message: ClaimedMessage, call: PreparedCall): Promise<void> {
  const { core, api, budget } = deps;
  if (!call.isRepeatable && !(await beginSending(core.pool, message.id))) return;
  let messageId: number | undefined;
  try {
    budget.noteOwn(core.clock.now().getTime());
    messageId = await call.send(api);
  } catch (error) {
    if (!isNotModified(error)) {
      await settleFailure(deps, message, call, error);
      return;
    }
  }
  await inTransaction(core.pool, "read committed", async (client) => {
    await call.finish?.(client, messageId);
    await markSent(client, message.id, core.clock.now(), messageId ?? null);
  });
}

async function settleFailure(
  deps: DeliveryDeps,
  message: ClaimedMessage,
  call: PreparedCall,
  error: unknown,
): Promise<void> {
  const { core, budget } = deps;
  const fault = telegramFault(error);
  const now = core.clock.now();
  switch (fault?.kind) {
    case "tooFast": {
      budget.noteFlood(message.chatId, fault.retryAfterSeconds, now.getTime());
      const until = new Date(now.getTime() + fault.retryAfterSeconds * 1000);
      return postponeMessage(core.pool, message.id, until, errorSummary(error));
    }
    case "gone":
      await deactivateChat(core, message.chatId);
      // A private chat has its person's number.
      if (message.chatId > 0) await setCanBeMessaged(core, telegramUserId(message.chatId), false);
      return failMessage(core.pool, message.id, errorSummary(error));
    case "migrated":
      await migrateChat(core, message.chatId, fault.toChatId);
      return redirectMessage(core.pool, message.id, fault.toChatId);
    case "notSent":
      return postponeOrFail(deps, message, error);
    case "unknown":
      if (call.isRepeatable) return postponeOrFail(deps, message, error);
      core.log.error({ outboxId: message.id, kind: message.kind }, "nobody knows whether a message arrived");
      return markAmbiguous(core.pool, message.id, errorSummary(error));
    default:
      if (fault !== undefined && (await call.mend?.(error)) === true) {
        return postponeMessage(core.pool, message.id, now, errorSummary(error));
      }
      core.log.warn({ outboxId: message.id, reason: errorSummary(error) }, "message refused");
      return failMessage(core.pool, message.id, errorSummary(error));
  }
}

async function postponeOrFail({ core }: DeliveryDeps, message: ClaimedMessage, error: unknown): Promise<void> {
  if (message.attempts >= MAX_ATTEMPTS) {
    core.log.error({ outboxId: message.id, reason: errorSummary(error) }, "message given up");
    await failMessage(core.pool, message.id, errorSummary(error));
    return;
  }
  const delayMs = Math.min(MAX_BACK_OFF_MS, 1000 * 2 ** message.attempts) * (0.75 + Math.random() / 2);
  const until = new Date(core.clock.now().getTime() + delayMs);
  await postponeMessage(core.pool, message.id, until, errorSummary(error));
}
