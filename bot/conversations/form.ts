import type { Conversation } from "@grammyjs/conversations";
import { AppError } from "../../core/errors.js";
import { rolesOf } from "../../core/people/telegram-users.js";
import { telegramUserId, type TelegramUserId } from "../../wire/ids.js";
import type { Role } from "../../wire/scalars.js";
import { answerByEditing, answerPress, type Keyboard, messageOptions, takeButtonsOff } from "../answers.js";
import type { BotContext, BotServices, RootContext } from "../context.js";
import { explanation } from "../middleware/explain-errors.js";
import { type HtmlBlock, paragraphs, tg } from "../render/html.js";
import { viewLanguage, type ViewLanguage } from "../render/view-language.js";
import { decodeFormPress } from "./form-buttons.js";

/** What a person does with a question: he presses one of its buttons or writes. */
export type Answer =
  | { kind: "press"; value: string }
  /** With a picture, where the question takes one, the text is its caption; the picture is Telegram's name of the file. */
  | { kind: "text"; text: string; picture?: string };

/** How an answer was understood; a problem is told, and the question stays. */
export type Reading<Value> = { value: Value } | { problem: string };

/** A message with buttons that belong to the form. */
export interface Question {
  block: HtmlBlock;
  keyboard: Keyboard;
}

/** The person ended the form by its button, or lost the right to go on. */
class FormEnded extends Error {
  override readonly name = "FormEnded";
}

/** Value of the button that every question has. */
export const CANCEL = "cancel";

/**
 * A series of questions to one person, of which one message at a time is alive. The library runs the questions from the
 * top at every answer: what is not the same each time (database, clock, chance) goes through {@link outside}.
 */
export class Form {
  readonly services: BotServices;
  readonly person: TelegramUserId;
  readonly language: ViewLanguage;
  readonly #conversation: Conversation<RootContext, BotContext>;
  readonly #roles: readonly Role[] | undefined;
  #ctx: BotContext;
  /** The message with the question that waits. */
  #messageId: number | undefined;

  private constructor(
    conversation: Conversation<RootContext, BotContext>,
    parts: { services: BotServices; ctx: BotContext; language: ViewLanguage; roles: readonly Role[] | undefined },
  ) {
    this.#conversation = conversation;
    this.#ctx = parts.ctx;
    this.#roles = parts.roles;
    this.services = parts.services;
    this.language = parts.language;
    this.person = personOf(parts.ctx);
  }

  /** Runs a form from its first question to its end, in the language in which it was begun. */
  static async run(
    conversation: Conversation<RootContext, BotContext>,
    ctx: BotContext,
    services: BotServices,
    options: { roles: readonly Role[] | undefined; questions: (form: Form) => Promise<void> },
  ): Promise<void> {
    const locale = await conversation.external((outer) => outer.language.locale);
    const language = viewLanguage(locale);
    const form = new Form(conversation, { services, ctx, language, roles: options.roles });
    try {
      await options.questions(form);
    } catch (error) {
      if (!(error instanceof FormEnded)) throw error;
    }
  }

  /**
   * Asks until the answer is understood.
   * @param question with a problem, when the answer before it came to nothing; pictures are answers only where it takes them
   * @param read understands an answer; pure, or through {@link outside}
   */
  async ask<Value>(
    question: Question & { problem?: string | undefined; takesPicture?: boolean },
    read: (answer: Answer) => Reading<Value> | Promise<Reading<Value>>,
  ): Promise<Value> {
    await this.#show(question.problem === undefined ? question : withProblem(question, question.problem));
    for (;;) {
      const answer = await this.#nextAnswer(question.takesPicture === true);
      if (answer.kind === "press" && answer.value === CANCEL) {
        await this.end({ block: tg`${this.language.bot.forms.cancelled}`, keyboard: [] });
        throw new FormEnded();
      }
      const reading = await read(answer);
      if ("value" in reading) return reading.value;
      await this.#complain(question, reading.problem);
    }
  }

  /** Shows the outcome; nothing is waited for. */
  async end(screen: Question): Promise<void> {
    await this.#show(screen);
  }

  /**
   * Does what cannot be repeated, once: its result is kept with the form and comes back at every later run.
   * @returns the result as JSON gives it back, the first time too
   */
  async outside<Result>(work: (ctx: BotContext) => Promise<Result>): Promise<Result> {
    const text = await this.#conversation.external(async (ctx) => JSON.stringify((await work(ctx)) ?? null));
    return JSON.parse(text);
  }

