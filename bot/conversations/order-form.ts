import type { AppError } from "../../core/errors.js";
import type { Role } from "../../wire/scalars.js";
import type { PanelFrame } from "../panels/panel.js";
import { type HtmlBlock, paragraphs, quote, tg } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";
import { askConfirmation, askText, askTextOrPicture, type Words } from "./common-questions.js";
import type { Form } from "./form.js";
import type { FormDefinition } from "./forms-feature.js";

/** Something a person orders that needs words: a public reason, a reference, an address, an answer. */
export interface Order {
  /** Name of the press that begins it. */
  id: string;
  /** Who may; left out where the domain asks whose the thing is. */
  roles?: readonly Role[];
  /** Least and most characters. */
  length: readonly [number, number];
  /** What is asked, and what it is about. */
  question: (frame: PanelFrame, subject: string) => Promise<HtmlBlock>;
  /** For what cannot be taken back: the label of the button that does it. */
  confirm?: (language: ViewLanguage) => string;
  /** Asked before the words. @returns what `run` gets as `choice` */
  choose?: (form: Form, subject: string) => Promise<string>;
  /** A picture is an answer too, with or without words. */
  takesPicture?: boolean;
  /** Does it. @throws AppError that {@link Order.explain} puts into words */
  run: (frame: PanelFrame, order: Words & { subject: string; choice: string }) => Promise<void>;
  explain?: (error: AppError, language: ViewLanguage) => string | undefined;
  /** The news that it is done. */
  done?: (language: ViewLanguage) => string;
  /** What is shown afterwards, below the news that it is done. */
  after: (frame: PanelFrame, subject: string) => Promise<Screen>;
}

/** The questions of an order. */
export function orderForm(order: Order): FormDefinition {
  return {
    id: order.id,
    ...(order.roles === undefined ? {} : { roles: order.roles }),
    questions: async (form, subject) => {
      const { language, services, person } = form;
      const frame = { services, language, person, roles: order.roles ?? [] };
      const choice = (await order.choose?.(form, subject)) ?? "";
      const block = await form.outside(() => order.question(frame, subject));
      const question = { block, length: order.length };
      const { text, picture } =
        order.takesPicture === true
          ? await askTextOrPicture(form, question)
          : { text: await askText(form, question), picture: null };
      if (order.confirm !== undefined)
        await askConfirmation(form, paragraphs(block, quote(tg`${text}`)), order.confirm(language));
      const outcome = await form.attempt(
        async () => order.run(frame, { subject, text, picture, choice }),
        (error) => order.explain?.(error, language) ?? form.explain(error),
      );
      const screen = await form.outside(() => order.after(frame, subject));
      const news =
        "refused" in outcome ? tg`⚠️ ${outcome.refused}` : tg`✅ ${order.done?.(language) ?? language.bot.admin.done}`;
      await form.end({ block: paragraphs(news, screen.block), keyboard: screen.keyboard });
    },
  };
}
