import type { ConversationData, ConversationStorage, VersionedState } from "@grammyjs/conversations";
import * as z from "zod";
import { inTransaction } from "../../db/transaction.js";
import {
  type ConversationKey,
  deleteConversation,
  readConversation,
  writeConversation,
} from "../../core/telegram/conversation-store.js";
import { finishUpdate } from "../../core/telegram/inbox.js";
import type { CoreContext } from "../../core/context.js";
import type { BotContext } from "../context.js";

/**
 * Raised with every change of a form's questions or of their order: a half-finished form of other code cannot be
 * played on (the library would compare its steps and fail), so it counts as expired.
 */
export const FORMS_VERSION = "2";
/** How long a form waits for its next answer. */
const ANSWER_WITHIN_MS = 15 * 60_000;

/** What the library keeps, as far as it is ours to check; the recorded values are its own. */
const versionedState = z.object({
  version: z.tuple([z.literal(0), z.string()]),
  state: z.record(
    z.string(),
    z.array(
      z.object({
        args: z.exactOptional(z.string()),
        replay: z.object({
          send: z.array(z.object({ payload: z.string() })),
          receive: z.array(z.object({ send: z.number(), returnValue: z.unknown() })),
        }),
        interrupts: z.array(z.number()),
      }),
    ),
  ),
});

/** With the form's present message, which must lose its buttons when the form is left without an answer. */
const storedForm = z.object({ form: versionedState, questionId: z.optional(z.number()) });

type Deps = Pick<CoreContext, "pool" | "clock">;

/** The person and chat whose form it is. @throws Error where nobody can have one: our bug */
export function conversationKey(ctx: BotContext): ConversationKey {
  if (ctx.chat === undefined || ctx.person === undefined) throw new Error("no person or no chat to keep a form for");
  return { botId: ctx.me.id, chatId: ctx.chat.id, userId: ctx.person };
}

/**
 * Keeps forms in the database, keyed by chat and person. A form is stored in the same transaction that marks its
 * update as done, so an update that comes again after a crash is never answered twice by the form; after an error
 * nothing is stored, so that the repeat finds the form as it was.
 */
export function conversationStorage({ pool, clock }: Deps): ConversationStorage<BotContext, ConversationData> {
  return {
    type: "context",
    version: FORMS_VERSION,
    adapter: {
      async read(ctx) {
        const stored = await readConversation(pool, conversationKey(ctx));
        if (stored === undefined) return undefined;
        const isFresh = clock.now().getTime() - stored.updatedAt.getTime() < ANSWER_WITHIN_MS;
        const parsed = storedForm.safeParse(stored.state);
        ctx.form.questionId = parsed.data?.questionId;
        if (isFresh && stored.version === FORMS_VERSION && parsed.success) return parsed.data.form;
        await deleteConversation(pool, conversationKey(ctx));
        ctx.form.hasExpired = true;
        return undefined;
      },
      async write(ctx, form: VersionedState<ConversationData>) {
        if (ctx.form.hasFailed) return;
        const key = conversationKey(ctx);
        const now = clock.now();
        await inTransaction(pool, "read committed", async (client) => {
          await finishUpdate(client, { botId: ctx.me.id, updateId: ctx.update.update_id, now });
          const state = { form, questionId: ctx.form.questionId };
          await writeConversation(client, key, { version: FORMS_VERSION, state, updatedAt: now });
        });
      },
      async delete(ctx) {
        if (!ctx.form.hasFailed) await deleteConversation(pool, conversationKey(ctx));
      },
    },
  };
}
