import { conversations, createConversation } from "@grammyjs/conversations";
import { Composer, type NextFunction } from "grammy";
import { AppError } from "../../core/errors.js";
import type { Role } from "../../wire/scalars.js";
import { answer, answerPress, takeButtonsOff } from "../answers.js";
import type { BotContext, BotServices, RootContext } from "../context.js";
import { describeUpdate } from "../middleware/describe-update.js";
import { named } from "../named.js";
import { tg } from "../render/html.js";
import { conversationStorage } from "./conversation-storage.js";
import { Form } from "./form.js";
import { decodeFormPress } from "./form-buttons.js";

/** A form by name. */
export interface FormDefinition {
  id: string;
  /** Who may fill it in; everybody when left out. Asked again at every answer. */
  roles?: readonly Role[];
  /** @param subject what the form is about: the id of a race, of a payout …; empty for none */
  questions: (form: Form, subject: string) => Promise<void>;
}

/**
 * Forms in private chats: one at a time for each person, kept in the database, left by any command. Groups point to the
 * private chat, because there anybody's next message would be taken for the answer.
 */
export function formsFeature(services: BotServices, definitions: readonly FormDefinition[]): Composer<RootContext> {
  const feature = new Composer<RootContext>();
  const inPrivate = feature.filter(mayFillIn);
  inPrivate.use(
    conversations<BotContext, BotContext>({
      storage: conversationStorage(services.core),
      plugins: [describeUpdate],
    }),
    noteFailure,
    leaveByCommand,
    ...definitions.map(({ id, roles, questions }) =>
      createConversation<BotContext, BotContext>(
        (conversation, ctx, subject: string) =>
          Form.run(conversation, ctx, services, { roles, questions: (form) => questions(form, subject) }),
        { id },
      ),
    ),
    named("form.tooLate", tellTooLate),
  );
  return feature;
}

/** Begins a form; another one that waits is left. Only in private chats. */
export async function enterForm(ctx: BotContext, { id }: FormDefinition, subject = ""): Promise<void> {
  if (!hasForms(ctx)) throw new Error(`the form ${id} was entered outside a private chat`);
  await leaveForms(ctx);
  await ctx.conversation.enter(id, subject);
}

/** Ends the form that waits, if one does. @returns whether one did */
async function leaveForms(ctx: RootContext): Promise<boolean> {
  const isWaiting = Object.keys(ctx.conversation.active()).length > 0;
  // First: when Telegram does not answer, the update comes again and finds the form as it was.
  if (isWaiting) await removeButtons(ctx);
  await ctx.conversation.exitAll();
  return isWaiting;
}

/** Of the question that nobody will answer any more. */
async function removeButtons(ctx: BotContext): Promise<void> {
  const { questionId } = ctx.form;
  if (questionId !== undefined) await takeButtonsOff(ctx, questionId);
}

function hasForms(ctx: BotContext): ctx is RootContext {
  return "conversation" in ctx;
}

function mayFillIn(ctx: BotContext): boolean {
  const isAnswer = ctx.message !== undefined || ctx.callbackQuery !== undefined;
  return isAnswer && ctx.place === "private" && ctx.person !== undefined;
}

/** After errors that are not explained to the person the update comes again, and must find the form as it was. */
async function noteFailure(ctx: BotContext, next: NextFunction): Promise<void> {
  try {
    await next();
  } catch (error) {
    ctx.form.hasFailed = !(error instanceof AppError);
    throw error;
  }
}

async function leaveByCommand(ctx: RootContext, next: NextFunction): Promise<void> {
  if (ctx.command !== undefined) ctx.form.wasLeft = await leaveForms(ctx);
  await next();
}

/** Answers and presses for a form that is over. */
async function tellTooLate(ctx: BotContext, next: NextFunction): Promise<void> {
  const { forms } = ctx.language.bot;
  if (ctx.form.hasExpired) await removeButtons(ctx);
  if (ctx.callbackQuery?.data !== undefined && decodeFormPress(ctx.callbackQuery.data) !== undefined) {
    return answerPress(ctx, ctx.form.hasExpired ? forms.expired : forms.over);
  }
  const isAnswer = ctx.message?.text !== undefined && ctx.command === undefined;
  if (ctx.form.hasExpired && isAnswer) return answer(ctx, tg`${forms.expired}`);
  await next();
}
