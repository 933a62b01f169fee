import type { MessageContent } from "../state/records.js";

/** One line that stands for a message in quotes and pins. */
export function shortText(content: MessageContent): string {
  if (content.kind === "service") return "";
  if (content.kind === "rich") return content.source.slice(0, 100);
  const line = content.body.text.replaceAll("\n", " ").slice(0, 100);
  if (content.kind === "text") return line;
  return line || (content.kind === "photo" ? "Photo" : (content.file.fileName ?? "File"));
}
