import { GrammyError } from "grammy";
import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types";
import type { BotContext } from "./context.js";
import type { HtmlBlock } from "./render/html.js";
import { isSameMessage } from "./render/same-message.js";
import { isMessageGone, isNotModified, isQueryTooOld } from "./telegram-errors.js";

/** Rows of buttons; empty rows are left out. */
export type Keyboard = InlineKeyboardButton[][];

/** Options of every text we send: our HTML, and no previews of links in it. */
const TEXT_OPTIONS = { parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;

function markup(keyboard: Keyboard | undefined): { reply_markup?: InlineKeyboardMarkup } {
  const rows = keyboard?.filter((row) => row.length > 0) ?? [];
  return rows.length === 0 ? {} : { reply_markup: { inline_keyboard: rows } };
}

/** Options of a text that is sent without a context, as from the outbox. */
export function messageOptions(keyboard: Keyboard): typeof TEXT_OPTIONS & { reply_markup?: InlineKeyboardMarkup } {
  return { ...TEXT_OPTIONS, ...markup(keyboard) };
}

/**
 * Answers a message with one message, in the same topic. In groups it quotes the question, so that people see who
 * asked for what; the question may be deleted in between.
 */
export async function answer(ctx: BotContext, block: HtmlBlock, keyboard?: Keyboard): Promise<void> {
  const question = ctx.place === "shared" ? ctx.message?.message_id : undefined;
  await ctx.reply(block.html, {
    ...TEXT_OPTIONS,
    ...markup(keyboard),
    ...(question === undefined
      ? {}
      : { reply_parameters: { message_id: question, allow_sending_without_reply: true } }),
  });
}

/** The content of an inline result, with the same options as every text. */
export function inlineContent(block: HtmlBlock): { message_text: string } & typeof TEXT_OPTIONS {
  return { message_text: block.html, ...TEXT_OPTIONS };
}

/** The keyboard of an inline result. */
export const inlineMarkup = markup;

/**
 * Answers a press by turning the pressed message into something else, in any chat: the spinner stops and the message
 * changes. When it already looks like that, a toast says so instead of an edit that Telegram would refuse.
 */
export async function answerByEditing(ctx: BotContext, block: HtmlBlock, keyboard: Keyboard): Promise<void> {
  const pressed = ctx.callbackQuery?.message;
  if (pressed !== undefined && "text" in pressed && isSameMessage(pressed, block, keyboard)) {
    return answerPress(ctx, ctx.language.bot.upToDate);
  }
  // Together: waiting for one before the other doubles the time the spinner is seen.
  await Promise.all([answerPress(ctx), editPressed(ctx, block, keyboard)]);
}

async function editPressed(ctx: BotContext, block: HtmlBlock, keyboard: Keyboard): Promise<void> {
  try {
    await ctx.editMessageText(block.html, { ...TEXT_OPTIONS, ...markup(keyboard) });
  } catch (error) {
    // Two presses at once, or a message deleted in between: what was wanted is there, or nobody can see it.
    if (!isNotModified(error) && !isMessageGone(error)) throw error;
  }
}

/** Takes the buttons off an older message of the chat in which the person acts. */
export async function takeButtonsOff(ctx: BotContext, messageId: number): Promise<void> {
  if (ctx.chat === undefined) return;
  try {
    await ctx.api.editMessageReplyMarkup(ctx.chat.id, messageId);
  } catch (error) {
    // Without buttons already, or deleted by the person: nothing is left to press.
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
  }
}

/** Stops the button's spinner, with a short note when there is something to say. */
export async function answerPress(ctx: BotContext, note?: string): Promise<void> {
  try {
    await ctx.answerCallbackQuery(note === undefined ? {} : { text: note });
  } catch (error) {
    // The person has stopped waiting; what the press asked for happens all the same.
    if (!isQueryTooOld(error)) throw error;
  }
}
