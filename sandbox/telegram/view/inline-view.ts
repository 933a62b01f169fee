import type { InlineAnswerView, InlineResultView } from "../control.js";
import type { InlineQueryRecord, InlineResult } from "../inline-desk.js";
import { fileAddress } from "./message-view.js";
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
    results: answer.results.map((result) => viewResult(result)),
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

function viewResult({ id, kind, title, description, thumbnailUrl, content }: InlineResult): InlineResultView {
  // A picture is shown as it will be sent; other thumbnails stay where the bot said they are.
  const thumbnail = content.kind === "photo" ? fileAddress(content.file) : thumbnailUrl;
  return {
    id,
    kind,
    title,
    ...(description === undefined ? {} : { description }),
    ...(thumbnail === undefined ? {} : { thumbnailUrl: thumbnail }),
  };
}
