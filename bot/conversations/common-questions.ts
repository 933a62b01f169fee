import { type HtmlBlock, paragraphs } from "../render/html.js";
import type { Form } from "./form.js";
import { formButton } from "./form-buttons.js";
import { cancelRow } from "./form-keyboard.js";

const YES = "yes";

/** Asks for words. @param length least and most characters, as people count them */
export async function askText(
  form: Form,
  { block, length: [least, most] }: { block: HtmlBlock; length: readonly [number, number] },
): Promise<string> {
  const { forms } = form.language.bot;
  return form.ask({ block, keyboard: cancelRow(form) }, (answer) => {
    if (answer.kind === "press") return { problem: forms.useText };
    const text = answer.text.trim();
    const length = text.length;
    if (length < least) return { problem: forms.tooShort(least) };
    return length > most ? { problem: forms.tooLong(most) } : { value: text };
  });
}

/** Goes on only when the person presses the button that says what will happen. */
export async function askConfirmation(form: Form, block: HtmlBlock, label: string): Promise<void> {
  const { forms } = form.language.bot;
  await form.ask({ block: paragraphs(block), keyboard: [[formButton(label, YES)], ...cancelRow(form)] }, (answer) =>
    answer.kind === "press" && answer.value === YES ? { value: true } : { problem: forms.useButtons },
  );
}