  /**
   * As {@link outside}, for work that may be refused: the refusal comes back as a sentence.
   * @param explain says what stands against it; by default in general words
   */
  async attempt<Result>(
    work: (ctx: BotContext) => Promise<Result>,
    explain: (error: AppError) => string | undefined = (error) => this.explain(error),
  ): Promise<{ done: Result } | { refused: string }> {
    return this.outside(async (ctx) => {
      try {
        return { done: await work(ctx) };
      } catch (error) {
        const refused = error instanceof AppError ? explain(error) : undefined;
        if (refused === undefined) throw error;
        return { refused };
      }
    });
  }

  /** What stands against something, in general words. */
  explain(error: AppError): string | undefined {
    return explanation(error, this.language);
  }

  /** Edits the message that was pressed; to a text it answers with a new message, and the old one loses its buttons. */
  async #show({ block, keyboard }: Question): Promise<void> {
    const pressed = this.#ctx.callbackQuery?.message;
    if (pressed !== undefined && "text" in pressed) {
      await answerByEditing(this.#ctx, block, keyboard);
      await this.#wait(pressed.message_id);
      return;
    }
    if (this.#messageId !== undefined) await takeButtonsOff(this.#ctx, this.#messageId);
    const sent = await this.#ctx.reply(block.html, messageOptions(keyboard));
    await this.#wait(sent.message_id);
  }

  /** Notes the present message outside too: a command that leaves the form takes its buttons off. */
  async #wait(messageId: number): Promise<void> {
    this.#messageId = messageId;
    await this.outside(async (ctx) => {
      ctx.form.questionId = messageId;
    });
  }

  async #complain(question: Question, problem: string): Promise<void> {
    if (this.#ctx.callbackQuery !== undefined) return answerPress(this.#ctx, problem);
    await this.#show(withProblem(question, problem));
  }

  async #nextAnswer(takesPicture: boolean): Promise<Answer> {
    for (;;) {
      const ctx = await this.#conversation.wait();
      const answer = this.#readAnswer(ctx, takesPicture);
      // Not meant for the form: buttons elsewhere, service messages. Other handlers take it.
      if (answer === undefined) return this.#conversation.skip({ next: true });
      ctx.language = this.language;
      ctx.person = this.person;
      this.#ctx = ctx;
      await this.#checkRoles();
      if (answer !== "other") return answer;
      await this.#ctx.reply(this.language.bot.forms.textOrButtons);
    }
  }

  #readAnswer(ctx: BotContext, takesPicture: boolean): Answer | "other" | undefined {
    const { callbackQuery, message } = ctx;
    if (callbackQuery?.data !== undefined) {
      const value = decodeFormPress(callbackQuery.data);
      const isCurrent = callbackQuery.message?.message_id === this.#messageId;
      return value === undefined || !isCurrent ? undefined : { kind: "press", value };
    }
    if (message?.text !== undefined) return { kind: "text", text: message.text };
    const picture = takesPicture ? message?.photo?.at(-1)?.file_id : undefined;
    if (picture !== undefined) return { kind: "text", text: message?.caption ?? "", picture };
    const isContent = message !== undefined && CONTENT.some((kind) => kind in message);
    return isContent ? "other" : undefined;
  }

  /** Rights are asked of the database at every answer: they may have been taken away since the form was opened. */
  async #checkRoles(): Promise<void> {
    if (this.#roles === undefined) return;
    const wanted = this.#roles;
    const isAllowed = await this.outside(async () => {
      const roles = await rolesOf(this.services.core, this.person);
      return roles.some((role) => wanted.includes(role));
    });
    if (isAllowed) return;
    await this.end({ block: tg`${this.language.bot.admin.notAllowed}`, keyboard: [] });
    throw new FormEnded();
  }
}

/** Messages that people send in answer to a question although it asks for text. */
const CONTENT = [
  "photo",
  "sticker",
  "voice",
  "video",
  "video_note",
  "animation",
  "audio",
  "document",
  "contact",
  "location",
];

function withProblem({ block, keyboard }: Question, problem: string): Question {
  return { block: paragraphs(tg`⚠️ ${problem}`, block), keyboard };
}

function personOf(ctx: BotContext): TelegramUserId {
  if (ctx.from === undefined) throw new Error("a form was entered by nobody");
  return telegramUserId(ctx.from.id);
}
