import type { MessageEntity } from "@grammyjs/types";
import type { FormattedText } from "../state/records.js";

type Pair = readonly [open: string, close: string];

const PAIRS: Readonly<Partial<Record<MessageEntity["type"], Pair>>> = {
  bold: ["*", "*"],
  italic: ["_", "_"],
  underline: ["__", "__"],
  strikethrough: ["~", "~"],
  spoiler: ["||", "||"],
  code: ["`", "`"],
  pre: ["```", "```"],
  blockquote: [">", "<"],
  expandable_blockquote: [">>", "<<"],
};

/** Text with its formatting visible, for transcripts: `*bold* [link](https://…)`. */
export function markUp({ text, entities }: FormattedText): string {
  const inserts: { at: number; order: number; mark: string }[] = [];
  entities.forEach((entity, index) => {
    const [open, close] = pairFor(entity);
    if (open === "") return;
    // Outer entities open first and close last.
    inserts.push({ at: entity.offset, order: index + 1, mark: open });
    inserts.push({ at: entity.offset + entity.length, order: -(index + 1), mark: close });
  });
  inserts.sort((a, b) => a.at - b.at || a.order - b.order);
  let marked = "";
  let done = 0;
  for (const { at, mark } of inserts) {
    marked += text.slice(done, at) + mark;
    done = at;
  }
  return marked + text.slice(done);
}

function pairFor(entity: MessageEntity): Pair {
  switch (entity.type) {
    case "text_link":
      return ["[", `](${entity.url})`];
    case "text_mention":
      return ["[", "](person)"];
    case "date_time":
      return ["{", "}"];
    default:
      return PAIRS[entity.type] ?? ["", ""];
  }
}
