import type { InlineAnswerView } from "../control.js";
import type { InlineQueryRecord } from "../inline-desk.js";
import { PersonRefusal } from "../people/refusal.js";

/** @throws PersonRefusal when the bot has not answered */
export function viewInlineAnswer(record: InlineQueryRecord): InlineAnswerView {
  const { answer } = record;
  if (!answer) throw new PersonRefusal("The bot did not answer");
  const { button } = answer;
  return {
    queryId: record.id,
    nextOffset: answer.nextOffset,
    isGallery: answer.results.length > 0 && answer.results.every((one) => one.kind !== "article"),
    results: answer.results.map(({ id, kind, title, description, thumbnailUrl }) => ({
      id,
      kind,
      title,
      ...(description === undefined ? {} : { description }),
      ...(thumbnailUrl === undefined ? {} : { thumbnailUrl }),
    })),
    ...(button
      ? {
          button: {
            text: button.text,
            ...(button.start_parameter === undefined ? {} : { startParameter: button.start_parameter }),
            ...(button.web_app === undefined ? {} : { webAppUrl: button.web_app.url }),
          },
        }
      : {}),
  };
}
