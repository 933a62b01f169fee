import { type HtmlBlock, paragraphs } from "../render/html.js";
import type { Form } from "./form.js";
import { formButton } from "./form-buttons.js";
import { cancelRow } from "./form-keyboard.js";

const YES = "yes";

interface WordsQuestion {
  block: HtmlBlock;
  /** Least and most characters, as people count them. */
  length: readonly [number, number];
}

/** What somebody answered with words. */
export interface Words {
  text: string;
  /** Telegram's name of a picture that came with them. */
  picture: string | null;
}

/** Asks for words. */
export async function askText(form: Form, question: WordsQuestion): Promise<string> {
  return (await askWords(form, question, false)).text;
}

/** Asks for words, for a picture, or for a picture with words; a picture says enough by itself. */
export async function askTextOrPicture(form: Form, question: WordsQuestion): Promise<Words> {
  return askWords(form, question, true);
}

async function askWords(
  form: Form,
  { block, length: [least, most] }: WordsQuestion,
  takesPicture: boolean,
): Promise<Words> {
  const { forms } = form.language.bot;
  return form.ask({ block, keyboard: cancelRow(form), takesPicture }, (answer) => {
    if (answer.kind === "press") return { problem: forms.useText };
    const text = answer.text.trim();
    const { length } = text;
    const picture = answer.picture ?? null;
    if (picture === null && length < least) return { problem: forms.tooShort(least) };
    return length > most ? { problem: forms.tooLong(most) } : { value: { text, picture } };
  });
}

/** Goes on only when the person presses the button that says what will happen. */
export async function askConfirmation(form: Form, block: HtmlBlock, label: string): Promise<void> {
  const { forms } = form.language.bot;
  await form.ask({ block: paragraphs(block), keyboard: [[formButton(label, YES)], ...cancelRow(form)] }, (answer) =>
    answer.kind === "press" && answer.value === YES ? { value: true } : { problem: forms.useButtons },
  );
}
